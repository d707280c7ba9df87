package org.anychat.relay.forward;

/** How a viewer expects one track: sources, payload types, ids of header extensions. */
public final class SubscriptionFormat {
    /** Lost packets are sent again as they were. */
    public static final int NO_RTX = -1;

    private final int ssrc;
    private final int payloadType;
    private final int rtxSsrc;
    private final int rtxPayloadType;
    private final byte[] extensionIds;
    private final int transportSequenceId;
    private final boolean shared;
    private final Redundancy redundancy;
    private final int redPayloadType;

    /** When a viewer gets the redundancy that a publisher sends. */
    public enum Redundancy {
        /** Never: it does not take it. */
        NEVER,
        /** While it loses packets. */
        ON_LOSS,
        /** Whenever it is there: the viewer is a relay, whose own viewers may lose packets. */
        ALWAYS
    }

    /**
     * Makes a format of one track alone.
     *
     * @param ssrc of the track at this viewer
     * @param payloadType of its codec
     * @param rtxSsrc of its retransmissions; unused without {@code rtxPayloadType}
     * @param rtxPayloadType of its retransmissions, or {@link #NO_RTX}
     * @param extensionIds the viewer's id at the index of the publisher's, 0 for an extension that it does not get;
     *     copied
     * @param transportSequenceId the viewer's id of the transport-wide number, 0 where it sends no feedback about it
     */
    public SubscriptionFormat(
            int ssrc, int payloadType, int rtxSsrc, int rtxPayloadType, byte[] extensionIds, int transportSequenceId) {
        this.ssrc = ssrc;
        this.payloadType = payloadType;
        this.rtxSsrc = rtxSsrc;
        this.rtxPayloadType = rtxPayloadType;
        this.extensionIds = extensionIds.clone();
        this.transportSequenceId = transportSequenceId;
        this.shared = false;
        this.redundancy = Redundancy.NEVER;
        this.redPayloadType = NO_RTX;
    }

    private SubscriptionFormat(SubscriptionFormat of, boolean shared, Redundancy redundancy, int redPayloadType) {
        this.ssrc = of.ssrc;
        this.payloadType = of.payloadType;
        this.rtxSsrc = of.rtxSsrc;
        this.rtxPayloadType = of.rtxPayloadType;
        this.extensionIds = of.extensionIds;
        this.transportSequenceId = of.transportSequenceId;
        this.shared = shared;
        this.redundancy = redundancy;
        this.redPayloadType = redPayloadType;
    }

    /**
     * The same where one track after another comes from the source.
     *
     * @return a copy
     */
    public SubscriptionFormat sharedByTracks() {
        return new SubscriptionFormat(this, true, redundancy, redPayloadType);
    }

    /**
     * The same for a viewer that takes redundancy (RFC 2198).
     *
     * @param when it is to get it
     * @param viewerPayloadType of packets that have it, 0 to 127
     * @return a copy
     */
    public SubscriptionFormat withRed(Redundancy when, int viewerPayloadType) {
        return new SubscriptionFormat(this, shared, when, viewerPayloadType);
    }

    /**
     * When the viewer gets redundancy.
     *
     * @return {@code NEVER} where it does not take it
     */
    public Redundancy redundancy() {
        return redundancy;
    }

    /**
     * The viewer's payload type of packets with redundancy.
     *
     * @return 0 to 127; means nothing where it does not take it
     */
    public int redPayloadType() {
        return redPayloadType;
    }

    /**
     * Whether one track after another comes from the source, so that its numbers outlive each.
     *
     * @return false where it ends with the track
     */
    public boolean isShared() {
        return shared;
    }

    /**
     * The track's source at this viewer.
     *
     * @return the 32 bits
     */
    public int ssrc() {
        return ssrc;
    }

    /**
     * The codec at this viewer.
     *
     * @return 0 to 127
     */
    public int payloadType() {
        return payloadType;
    }

    /**
     * The source of retransmissions.
     *
     * @return the 32 bits; means nothing without {@link #hasRtx}
     */
    public int rtxSsrc() {
        return rtxSsrc;
    }

    /**
     * The payload type of retransmissions.
     *
     * @return 0 to 127, or {@link #NO_RTX}
     */
    public int rtxPayloadType() {
        return rtxPayloadType;
    }

    /**
     * Whether retransmissions have a stream of their own.
     *
     * @return true with RFC 4588
     */
    public boolean hasRtx() {
        return rtxPayloadType != NO_RTX;
    }

    /**
     * The id under which packets carry their transport-wide number.
     *
     * @return 1 to 14, or 0 where the viewer sends no feedback about it
     */
    public int transportSequenceId() {
        return transportSequenceId;
    }

    /** Not a copy: it is read for every packet. */
    byte[] extensionIds() {
        return extensionIds;
    }
}
