package org.anychat.relay.media;

import java.util.List;

/**
 * What a connection carries, for operators.
 *
 * @param connected whether ICE and DTLS are done
 * @param address where it comes from, empty before ICE has proved one
 * @param streams its streams
 * @param estimateBps what the path to a viewer carries, 0 where that is not known
 */
public record ConnectionFigures(boolean connected, String address, List<StreamView> streams, long estimateBps) {
    /** Of a connection that is closed. */
    public static final ConnectionFigures NONE = new ConnectionFigures(false, "", List.of(), 0);

    /**
     * A stream.
     *
     * @param publicationId the track
     * @param layer 0 the smallest; -1 of a viewer that gets none
     * @param paused whether a viewer is not sent it now
     * @param bitrateBps of a publisher
     * @param lossPerMille of a publisher
     * @param jitterUs of a publisher
     * @param roundTripUs of a viewer
     * @param pictureSize of a publisher's video
     * @param packets sent to a viewer so far
     * @param octets sent to a viewer so far
     */
    public record StreamView(
            long publicationId,
            int layer,
            boolean paused,
            long bitrateBps,
            int lossPerMille,
            int jitterUs,
            long roundTripUs,
            int pictureSize,
            long packets,
            long octets) {}
}
