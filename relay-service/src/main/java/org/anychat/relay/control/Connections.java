package org.anychat.relay.control;

import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.media.IncomingTrack;
import org.anychat.relay.media.MediaLoop;
import org.anychat.relay.media.OutgoingTrack;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.transport.RemotePeer;

/**
 * The connections that are open at media loops, and whose they are. An opening, or a change of what is published,
 * that a loop is too busy for fails with NO_RELAY; what a viewer gets, and a closing, is repeated until the loop takes it.
 */
final class Connections {
    private static final long RETRY_MS = 50;

    private final Vertx vertx;
    private final int videosPerViewer;
    private final Map<Long, Owner> owners = new HashMap<>();
    /** How those who receive have described themselves last. */
    private final Map<Long, RemotePeer> remotes = new HashMap<>();

    private long lastId;

    /** Whose a connection is. */
    record Owner(Participant participant, Direction direction) {}

    /** Allows viewers so many videos at once, 0 for all. */
    Connections(Vertx vertx, int videosPerViewer) {
        this.vertx = vertx;
        this.videosPerViewer = videosPerViewer;
    }

    long openPublisher(
            Participant participant,
            IceCredentials local,
            RemotePeer remote,
            List<IncomingTrack> tracks,
            int gopFrames) {
        long id = ++lastId;
        require(() -> loop(participant).proxy().openPublisher(id, local, remote, tracks, gopFrames));
        owners.put(id, new Owner(participant, Direction.PUBLISH));
        return id;
    }

    void updatePublisher(
            Participant participant,
            PublisherConnection connection,
            RemotePeer remote,
            List<IncomingTrack> tracks,
            int gopFrames) {
        require(() -> loop(participant)
                .proxy()
                .updatePublisher(connection.id(), connection.local(), remote, tracks, gopFrames));
    }

    long openSubscriber(Participant participant, IceCredentials local) {
        long id = ++lastId;
        require(() -> loop(participant).proxy().openSubscriber(id, local));
        owners.put(id, new Owner(participant, Direction.SUBSCRIBE));
        return id;
    }

    void restartSubscriber(Participant participant, IceCredentials local) {
        require(() -> loop(participant).proxy().restartIce(participant.viewing().id(), local));
    }

    void connectSubscriber(Participant participant, RemotePeer remote) {
        remotes.put(participant.viewing().id(), remote);
        connectSubscriber(participant);
    }

    /** With what is known when it comes to it: a newer description must not give way to one that had to wait. */
    private void connectSubscriber(Participant participant) {
        long id = participant.viewing().id();
        List<OutgoingTrack> tracks = participant.viewing().outgoing(participant);
        int videos = participant.videos(videosPerViewer);
        if (!loop(participant).proxy().connectSubscriber(id, remotes.get(id), tracks, videos)) {
            later(participant, id, () -> connectSubscriber(participant));
        }
    }

    void updateSubscriber(Participant participant) {
        long id = participant.viewing().id();
        List<OutgoingTrack> tracks = participant.viewing().outgoing(participant);
        if (!loop(participant).proxy().setOutgoing(id, tracks, participant.videos(videosPerViewer))) {
            later(participant, id, () -> updateSubscriber(participant));
        }
    }

    /** Opens a link; its events are told under the number that this returns. */
    long openLink(MediaLoop loop, IceCredentials local, RemotePeer remote, List<RoomTrack> tracks) {
        long id = ++lastId;
        require(() -> loop.proxy().openLink(id, local, remote, incoming(tracks)));
        return id;
    }

    void updateLink(MediaLoop loop, long id, List<RoomTrack> tracks) {
        require(() -> loop.proxy().updateLink(id, incoming(tracks)));
    }

    void closeLink(MediaLoop loop, long id) {
        closeAt(loop, id);
    }

    private static List<IncomingTrack> incoming(List<RoomTrack> tracks) {
        return tracks.stream().map(RoomTrack::incoming).toList();
    }

    /** Tries again, unless the connection is gone by then. */
    private void later(Participant participant, long id, Runnable attempt) {
        vertx.setTimer(RETRY_MS, timer -> {
            if (participant.viewing() != null && participant.viewing().id() == id) {
                attempt.run();
            }
        });
    }

    /** Closes a connection; what the loop still tells of it is nobody's any more. */
    void close(long id) {
        Owner owner = forget(id);
        if (owner != null) {
            closeAt(loop(owner.participant()), id);
        }
    }

    private void closeAt(MediaLoop loop, long id) {
        if (!loop.proxy().close(id)) {
            vertx.setTimer(RETRY_MS, timer -> closeAt(loop, id));
        }
    }

    /** Whose a connection is; null once it was closed here. */
    Owner owner(long id) {
        return owners.get(id);
    }

    /** Forgets a connection, as where its loop has closed it. */
    Owner forget(long id) {
        remotes.remove(id);
        return owners.remove(id);
    }

    int size() {
        return owners.size();
    }

    private static MediaLoop loop(Participant participant) {
        return participant.room().loop();
    }

    private static void require(BooleanSupplier offered) {
        if (!offered.getAsBoolean()) {
            throw new ServiceException(ServiceError.NO_RELAY, "the room's media loop is overloaded");
        }
    }
}
