package org.anychat.server.echo;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.server.echo.EchoOutcome.Way;
import org.anychat.webrtc.ice.IceCandidate;

/**
 * What the bot reads in a relay's SDP, and changes in it: where the relay is to be found.
 *
 * @param sdp the description
 */
record RelayDescription(String sdp) {
    private static final String CANDIDATE = "a=candidate:";
    private static final String UFRAG = "a=ice-ufrag:";
    private static final String PASSWORD = "a=ice-pwd:";
    private static final int HIGHEST = 8_191;

    String ufrag() {
        return first(UFRAG);
    }

    String password() {
        return first(PASSWORD);
    }

    /** The addresses that clients are told for a transport, the best first. */
    Set<InetSocketAddress> addresses(IceCandidate.Transport transport) {
        Set<InetSocketAddress> found = new LinkedHashSet<>();
        sdp.lines()
                .filter(line -> line.startsWith(CANDIDATE))
                .map(RelayDescription::candidate)
                .flatMap(Optional::stream)
                .filter(candidate -> candidate.transport() == transport)
                .forEach(candidate -> found.add(candidate.address()));
        return found;
    }

    /** The same with these addresses only, the best first; at most as many as there is a preference for. */
    RelayDescription at(List<Way> ways) {
        StringBuilder lines = new StringBuilder();
        int preference = HIGHEST;
        for (Way way : ways) {
            IceCandidate candidate = way.isTcp()
                    ? IceCandidate.passiveTcp(way.address(), preference--)
                    : IceCandidate.host(way.address(), preference--);
            lines.append("a=").append(candidate.toAttribute()).append("\r\n");
        }
        boolean given = false;
        StringBuilder changed = new StringBuilder();
        for (String line : sdp.lines().collect(Collectors.toList())) {
            boolean replaced = line.startsWith(CANDIDATE);
            if (line.startsWith("m=")) {
                given = false;
            }
            if (!replaced) {
                changed.append(line).append("\r\n");
            } else if (!given) {
                given = true;
                changed.append(lines);
            }
        }
        return new RelayDescription(changed.toString());
    }

    private static Optional<IceCandidate> candidate(String line) {
        return IceCandidate.parse(line.substring("a=".length()));
    }

    private String first(String prefix) {
        return sdp.lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).trim())
                .findFirst()
                .orElse("");
    }
}
