package org.anychat.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SDP of the load's peers: VP8 and Opus alone, NACK and PLI, the DTLS client's side; no header extensions, or that with
 * transport-wide numbers, and then feedback about them and RTX, which servers send their probes by.
 */
final class MediaDescriptions {
    private static final Pattern CANDIDATE =
            Pattern.compile("a=candidate:\\S+ 1 (?i:udp) \\d+ (\\d+\\.\\d+\\.\\d+\\.\\d+) (\\d+) typ host");
    private static final String SESSION = "v=0\r\no=- 4711 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    private static final String NUMBERS = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    private static final int NUMBERS_ID = 5;
    private static final Pattern NUMBERED = Pattern.compile("a=extmap:(\\d+)\\S* " + Pattern.quote(NUMBERS));
    private static final Pattern RETRANSMISSION = Pattern.compile("a=rtpmap:(\\d+) (?i:rtx/90000)");

    private MediaDescriptions() {}

    /**
     * What a description says of transport-wide numbers.
     *
     * @param extensionId of the header extension, 0 for none
     * @param rtxPayloadType of retransmissions, 0 for none
     */
    record Numbering(int extensionId, int rtxPayloadType) {}

    static Numbering numbering(String sdp) {
        return new Numbering(firstNumber(NUMBERED, sdp), firstNumber(RETRANSMISSION, sdp));
    }

    private static int firstNumber(Pattern pattern, String sdp) {
        Matcher matcher = pattern.matcher(sdp);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** Where a server's description leads. */
    static IceEnd end(String sdp) {
        Matcher candidate = CANDIDATE.matcher(sdp);
        if (!candidate.find()) {
            throw new IllegalStateException("no UDP candidate in " + sdp);
        }
        return new IceEnd(
                value(sdp, "a=ice-ufrag:"),
                value(sdp, "a=ice-pwd:"),
                candidate.group(1),
                Integer.parseInt(candidate.group(2)));
    }

    /** Whether anything is sent in it. */
    static boolean sendsMedia(String sdp) {
        return sdp.contains("\r\nm=") && (sdp.contains("a=sendonly") || sdp.contains("a=sendrecv"));
    }

    /** Of what a peer sends; numbered: with transport-wide numbers and feedback. */
    static String offer(int id, MediaLoad media, IceEnd local, String fingerprint, boolean numbered) {
        StringBuilder sdp = new StringBuilder(SESSION);
        sdp.append("a=group:BUNDLE 0").append(media.video() ? " 1" : "").append("\r\n");
        section(sdp, "audio", "0", MediaLoad.AUDIO_PAYLOAD_TYPE, local, fingerprint);
        number(sdp, MediaLoad.AUDIO_PAYLOAD_TYPE, numbered);
        sdp.append("a=sendonly\r\na=ssrc:").append(MediaLoad.audioSsrc(id)).append(" cname:load\r\n");
        if (media.video()) {
            section(sdp, "video", "1", MediaLoad.VIDEO_PAYLOAD_TYPE, local, fingerprint);
            number(sdp, MediaLoad.VIDEO_PAYLOAD_TYPE, numbered);
            sdp.append("a=sendonly\r\na=ssrc:").append(MediaLoad.videoSsrc(id)).append(" cname:load\r\n");
        }
        return sdp.toString();
    }

    private static void number(StringBuilder sdp, int payloadType, boolean numbered) {
        if (numbered) {
            sdp.append("a=extmap:").append(NUMBERS_ID).append(' ').append(NUMBERS);
            sdp.append("\r\na=rtcp-fb:").append(payloadType).append(" transport-cc\r\n");
        }
    }

    /** Takes every section that has VP8 or Opus and is sent; numbered: with transport-wide numbers, feedback and RTX. */
    static String answer(String offer, IceEnd local, String fingerprint, boolean numbered) {
        String[] parts = offer.split("(?=\r\nm=)", -1);
        List<String> mids = new ArrayList<>();
        StringBuilder sections = new StringBuilder();
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip() + "\r\n";
            String kind = part.substring(2, part.indexOf(' '));
            Matcher format =
                    Pattern.compile("a=rtpmap:(\\d+) (?i:VP8/90000|opus/48000)").matcher(part);
            if (part.contains("a=inactive") || !format.find()) {
                sections.append("m=")
                        .append(kind)
                        .append(" 0 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\n");
                continue;
            }
            String mid = value(part, "a=mid:");
            mids.add(mid);
            section(sections, kind, mid, Integer.parseInt(format.group(1)), local, fingerprint);
            sections.append("a=recvonly\r\n");
            if (numbered) {
                acceptNumbers(sections, part, format.group(1));
            }
        }
        return SESSION + "a=group:BUNDLE " + String.join(" ", mids) + "\r\n" + sections;
    }

    private static void acceptNumbers(StringBuilder sections, String offered, String payloadType) {
        offered.lines()
                .filter(line ->
                        NUMBERED.matcher(line).matches() || line.equals("a=rtcp-fb:" + payloadType + " transport-cc"))
                .forEach(line -> sections.append(line).append("\r\n"));
        Matcher rtx =
                Pattern.compile("a=fmtp:(\\d+) apt=" + payloadType + "\\s").matcher(offered);
        if (rtx.find()) {
            String type = rtx.group(1);
            int media = sections.lastIndexOf("UDP/TLS/RTP/SAVPF " + payloadType);
            sections.insert(media + ("UDP/TLS/RTP/SAVPF " + payloadType).length(), " " + type);
            sections.append("a=rtpmap:").append(type).append(" rtx/90000\r\n");
            sections.append("a=fmtp:")
                    .append(type)
                    .append(" apt=")
                    .append(payloadType)
                    .append("\r\n");
        }
    }

    private static void section(
            StringBuilder sdp, String kind, String mid, int payloadType, IceEnd local, String fingerprint) {
        boolean video = kind.equals("video");
        sdp.append("m=").append(kind).append(" 9 UDP/TLS/RTP/SAVPF ").append(payloadType);
        sdp.append("\r\nc=IN IP4 ").append(local.host()).append("\r\na=mid:").append(mid);
        sdp.append("\r\na=ice-ufrag:")
                .append(local.ufrag())
                .append("\r\na=ice-pwd:")
                .append(local.password());
        sdp.append("\r\na=fingerprint:sha-256 ").append(fingerprint).append("\r\na=setup:active\r\na=rtcp-mux\r\n");
        sdp.append("a=candidate:1 1 udp 2130706431 ").append(local.host()).append(" 9 typ host\r\n");
        sdp.append("a=rtpmap:").append(payloadType).append(video ? " VP8/90000\r\n" : " opus/48000/2\r\n");
        if (video) {
            for (String feedback : List.of("nack", "nack pli", "ccm fir")) {
                sdp.append("a=rtcp-fb:")
                        .append(payloadType)
                        .append(' ')
                        .append(feedback)
                        .append("\r\n");
            }
        }
    }

    private static String value(String sdp, String attribute) {
        int at = sdp.indexOf(attribute);
        if (at < 0) {
            throw new IllegalStateException("no " + attribute + " in " + sdp);
        }
        return sdp.substring(at + attribute.length())
                .lines()
                .findFirst()
                .orElseThrow()
                .strip();
    }
}
