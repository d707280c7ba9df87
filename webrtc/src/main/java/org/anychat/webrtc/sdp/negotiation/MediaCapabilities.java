package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import org.anychat.webrtc.sdp.MediaKind;

/**
 * What this side takes, by preference.
 *
 * @param audioCodecs encoding names, the first preferred; {@code telephone-event} or {@code CN} only where they are named
 *     here; {@value #RED} lets the others carry redundancy
 * @param videoCodecs encoding names, the first preferred; {@code red} or {@code ulpfec} only where they are named here
 * @param extensions URIs of header extensions
 * @param feedback values of {@code a=rtcp-fb} without the payload type, such as {@code nack pli}
 * @param opusParameters how Opus should be sent to this side, as written in {@code a=fmtp} (RFC 7587 section 6.1); empty
 *     leaves it as the other side says
 */
public record MediaCapabilities(
        List<String> audioCodecs,
        List<String> videoCodecs,
        List<String> extensions,
        List<String> feedback,
        String opusParameters) {
    /** The feedback that makes the transport-wide sequence number useful. */
    public static final String TRANSPORT_CC = "transport-cc";

    /** Redundant audio (RFC 2198), which is asked for before the plain codec. */
    public static final String RED = "red";

    /**
     * Copies the lists.
     *
     * @param audioCodecs encoding names
     * @param videoCodecs encoding names
     * @param extensions URIs
     * @param feedback values
     * @param opusParameters format parameters
     */
    public MediaCapabilities {
        audioCodecs = List.copyOf(audioCodecs);
        videoCodecs = List.copyOf(videoCodecs);
        extensions = List.copyOf(extensions);
        feedback = List.copyOf(feedback);
    }

    /**
     * Capabilities that leave Opus as the other side says.
     *
     * @param audioCodecs encoding names
     * @param videoCodecs encoding names
     * @param extensions URIs
     * @param feedback values
     */
    public MediaCapabilities(
            List<String> audioCodecs, List<String> videoCodecs, List<String> extensions, List<String> feedback) {
        this(audioCodecs, videoCodecs, extensions, feedback, "");
    }

    /**
     * Opus with RED, H.264, VP8, VP9 and AV1 with NACK, PLI, FIR, REMB and transport-wide feedback.
     *
     * @return what a relay takes that sends transport-wide feedback; one that does not must take it out with
     *     {@link #withoutFeedback}, or senders wait for it and stay at their starting bitrate
     */
    public static MediaCapabilities relay() {
        return new MediaCapabilities(
                List.of("opus", RED),
                List.of("H264", "VP8", "VP9", "AV1"),
                RtpExtensions.PUBLISHED,
                List.of("nack", "nack pli", "ccm fir", "goog-remb", TRANSPORT_CC));
    }

    /**
     * Puts a video codec first.
     *
     * @param encodingName in any case; where it is not taken, nothing changes
     * @return the capabilities
     */
    public MediaCapabilities preferringVideo(String encodingName) {
        List<String> ordered = new ArrayList<>(videoCodecs);
        ordered.sort((one, other) ->
                Boolean.compare(other.equalsIgnoreCase(encodingName), one.equalsIgnoreCase(encodingName)));
        return new MediaCapabilities(audioCodecs, ordered, extensions, feedback, opusParameters);
    }

    /**
     * Takes a feedback message out, and with {@value #TRANSPORT_CC} its header extension.
     *
     * @param message such as {@code goog-remb}
     * @return the capabilities
     */
    public MediaCapabilities withoutFeedback(String message) {
        List<String> keptFeedback =
                feedback.stream().filter(kept -> !kept.equals(message)).toList();
        List<String> keptExtensions = extensions.stream()
                .filter(uri -> !message.equals(TRANSPORT_CC) || !uri.equals(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER))
                .toList();
        return new MediaCapabilities(audioCodecs, videoCodecs, keptExtensions, keptFeedback, opusParameters);
    }

    /**
     * Takes redundant audio out.
     *
     * @return the capabilities
     */
    public MediaCapabilities withoutRed() {
        List<String> kept =
                audioCodecs.stream().filter(name -> !name.equals(RED)).toList();
        return new MediaCapabilities(kept, videoCodecs, extensions, feedback, opusParameters);
    }

    /**
     * Says how Opus should be sent to this side.
     *
     * @param parameters as written in {@code a=fmtp}
     * @return the capabilities
     */
    public MediaCapabilities askingOpus(String parameters) {
        return new MediaCapabilities(audioCodecs, videoCodecs, extensions, feedback, parameters);
    }

    List<String> codecs(MediaKind kind) {
        return kind == MediaKind.AUDIO ? audioCodecs : videoCodecs;
    }
}
