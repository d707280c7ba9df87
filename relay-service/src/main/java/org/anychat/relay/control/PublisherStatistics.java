package org.anychat.relay.control;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import org.anychat.contracts.RelayApi.MediaStatistics;
import org.anychat.contracts.RelayApi.TrackStatistics;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.relay.feedback.StreamRate;
import org.anychat.webrtc.sdp.MediaKind;

/** Reads from the media loops what clients publish. */
final class PublisherStatistics {
    private final Context context;

    PublisherStatistics(Context context) {
        this.context = context;
    }

    /** Of a participant that publishes. */
    Future<MediaStatistics> read(Participant participant) {
        List<RoomTrack> tracks = participant.tracks();
        Promise<MediaStatistics> promise = Promise.promise();
        boolean taken = participant
                .room()
                .loop()
                .proxy()
                .readRates(
                        participant.publisher().id(),
                        rates -> context.runOnContext(back -> promise.complete(statistics(tracks, rates))));
        return taken
                ? promise.future()
                : Future.failedFuture(
                        new ServiceException(ServiceError.NO_RELAY, "the room's media loop is overloaded"));
    }

    private static MediaStatistics statistics(List<RoomTrack> tracks, Map<Long, StreamRate> rates) {
        return new MediaStatistics(tracks.stream()
                .map(track -> statistics(track, rates.getOrDefault(track.publicationId(), StreamRate.NONE)))
                .toList());
    }

    private static TrackStatistics statistics(RoomTrack track, StreamRate rate) {
        return new TrackStatistics(
                track.kind() == MediaKind.VIDEO,
                track.offered().codecs().get(0).codec().name(),
                rate.bitrateBps(),
                rate.expected(),
                rate.lost(),
                rate.lostForGood(),
                rate.volume(),
                rate.pictureSize());
    }
}
