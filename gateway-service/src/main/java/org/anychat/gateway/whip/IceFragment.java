package org.anychat.gateway.whip;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.anychat.protocol.ErrorCode;
import org.anychat.webrtc.ice.IceCredentials;

/**
 * A fragment of a description that says something of ICE alone (RFC 8840 section 9), of a body that trickles candidates or
 * restarts. The candidates are of no use to a relay, which is ICE-lite and learns where a client is from its checks.
 */
final class IceFragment {
    static final String CONTENT_TYPE = "application/trickle-ice-sdpfrag";

    private static final int MAX_LINES = 512;
    private static final Pattern LINE = Pattern.compile("[a-z]=[^\\p{Cntrl}]*");
    private static final Pattern TOLD = Pattern.compile("m=|a=(ice-|mid:|group:BUNDLE|candidate:|end-of-candidates)");
    private static final String UFRAG = "a=ice-ufrag:";
    private static final String PASSWORD = "a=ice-pwd:";

    private final String ufrag;
    private final String password;

    private IceFragment(String ufrag, String password) {
        this.ufrag = ufrag;
        this.password = password;
    }

    static IceFragment parse(String body) throws Problem {
        String[] lines = body.split("\r?\n", MAX_LINES + 1);
        if (lines.length > MAX_LINES) {
            throw bad("more than " + MAX_LINES + " lines");
        }
        String ufrag = null;
        String password = null;
        for (String line : lines) {
            if (!line.isEmpty() && !LINE.matcher(line).matches()) {
                throw bad("a line that is none of SDP");
            }
            ufrag = ufrag == null ? valueOf(line, UFRAG) : ufrag;
            password = password == null ? valueOf(line, PASSWORD) : password;
        }
        if (ufrag == null || password == null || !IceCredentials.isValid(ufrag, password)) {
            throw bad("no valid a=ice-ufrag and a=ice-pwd");
        }
        return new IceFragment(ufrag, password);
    }

    /** Of credentials that are known to be valid. */
    static IceFragment of(String ufrag, String password) {
        return new IceFragment(ufrag, password);
    }

    String ufrag() {
        return ufrag;
    }

    String password() {
        return password;
    }

    private static Problem bad(String what) {
        return new Problem(Problem.BAD_REQUEST, ErrorCode.FUNCOPTERROR, "the fragment has " + what);
    }

    private static String valueOf(String line, String name) {
        return line.startsWith(name) ? line.substring(name.length()).strip() : null;
    }

    /** Whether it is of the same ICE session as a description. */
    boolean isOf(String sdp) {
        return firstOf(sdp, UFRAG).filter(ufrag::equals).isPresent();
    }

    private static Optional<String> firstOf(String sdp, String name) {
        return sdp.lines()
                .map(line -> valueOf(line, name))
                .filter(value -> value != null)
                .findFirst();
    }

    /** A client's offer as it would be after this restart: the credentials are new, and its candidates are gone. */
    String restarted(String offer) {
        return offer.lines()
                .filter(line -> !line.startsWith("a=candidate:") && !line.startsWith("a=end-of-candidates"))
                .map(line -> line.startsWith(UFRAG) ? UFRAG + ufrag : line)
                .map(line -> line.startsWith(PASSWORD) ? PASSWORD + password : line)
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    /** What of an answer tells a client of the relay's side of a restart: its first section, which the bundle uses. */
    static String of(String answer) {
        StringBuilder fragment = new StringBuilder();
        int sections = 0;
        for (String line : answer.lines().toList()) {
            sections += line.startsWith("m=") ? 1 : 0;
            if (sections <= 1 && TOLD.matcher(line).lookingAt()) {
                fragment.append(line).append("\r\n");
            }
        }
        return fragment.toString();
    }
}
