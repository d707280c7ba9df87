package org.anychat.webrtc.sdp.negotiation;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.anychat.webrtc.sdp.MediaKind;

/**
 * How one track reaches one viewer: its section, its sources, and what becomes of the publisher's payload types and
 * extension ids. Immutable; lookups allocate nothing.
 */
public final class ViewerTrack {
    /** A payload type that the viewer was not offered: the packet is not for it. */
    public static final int NOT_OFFERED = -1;

    private static final int PAYLOAD_TYPES = 128;

    private final String mid;
    private final PublishedTrack track;
    private final int ssrc;
    private final OptionalInt rtxSsrc;
    private final byte[] payloadTypes = new byte[PAYLOAD_TYPES];
    private final byte[] rtxPayloadTypes = new byte[PAYLOAD_TYPES];
    private final byte[] extensionIds = new byte[256];
    private int transportSequenceId;

    ViewerTrack(String mid, PublishedTrack track, int ssrc, OptionalInt rtxSsrc) {
        this.mid = mid;
        this.track = track;
        this.ssrc = ssrc;
        this.rtxSsrc = rtxSsrc;
        Arrays.fill(payloadTypes, (byte) NOT_OFFERED);
        Arrays.fill(rtxPayloadTypes, (byte) NOT_OFFERED);
    }

    void map(int publisherPayloadType, int viewerPayloadType, int viewerRtxPayloadType) {
        payloadTypes[publisherPayloadType] = (byte) viewerPayloadType;
        rtxPayloadTypes[publisherPayloadType] = (byte) viewerRtxPayloadType;
    }

    void mapExtensions(Map<Integer, Integer> viewerIds) {
        viewerIds.forEach((publisherId, viewerId) -> extensionIds[publisherId] = viewerId.byteValue());
    }

    void transportSequenceId(int id) {
        transportSequenceId = id;
    }

    /**
     * The id under which each packet carries its transport-wide number, whether the publisher's do or not.
     *
     * @return 1 to 14, or 0 where it was not offered
     */
    public int transportSequenceId() {
        return transportSequenceId;
    }

    /**
     * The section's name.
     *
     * @return the mid
     */
    public String mid() {
        return mid;
    }

    /**
     * Audio or video.
     *
     * @return the kind
     */
    public MediaKind kind() {
        return track.kind();
    }

    /**
     * What is sent.
     *
     * @return the track
     */
    public PublishedTrack track() {
        return track;
    }

    /**
     * The source under which the viewer receives it.
     *
     * @return 32 bits, of this viewer alone
     */
    public int ssrc() {
        return ssrc;
    }

    /**
     * The source of its retransmissions.
     *
     * @return 32 bits; empty for audio
     */
    public OptionalInt rtxSsrc() {
        return rtxSsrc;
    }

    /**
     * The viewer's payload type of a publisher's.
     *
     * @param publisherPayloadType 0 to 127
     * @return 0 to 127, or {@link #NOT_OFFERED}
     */
    public int payloadType(int publisherPayloadType) {
        return payloadTypes[publisherPayloadType];
    }

    /**
     * The viewer's payload type for retransmissions of a publisher's payload type. It is there for all video, whether
     * the publisher has RTX or not.
     *
     * @param publisherPayloadType 0 to 127, of the original and not of its RTX
     * @return 0 to 127, or {@link #NOT_OFFERED}
     */
    public int rtxPayloadType(int publisherPayloadType) {
        return rtxPayloadTypes[publisherPayloadType];
    }

    /**
     * The viewer's extension ids at the index of the publisher's, 0 for what is to be dropped; made for
     * {@link org.anychat.webrtc.rtp.HeaderExtensions#renumber}.
     *
     * @return 256 bytes, this track's own: read only
     */
    public byte[] extensionIds() {
        return extensionIds;
    }

    /**
     * The viewer's id of an extension.
     *
     * @param uri what it is, see {@link RtpExtensions}
     * @return 1 to 14, or 0 where packets of this track do not carry it
     */
    public int extensionId(String uri) {
        return track.extensions().stream()
                .filter(extension -> extension.uri().equals(uri))
                .mapToInt(extension -> extensionIds[extension.id()])
                .findFirst()
                .orElse(0);
    }

    @Override
    public String toString() {
        return "ViewerTrack[mid=" + mid + ", track=" + track.streamId() + ' ' + track.trackId() + "]";
    }
}
