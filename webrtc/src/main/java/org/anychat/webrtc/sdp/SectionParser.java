package org.anychat.webrtc.sdp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the lines of one m-section. */
final class SectionParser {
    private static final int MAX_FORMATS = 128;
    private static final String ANY_PAYLOAD_TYPE = "*";

    private final String protocol;
    private final int port;
    private final List<String> formats;
    private final MediaSectionBuilder builder;
    private final TransportDescription.Builder transport = new TransportDescription.Builder();
    private final Map<String, String> rtpMaps = new HashMap<>();
    private final Map<String, String> fmtps = new HashMap<>();
    private final Map<String, List<String>> feedback = new HashMap<>();
    private final List<ExtMap> extMaps = new ArrayList<>();
    private final Map<Integer, String> ssrcs = new LinkedHashMap<>();
    private final List<SsrcGroup> ssrcGroups = new ArrayList<>();
    private final List<Rid> rids = new ArrayList<>();
    private final List<Attribute> others = new ArrayList<>();
    private Direction direction;

    SectionParser(String mediaLine, int lineNumber) throws SdpException {
        String[] words = mediaLine.trim().split(" +", -1);
        if (words.length < 4) {
            throw SdpException.atLine(lineNumber, "m= has fewer than 4 fields");
        }
        if (words.length - 3 > MAX_FORMATS) {
            throw SdpException.atLine(lineNumber, "m= has more than " + MAX_FORMATS + " formats");
        }
        port = SdpNumbers.inRange(words[1].split("/", 2)[0], 0, 65_535);
        if (port < 0) {
            throw SdpException.atLine(lineNumber, "the port of m= is not 0 to 65535");
        }
        protocol = words[2];
        formats = List.of(words).subList(3, words.length);
        builder = new MediaSectionBuilder(words[0]);
    }

    void attribute(String name, String value, int lineNumber) throws SdpException {
        if (value == null) {
            flag(name, lineNumber);
        } else if (!transport.accept(name, value, lineNumber)
                && !rtpAttribute(name, value, lineNumber)
                && !sourceAttribute(name, value, lineNumber)) {
            others.add(new Attribute(name, value));
        }
    }

    private void flag(String name, int lineNumber) throws SdpException {
        switch (name) {
            case "rtcp-mux" -> builder.rtcpMux(true);
            case "rtcp-rsize" -> builder.rtcpReducedSize(true);
            case "bundle-only" -> builder.bundleOnly(true);
            case "sendrecv", "sendonly", "recvonly", "inactive" -> direction = Direction.ofToken(name);
            default -> {
                if (!name.equals("end-of-candidates") || !transport.accept(name, "", lineNumber)) {
                    others.add(new Attribute(name, null));
                }
            }
        }
    }

