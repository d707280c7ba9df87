package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;

/** The streams of a relay for its operators. Served at {@link Addresses#relayAdmin}. */
public interface RelayAdminApi {
    /** How many connections {@link #room} gives at most. */
    int MAX_CONNECTIONS = 128;

    /**
     * Reads what a room's media connections here carry.
     *
     * @param request which room
     * @return its connections; none where the relay does not carry it
     */
    @BusCall(deadlineMs = 2_000)
    Future<RoomMedia> room(ReadRoom request);

    /**
     * A question for a room.
     *
     * @param room which
     */
    record ReadRoom(RoomId room) {}

    /**
     * A room's media.
     *
     * @param connections at most {@value RelayAdminApi#MAX_CONNECTIONS}
     */
    record RoomMedia(List<Connection> connections) {}

    /**
     * A media connection.
     *
     * @param user whose; 0 for another relay
     * @param direction which of the user's two
     * @param connected whether ICE and DTLS are done
     * @param address where it comes from, or empty before ICE has proved one
     * @param streams what it carries
     * @param estimateBps what the path to a viewer carries, as the relay takes it; 0 of others, and while it is not known
     */
    record Connection(
            UserId user,
            RelayApi.Direction direction,
            boolean connected,
            String address,
            List<Stream> streams,
            long estimateBps) {}

    /**
     * A stream.
     *
     * @param publisher whose
     * @param video whether it is video
     * @param codec the codec's name as in SDP
     * @param layer of simulcast, 0 the smallest; of a viewer the one that it gets, -1 while none
     * @param paused whether the viewer is not sent it now
     * @param figures its last second
     */
    record Stream(UserId publisher, boolean video, String codec, int layer, boolean paused, StreamFigures figures) {}

    /**
     * A stream's last second; of a viewer's, packets and octets count from the beginning.
     *
     * @param bitrateBps payload, retransmissions not counted; 0 of a viewer
     * @param lossPerMille of a publisher, packets that did not come in their own stream
     * @param jitterUs of a publisher, as in its reports (RFC 3550 section 6.4.1)
     * @param roundTripUs of a viewer, as its reports tell; 0 while unknown
     * @param pictureSize of a publisher's video, width in the low 16 bits and height in the high 16; 0 while unknown
     * @param packets sent to a viewer so far
     * @param octets sent to a viewer so far
     */
    record StreamFigures(
            long bitrateBps,
            int lossPerMille,
            int jitterUs,
            long roundTripUs,
            int pictureSize,
            long packets,
            long octets) {}
}
