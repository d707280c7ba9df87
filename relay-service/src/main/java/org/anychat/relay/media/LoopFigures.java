package org.anychat.relay.media;

/**
 * What a media loop, or several, hold at a moment.
 *
 * @param publishers connections of clients that send
 * @param viewers connections of clients and relays that receive
 * @param links connections to other relays whose publishers come in
 * @param tracks tracks that come in
 * @param streams RTP streams that come in: each layer of a track is one
 * @param subscriptions tracks that go out, paused ones included
 * @param heldSounds of these, sounds that are not sent since others are louder
 * @param bandwidth what viewers' paths carry
 */
public record LoopFigures(
        int publishers,
        int viewers,
        int links,
        int tracks,
        int streams,
        int subscriptions,
        int heldSounds,
        BandwidthFigures bandwidth) {
    /** Nothing. */
    public static final LoopFigures NONE = new LoopFigures(0, 0, 0, 0, 0, 0, 0, BandwidthFigures.NONE);

    /**
     * Both together.
     *
     * @param other what another holds
     * @return the sums
     */
    public LoopFigures plus(LoopFigures other) {
        return new LoopFigures(
                publishers + other.publishers,
                viewers + other.viewers,
                links + other.links,
                tracks + other.tracks,
                streams + other.streams,
                subscriptions + other.subscriptions,
                heldSounds + other.heldSounds,
                bandwidth.plus(other.bandwidth));
    }
}