    private boolean rtpAttribute(String name, String value, int lineNumber) throws SdpException {
        switch (name) {
            case "mid" -> builder.mid(mid(value, lineNumber));
            case "rtpmap" -> keyed(rtpMaps, value, lineNumber);
            case "fmtp" -> keyed(fmtps, value, lineNumber);
            case "rtcp-fb" -> feedback(value, lineNumber);
            case "extmap" -> extMaps.add(extMap(value, lineNumber));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean sourceAttribute(String name, String value, int lineNumber) throws SdpException {
        switch (name) {
            case "msid" -> builder.msid(msid(value));
            case "ssrc" -> ssrc(value, lineNumber);
            case "ssrc-group" -> ssrcGroups.add(ssrcGroup(value, lineNumber));
            case "rid" -> rids.add(rid(value, lineNumber));
            case "simulcast" -> builder.simulcast(simulcast(value, lineNumber));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String mid(String value, int lineNumber) throws SdpException {
        if (!value.matches("[!-~]{1,64}")) {
            throw SdpException.atLine(lineNumber, "mid is not 1 to 64 visible characters");
        }
        return value;
    }

    private static void keyed(Map<String, String> map, String value, int lineNumber) throws SdpException {
        String[] words = value.split(" ", 2);
        int payloadType = SdpNumbers.inRange(words[0], 0, 127);
        if (words.length < 2 || payloadType < 0) {
            throw SdpException.atLine(lineNumber, "a payload type is not 0 to 127 and a value");
        }
        map.put(Integer.toString(payloadType), words[1].trim());
    }

    private void feedback(String value, int lineNumber) throws SdpException {
        String[] words = value.split(" ", 2);
        int payloadType = SdpNumbers.inRange(words[0], 0, 127);
        if (words.length < 2 || (payloadType < 0 && !words[0].equals(ANY_PAYLOAD_TYPE))) {
            throw SdpException.atLine(lineNumber, "rtcp-fb is not a payload type and a value");
        }
        String key = payloadType < 0 ? ANY_PAYLOAD_TYPE : Integer.toString(payloadType);
        feedback.computeIfAbsent(key, unused -> new ArrayList<>()).add(words[1].trim());
    }

    static ExtMap extMap(String value, int lineNumber) throws SdpException {
        String[] words = value.split(" ", 3);
        String[] idAndDirection = words[0].split("/", 2);
        int id = SdpNumbers.inRange(idAndDirection[0], 1, 255);
        Direction direction = idAndDirection.length == 2 ? Direction.ofToken(idAndDirection[1]) : null;
        if (words.length < 2 || id < 0 || (idAndDirection.length == 2 && direction == null)) {
            throw SdpException.atLine(lineNumber, "extmap is not an id of 1 to 255 and a URI");
        }
        return new ExtMap(id, direction, words[1], words.length == 3 ? words[2] : null);
    }

    private static Msid msid(String value) {
        String[] words = value.trim().split(" +", -1);
        return new Msid(words[0], words.length > 1 ? words[1] : "");
    }

    private void ssrc(String value, int lineNumber) throws SdpException {
        String[] words = value.split(" ", 2);
        int ssrc = ssrcNumber(words[0], lineNumber);
        String attribute = words.length == 2 ? words[1] : "";
        if (attribute.startsWith("cname:")) {
            ssrcs.put(ssrc, attribute.substring("cname:".length()));
        } else {
            ssrcs.putIfAbsent(ssrc, null);
        }
    }

    private static int ssrcNumber(String text, int lineNumber) throws SdpException {
        long number = SdpNumbers.ssrc(text);
        if (number < 0) {
            throw SdpException.atLine(lineNumber, "an ssrc is not 0 to 4294967295");
        }
        return (int) number;
    }

    private static SsrcGroup ssrcGroup(String value, int lineNumber) throws SdpException {
        String[] words = value.trim().split(" +", -1);
        List<Integer> group = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            group.add(ssrcNumber(words[i], lineNumber));
        }
        return new SsrcGroup(words[0], group);
    }

    private static Rid rid(String value, int lineNumber) throws SdpException {
        String[] words = value.split(" ", 3);
        boolean valid = words.length >= 2
                && words[0].matches("[A-Za-z0-9_-]{1,255}")
                && (words[1].equals("send") || words[1].equals("recv"));
        if (!valid) {
            throw SdpException.atLine(lineNumber, "rid is not an id and send or recv");
        }
        return new Rid(words[0], words[1].equals("send"), words.length == 3 ? words[2] : null);
    }

    private static Simulcast simulcast(String value, int lineNumber) throws SdpException {
        String[] words = value.trim().split(" +", -1);
        String send = null;
        String recv = null;
        for (int i = 0; i + 1 < words.length; i += 2) {
            send = words[i].equals("send") ? words[i + 1] : send;
            recv = words[i].equals("recv") ? words[i + 1] : recv;
        }
        if (send == null && recv == null) {
            throw SdpException.atLine(lineNumber, "simulcast is not send or recv and streams");
        }
        return new Simulcast(send, recv);
    }

    /** The section; direction and extensions of the session hold where it has none of its own. */
    MediaSection finish(Direction sessionDirection, List<ExtMap> sessionExtMaps) {
        List<Ssrc> sources = new ArrayList<>();
        ssrcs.forEach((ssrc, cname) -> sources.add(new Ssrc(ssrc, cname)));
        return builder.port(port)
                .protocol(protocol)
                .formats(formats)
                .direction(direction == null ? sessionDirection : direction)
                .transport(transport.build())
                .codecs(codecs())
                .extMaps(extMaps.isEmpty() ? sessionExtMaps : extMaps)
                .ssrcs(sources)
                .ssrcGroups(ssrcGroups)
                .rids(rids)
                .others(others)
                .build();
    }

    private List<Codec> codecs() {
        List<Codec> codecs = new ArrayList<>();
        for (String format : formats) {
            String rtpMap = rtpMaps.remove(format);
            Codec codec = rtpMap == null ? null : codec(format, rtpMap);
            if (codec != null) {
                codecs.add(codec);
            }
        }
        return codecs;
    }

    /** Null where the rtpmap makes no sense: such a format is one we do not support. */
    private Codec codec(String format, String rtpMap) {
        String[] parts = rtpMap.split("/", 3);
        int clockRateHz = parts.length < 2 ? -1 : SdpNumbers.inRange(parts[1], 1, 1_000_000);
        int channels = parts.length < 3 ? 1 : SdpNumbers.inRange(parts[2], 1, 255);
        if (clockRateHz < 0 || channels < 0) {
            return null;
        }
        List<String> messages = new ArrayList<>(feedback.getOrDefault(format, List.of()));
        messages.addAll(feedback.getOrDefault(ANY_PAYLOAD_TYPE, List.of()));
        return new Codec(
                Integer.parseInt(format), parts[0], clockRateHz, channels, fmtps.getOrDefault(format, ""), messages);
    }
}
