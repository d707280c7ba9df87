package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.MediaSection;

/**
 * Chooses the codecs of a section: one payload type per encoding name, by our order of preference; of H.264 one for each profile,
 * where it is sent to whoever has offered it.
 */
final class CodecChoice {
    /** The clock of all video codecs that there are. */
    static final int VIDEO_CLOCK_RATE_HZ = 90_000;

    private CodecChoice() {}

    /**
     * The agreed codecs; empty where the section has none that we take. What is to be sent is a publisher's, as it is: Baseline
     * that is not constrained must not go out as if it were.
     */
    static List<NegotiatedCodec> choose(MediaSection section, MediaCapabilities capabilities, boolean sends) {
        List<NegotiatedCodec> chosen = new ArrayList<>();
        for (String name : capabilities.codecs(section.kind())) {
            if (name.equals(MediaCapabilities.RED)) {
                continue;
            }
            Map<Integer, Codec> byRank = new TreeMap<>();
            section.codecs().stream()
                    .filter(codec -> codec.is(name) && hasUsualClock(codec, section.kind()) && isSupported(codec))
                    .forEach(codec -> byRank.putIfAbsent(rank(codec), codec));
            byRank.values().stream()
                    .limit(sends ? byRank.size() : 1)
                    .map(codec -> negotiated(codec, section, capabilities))
                    .forEach(chosen::add);
        }
        return chosen;
    }

    private static NegotiatedCodec negotiated(Codec codec, MediaSection section, MediaCapabilities capabilities) {
        return new NegotiatedCodec(
                agreed(codec, capabilities),
                rtxPayloadType(section, codec),
                redPayloadType(section, codec, capabilities));
    }

    /** An answer's parameters of Opus are what the answerer would like to get (RFC 7587 section 7.1). */
    private static Codec agreed(Codec offered, MediaCapabilities capabilities) {
        Codec codec = offered.withFeedback(capabilities.feedback());
        boolean wish = codec.is("opus") && !capabilities.opusParameters().isEmpty();
        return wish ? codec.withParameters(capabilities.opusParameters()) : codec;
    }

    private static int rtxPayloadType(MediaSection section, Codec codec) {
        return section.codecs().stream()
                .filter(rtx -> rtx.associatedPayloadType() == codec.payloadType())
                .mapToInt(Codec::payloadType)
                .findFirst()
                .orElse(NegotiatedCodec.NO_RTX);
    }

    /** RED of this codec alone (RFC 2198 section 5): its format parameters name the payload type of each block. */
    private static int redPayloadType(MediaSection section, Codec codec, MediaCapabilities capabilities) {
        if (!capabilities.codecs(section.kind()).contains(MediaCapabilities.RED)) {
            return NegotiatedCodec.NO_RED;
        }
        String blocks = Integer.toString(codec.payloadType());
        return section.codecs().stream()
                .filter(red -> red.is(MediaCapabilities.RED)
                        && red.clockRateHz() == codec.clockRateHz()
                        && red.channels() == codec.channels()
                        && List.of(red.fmtp().split("/", -1)).stream().allMatch(blocks::equals))
                .mapToInt(Codec::payloadType)
                .findFirst()
                .orElse(NegotiatedCodec.NO_RED);
    }

    /** A codec of another clock is another format to viewers, and there are fewer numbers for formats than clocks. */
    private static boolean hasUsualClock(Codec codec, MediaKind kind) {
        return kind != MediaKind.VIDEO || (codec.clockRateHz() == VIDEO_CLOCK_RATE_HZ && codec.channels() == 1);
    }

    /** Only the profiles that every receiver decodes, as what is published is forwarded as it is. */
    private static boolean isSupported(Codec codec) {
        return switch (codec.name().toUpperCase(Locale.ROOT)) {
            case "H264" ->
                isBaseline(codec) && codec.parameter("packetization-mode", "0").equals("1");
            case "VP9" -> codec.parameter("profile-id", "0").equals("0");
            case "AV1" -> codec.parameter("profile", "0").equals("0");
            case "OPUS" -> codec.clockRateHz() == 48_000 && codec.channels() == 2;
            default -> true;
        };
    }

    /** RFC 6184 §8.1: profile_idc 66. */
    private static boolean isBaseline(Codec codec) {
        return profileLevelId(codec).startsWith("42");
    }

    /** constraint_set1_flag, the second bit of profile-iop: what is also valid for the Main profile. */
    static boolean isConstrainedBaseline(Codec codec) {
        String profileLevelId = profileLevelId(codec);
        return profileLevelId.length() == 6
                && profileLevelId.startsWith("42")
                && (Character.digit(profileLevelId.charAt(2), 16) & 0x4) != 0;
    }

    /** RFC 6184 §8.1: Baseline, level 1 where nothing is said. */
    private static String profileLevelId(Codec codec) {
        return codec.parameter("profile-level-id", "420010");
    }

    private static int rank(Codec codec) {
        return codec.is("H264") && !isConstrainedBaseline(codec) ? 1 : 0;
    }
}
