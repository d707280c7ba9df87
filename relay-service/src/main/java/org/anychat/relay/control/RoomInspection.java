package org.anychat.relay.control;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anychat.contracts.RelayAdminApi;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.UserId;
import org.anychat.relay.media.ConnectionFigures;
import org.anychat.relay.media.ConnectionFigures.StreamView;
import org.anychat.webrtc.sdp.MediaKind;

/** Tells operators what a room's connections carry. Runs on the service's context; a busy loop is not asked. */
final class RoomInspection implements RelayAdminApi {
    private static final UserId RELAY = new UserId(0);

    private final Context context;
    private final RelayRooms rooms;

    RoomInspection(Context context, RelayRooms rooms) {
        this.context = context;
        this.rooms = rooms;
    }

    @Override
    public Future<RoomMedia> room(ReadRoom request) {
        RelayRoom room = rooms.room(request.room());
        if (room == null) {
            return Future.succeededFuture(new RoomMedia(List.of()));
        }
        Map<Long, RoomTrack> tracks = tracks(room);
        List<Future<Connection>> asked = new ArrayList<>();
        for (Participant participant : room.participants()) {
            if (participant.publisher() != null) {
                asked.add(read(
                        participant, Direction.PUBLISH, participant.publisher().id(), tracks));
            }
            if (participant.viewing() != null) {
                asked.add(read(
                        participant, Direction.SUBSCRIBE, participant.viewing().id(), tracks));
            }
        }
        List<Future<Connection>> answering = asked.subList(0, Math.min(asked.size(), MAX_CONNECTIONS));
        return Future.join(answering)
                .transform(done -> Future.succeededFuture(new RoomMedia(answering.stream()
                        .filter(Future::succeeded)
                        .map(Future::result)
                        .toList())));
    }

    private static Map<Long, RoomTrack> tracks(RelayRoom room) {
        Map<Long, RoomTrack> tracks = new HashMap<>();
        room.participants().forEach(one -> one.tracks().forEach(track -> tracks.put(track.publicationId(), track)));
        room.links().forEach(link -> link.tracks().forEach(track -> tracks.put(track.publicationId(), track)));
        return tracks;
    }

    private Future<Connection> read(Participant owner, Direction direction, long id, Map<Long, RoomTrack> tracks) {
        Promise<ConnectionFigures> promise = Promise.promise();
        boolean taken = owner.room()
                .loop()
                .proxy()
                .inspect(id, figures -> context.runOnContext(back -> promise.complete(figures)));
        UserId user = owner.isLink() ? RELAY : owner.peer().user();
        return taken
                ? promise.future().map(figures -> connection(user, direction, figures, tracks))
                : Future.failedFuture("the room's media loop is overloaded");
    }

    private static Connection connection(
            UserId user, Direction direction, ConnectionFigures figures, Map<Long, RoomTrack> tracks) {
        List<Stream> streams = figures.streams().stream()
                .filter(view -> tracks.containsKey(view.publicationId()))
                .map(view -> stream(tracks.get(view.publicationId()), view))
                .toList();
        return new Connection(user, direction, figures.connected(), figures.address(), streams, figures.estimateBps());
    }

    private static Stream stream(RoomTrack track, StreamView view) {
        return new Stream(
                track.user(),
                track.kind() == MediaKind.VIDEO,
                track.offered().codecs().get(0).codec().name(),
                view.layer(),
                view.paused(),
                new StreamFigures(
                        view.bitrateBps(),
                        view.lossPerMille(),
                        view.jitterUs(),
                        view.roundTripUs(),
                        view.pictureSize(),
                        view.packets(),
                        view.octets()));
    }
}
