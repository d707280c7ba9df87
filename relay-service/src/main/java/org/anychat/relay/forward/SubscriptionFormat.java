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
        this(ssrc, payloadType, rtxSsrc, rtxPayloadType, extensionIds, transportSequenceId, false);
    }

    private SubscriptionFormat(
            int ssrc,
            int payloadType,
            int rtxSsrc,
            int rtxPayloadType,
            byte[] extensionIds,
            int transportSequenceId,
            boolean shared) {
        this.ssrc = ssrc;
        this.payloadType = payloadType;
        this.rtxSsrc = rtxSsrc;
        this.rtxPayloadType = rtxPayloadType;
        this.extensionIds = extensionIds.clone();
        this.transportSequenceId = transportSequenceId;
        this.shared = shared;
    }

    /**
     * The same where one track after another comes from the source.
     *
     * @return a copy
     */
    public SubscriptionFormat sharedByTracks() {
        return new SubscriptionFormat(
                ssrc, payloadType, rtxSsrc, rtxPayloadType, extensionIds, transportSequenceId, true);
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
