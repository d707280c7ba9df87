package org.anychat.room.direct;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a session description (RFC 8866). Browsers read generously: one takes {@code a=CANDIDATE:} or
 * {@code a= candidate:} for a candidate, too. So what is not known to be harmless, in the one spelling that browsers write
 * themselves, is left out.
 */
final class DescriptionLine {
    /** Nobody's address. */
    private static final String NOWHERE = "IN IP4 0.0.0.0";

    private static final Pattern LINE = Pattern.compile("[a-z]=[ -~]{0,2000}");
    private static final Pattern MEDIA =
            Pattern.compile("m=(audio|video) \\d{1,5} (UDP/TLS/RTP/SAVPF(?: \\d{1,3}){1,128})");
    private static final Pattern ATTRIBUTE = Pattern.compile("a=([a-z-]{1,32})(?::.*)?");
    /** What Chromium and Firefox write in offers and answers of camera and microphone. */
    private static final Set<String> ATTRIBUTES = Set.of(
            "bundle-only",
            "end-of-candidates",
            "extmap",
            "extmap-allow-mixed",
            "fingerprint",
            "fmtp",
            "group",
            "ice-options",
            "ice-pwd",
            "ice-ufrag",
            "inactive",
            "maxptime",
            "mid",
            "msid",
            "msid-semantic",
            "ptime",
            "recvonly",
            "rid",
            "rtcp-fb",
            "rtcp-mux",
            "rtcp-rsize",
            "rtcp-xr",
            "rtpmap",
            "sendonly",
            "sendrecv",
            "setup",
            "simulcast",
            "ssrc",
            "ssrc-group");

    private DescriptionLine() {}

    /** Whether it is a line that a browser writes; a description with another one is refused as a whole. */
    static boolean isWellFormed(String line) {
        return LINE.matcher(line).matches()
                && (line.charAt(0) != 'm' || MEDIA.matcher(line).matches());
    }

    static boolean isCandidate(String line) {
        return isAttribute(line, "candidate");
    }

    private static boolean isAttribute(String line, String name) {
        Matcher attribute = ATTRIBUTE.matcher(line);
        return attribute.matches() && attribute.group(1).equals(name);
    }

    /** What stays of a line that is no candidate. The default destinations are candidates, too. */
    static Optional<String> withoutAddress(String line) {
        return switch (line.charAt(0)) {
            case 'c' -> Optional.of("c=" + NOWHERE);
            case 'm' -> Optional.of(MEDIA.matcher(line).replaceFirst("m=$1 9 $2"));
            case 'a' -> attribute(line);
            case 'v', 'o', 's', 't', 'b' -> Optional.of(line);
            default -> Optional.empty();
        };
    }

    private static Optional<String> attribute(String line) {
        Matcher attribute = ATTRIBUTE.matcher(line);
        if (!attribute.matches()) {
            return Optional.empty();
        }
        String name = attribute.group(1);
        if (name.equals("rtcp")) {
            return Optional.of("a=rtcp:9 " + NOWHERE);
        }
        return ATTRIBUTES.contains(name) ? Optional.of(line) : Optional.empty();
    }
}
