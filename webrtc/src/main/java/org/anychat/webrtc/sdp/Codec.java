package org.anychat.webrtc.sdp;

import java.util.List;

/**
 * A payload type of a media section: its rtpmap, fmtp and rtcp-fb lines in one.
 *
 * @param payloadType 0 to 127
 * @param name encoding name as written; compare with {@link #is}
 * @param clockRateHz of the RTP timestamps
 * @param channels of audio, 1 where the rtpmap says nothing
 * @param fmtp format parameters as written, empty for none
 * @param feedback such as {@code nack pli}, in the order of the lines
 */
public record Codec(int payloadType, String name, int clockRateHz, int channels, String fmtp, List<String> feedback) {
    /**
     * Copies the feedback.
     *
     * @param payloadType 0 to 127
     * @param name encoding name
     * @param clockRateHz of the timestamps
     * @param channels of audio
     * @param fmtp format parameters
     * @param feedback the feedback
     */
    public Codec {
        feedback = List.copyOf(feedback);
    }

    /**
     * Whether it has an encoding name.
     *
     * @param encodingName in any case
     * @return whether it does
     */
    public boolean is(String encodingName) {
        return name.equalsIgnoreCase(encodingName);
    }

    /**
     * One format parameter.
     *
     * @param key its name, in any case
     * @param otherwise what to return where it is not there
     * @return its value
     */
    public String parameter(String key, String otherwise) {
        for (String parameter : fmtp.split(";", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).trim().equalsIgnoreCase(key)) {
                return parameter.substring(equals + 1).trim();
            }
        }
        return otherwise;
    }

    /**
     * The payload type that an RTX codec retransmits (RFC 4588 §8.1).
     *
     * @return 0 to 127; -1 where this is not RTX or does not say
     */
    public int associatedPayloadType() {
        return is("rtx") ? SdpNumbers.inRange(parameter("apt", ""), 0, 127) : -1;
    }

    /**
     * The same codec with other format parameters.
     *
     * @param parameters as written in {@code a=fmtp}
     * @return the codec
     */
    public Codec withParameters(String parameters) {
        return new Codec(payloadType, name, clockRateHz, channels, parameters, feedback);
    }

    /**
     * The same codec with some of its feedback.
     *
     * @param kept what to keep
     * @return the codec
     */
    public Codec withFeedback(List<String> kept) {
        return new Codec(
                payloadType,
                name,
                clockRateHz,
                channels,
                fmtp,
                feedback.stream().filter(kept::contains).toList());
    }
}
