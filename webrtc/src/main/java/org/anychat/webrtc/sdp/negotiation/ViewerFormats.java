package org.anychat.webrtc.sdp.negotiation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.ExtMap;
import org.anychat.webrtc.sdp.MediaKind;

/**
 * The payload types and extension ids of one viewer. In a bundle a number means the same in every section (RFC 8843
 * §9.1), so numbers are given once and kept. Publishers' format parameters are reduced to what a decoder must know, so
 * that no publisher can use the numbers up.
 */
final class ViewerFormats {
    static final int NONE = -1;

    private static final int FIRST_DYNAMIC = 96;
    private static final int LAST_DYNAMIC = 127;
    private static final int FIRST_LOWER_DYNAMIC = 35;
    private static final int LAST_LOWER_DYNAMIC = 63;
    private static final int MAX_EXTENSION_ID = 14;

    private final Map<Format, Integer> payloadTypes = new HashMap<>();
    private final Map<Integer, Integer> rtxPayloadTypes = new HashMap<>();
    private final Map<Integer, Integer> redPayloadTypes = new HashMap<>();
    private final Map<String, Integer> extensionIds = new HashMap<>();
    private final MediaCapabilities capabilities;
    private int nextPayloadType = FIRST_DYNAMIC;

    ViewerFormats(MediaCapabilities capabilities) {
        this.capabilities = capabilities;
    }

    /** What makes two codecs the same payload type. */
    private record Format(String name, int clockRateHz, int channels, String fmtp) {
        static Format of(Codec codec) {
            String name = codec.name().toUpperCase(Locale.ROOT);
            return switch (name) {
                case "OPUS" -> new Format("opus", 48_000, 2, opusParameters(codec));
                case "H264" -> video(name, h264Parameters(codec));
                case "VP8" -> video(name, "");
                case "VP9" -> video(name, "profile-id=0");
                case "AV1" -> video(name, "level-idx=5;profile=0;tier=0");
                default -> new Format(name, codec.clockRateHz(), codec.channels(), "");
            };
        }

        private static Format video(String name, String fmtp) {
            return new Format(name, CodecChoice.VIDEO_CLOCK_RATE_HZ, 1, fmtp);
        }

        private static String opusParameters(Codec codec) {
            return "minptime=10;useinbandfec=1" + (isStereo(codec) ? ";stereo=1;sprop-stereo=1" : "");
        }

        private static String h264Parameters(Codec codec) {
            return "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id="
                    + (CodecChoice.isConstrainedBaseline(codec) ? "42e01f" : "42001f");
        }
    }

    /** Whether whoever takes one codec takes packets of another, whatever the payload types. */
    static boolean takes(Codec viewers, Codec publishers) {
        boolean decodes = !viewers.is("H264")
                || CodecChoice.isConstrainedBaseline(publishers)
                || !CodecChoice.isConstrainedBaseline(viewers);
        return viewers.is(publishers.name()) && viewers.clockRateHz() == publishers.clockRateHz() && decodes;
    }

    /** Whether Opus carries two channels. */
    static boolean isStereo(Codec codec) {
        return codec.parameter("stereo", "0").equals("1")
                || codec.parameter("sprop-stereo", "0").equals("1");
    }

    /** The viewer's form of a codec; null where the numbers are used up. */
    Codec codec(Codec publisher, MediaKind kind) {
        Format format = Format.of(publisher);
        int payloadType = payloadTypes.computeIfAbsent(format, unused -> nextPayloadType());
        if (payloadType == NONE) {
            return null;
        }
        return new Codec(
                payloadType, format.name(), format.clockRateHz(), format.channels(), format.fmtp(), feedback(kind));
    }

    /** The retransmissions of a viewer's codec; null where the numbers are used up. */
    Codec rtx(Codec codec) {
        int payloadType = rtxPayloadTypes.computeIfAbsent(codec.payloadType(), unused -> nextPayloadType());
        return payloadType == NONE
                ? null
                : new Codec(payloadType, "rtx", codec.clockRateHz(), 1, "apt=" + codec.payloadType(), List.of());
    }

    /** The redundancy of a viewer's codec; null where it is not given, or the numbers are used up. */
    Codec red(Codec codec) {
        if (!capabilities.audioCodecs().contains(MediaCapabilities.RED)) {
            return null;
        }
        int own = codec.payloadType();
        int payloadType = redPayloadTypes.computeIfAbsent(own, unused -> nextPayloadType());
        return payloadType == NONE
                ? null
                : new Codec(
                        payloadType,
                        MediaCapabilities.RED,
                        codec.clockRateHz(),
                        codec.channels(),
                        own + "/" + own,
                        List.of());
    }

    /** Sound is neither retransmitted nor has it key frames. */
    private List<String> feedback(MediaKind kind) {
        return kind == MediaKind.VIDEO
                ? capabilities.feedback()
                : capabilities.feedback().stream()
                        .filter(MediaCapabilities.TRANSPORT_CC::equals)
                        .toList();
    }

    private int nextPayloadType() {
        if (nextPayloadType > LAST_DYNAMIC) {
            nextPayloadType = FIRST_LOWER_DYNAMIC;
        }
        boolean usedUp = nextPayloadType > LAST_LOWER_DYNAMIC && nextPayloadType < FIRST_DYNAMIC;
        return usedUp ? NONE : nextPayloadType++;
    }

    /** The extension under which this side numbers all it sends, whatever the publisher's packets carry; null for none. */
    ExtMap transportSequenceNumber() {
        return extension(new ExtMap(1, RtpExtensions.TRANSPORT_SEQUENCE_NUMBER));
    }

    /** The viewer's form of an extension; null where the viewer does not get it. */
    ExtMap extension(ExtMap publisher) {
        String uri = publisher.uri();
        boolean forwarded = capabilities.extensions().contains(uri) && !RtpExtensions.BOUND_TO_SECTION.contains(uri);
        if (!forwarded || (!extensionIds.containsKey(uri) && extensionIds.size() == MAX_EXTENSION_ID)) {
            return null;
        }
        return new ExtMap(extensionIds.computeIfAbsent(uri, unused -> extensionIds.size() + 1), uri);
    }
}
