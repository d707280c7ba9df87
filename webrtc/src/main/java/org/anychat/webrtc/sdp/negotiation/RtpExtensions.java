package org.anychat.webrtc.sdp.negotiation;

import java.util.List;

/** URIs of header extensions. */
public final class RtpExtensions {
    /** Audio level of the sender, RFC 6464. */
    public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

    /** Transmission offset, RFC 5450. */
    public static final String TRANSMISSION_OFFSET = "urn:ietf:params:rtp-hdrext:toffset";

    /** Send time in 6.18 fixed point. */
    public static final String ABSOLUTE_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    /** Capture time, carried from publisher to viewer. */
    public static final String ABSOLUTE_CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time";

    /** Transport-wide sequence number. */
    public static final String TRANSPORT_SEQUENCE_NUMBER =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    /** The media section's name, RFC 9143. */
    public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

    /** The encoding's id, RFC 8852. */
    public static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

    /** The encoding's id on its retransmissions, RFC 8852. */
    public static final String REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

    /** Rotation of the camera, 3GPP TS 26.114. */
    public static final String VIDEO_ORIENTATION = "urn:3gpp:video-orientation";

    /** Camera or screen. */
    public static final String VIDEO_CONTENT_TYPE = "http://www.webrtc.org/experiments/rtp-hdrext/video-content-type";

    /** Range of the playout delay. */
    public static final String PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";

    /** Colour primaries and HDR metadata. */
    public static final String COLOR_SPACE = "http://www.webrtc.org/experiments/rtp-hdrext/color-space";

    /** Which frames and layers depend on which, for AV1 and others. */
    public static final String DEPENDENCY_DESCRIPTOR =
            "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

    /** What publishers are asked for. */
    static final List<String> PUBLISHED = List.of(
            AUDIO_LEVEL,
            ABSOLUTE_SEND_TIME,
            ABSOLUTE_CAPTURE_TIME,
            TRANSPORT_SEQUENCE_NUMBER,
            MID,
            RID,
            REPAIRED_RID,
            VIDEO_ORIENTATION,
            VIDEO_CONTENT_TYPE,
            PLAYOUT_DELAY,
            COLOR_SPACE,
            DEPENDENCY_DESCRIPTOR);

    /** What says how the publisher's own sections are named, which means nothing to a viewer. */
    static final List<String> BOUND_TO_SECTION = List.of(MID, RID, REPAIRED_RID);

    private RtpExtensions() {}
}
