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

    /** The publisher's payload type, the viewer's, and the viewer's for retransmissions. */
    private static final int MAPPING = 3;

    private static final int ONE_BYTE_IDS = 16;
    private static final int TWO_BYTE_IDS = 256;

    private final String mid;
    private final PublishedTrack track;
    private final int ssrc;
    private final OptionalInt rtxSsrc;
    private byte[] payloadTypes = {};
    private byte[] extensionIds = new byte[ONE_BYTE_IDS];
    private int transportSequenceId;
    private int redPayloadType = NOT_OFFERED;

    ViewerTrack(String mid, PublishedTrack track, int ssrc, OptionalInt rtxSsrc) {
        this.mid = mid;
        this.track = track;
        this.ssrc = ssrc;
        this.rtxSsrc = rtxSsrc;
    }

    void map(int publisherPayloadType, int viewerPayloadType, int viewerRtxPayloadType) {
        int at = mapping(publisherPayloadType);
        if (at < 0) {
            at = payloadTypes.length;
            payloadTypes = Arrays.copyOf(payloadTypes, at + MAPPING);
        }
        payloadTypes[at] = (byte) publisherPayloadType;
        payloadTypes[at + 1] = (byte) viewerPayloadType;
        payloadTypes[at + 2] = (byte) viewerRtxPayloadType;
    }

    /** Only sound has redundancy, and sound has one codec. */
    void mapRed(int viewerPayloadType) {
        redPayloadType = viewerPayloadType;
    }

    /** A track has one payload type, or a few. */
    private int mapping(int publisherPayloadType) {
        for (int at = 0; at < payloadTypes.length; at += MAPPING) {
            if (payloadTypes[at] == publisherPayloadType) {
                return at;
            }
        }
        return -1;
    }

    void mapExtensions(Map<Integer, Integer> viewerIds) {
        boolean oneByte = viewerIds.keySet().stream().allMatch(id -> id < ONE_BYTE_IDS);
        extensionIds = new byte[oneByte ? ONE_BYTE_IDS : TWO_BYTE_IDS];
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
        int at = mapping(publisherPayloadType);
        return at < 0 ? NOT_OFFERED : payloadTypes[at + 1];
    }

    /**
     * The viewer's payload type for retransmissions of a publisher's payload type. It is there for all video, whether
     * the publisher has RTX or not.
     *
     * @param publisherPayloadType 0 to 127, of the original and not of its RTX
     * @return 0 to 127, or {@link #NOT_OFFERED}
     */
    public int rtxPayloadType(int publisherPayloadType) {
        int at = mapping(publisherPayloadType);
        return at < 0 ? NOT_OFFERED : payloadTypes[at + 2];
    }

    /**
     * The viewer's payload type for packets with redundancy.
     *
     * @return 0 to 127, or {@link #NOT_OFFERED} where the publisher sends none
     */
    public int redPayloadType() {
        return redPayloadType;
    }

    /**
     * The viewer's extension ids at the index of the publisher's, 0 for what is to be dropped; made for
     * {@link org.anychat.webrtc.rtp.HeaderExtensions#renumber}.
     *
     * @return 16 or 256 bytes, this track's own: read only
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
                .mapToInt(extension -> extension.id() < extensionIds.length ? extensionIds[extension.id()] : 0)
                .findFirst()
                .orElse(0);
    }

    @Override
    public String toString() {
        return "ViewerTrack[mid=" + mid + ", track=" + track.streamId() + ' ' + track.trackId() + "]";
    }
}
