package org.anychat.room.direct;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a session description what its receiver has no business with. A browser sends connectivity checks to every
 * candidate that it is given, so one that a hostile user makes up would have it knock at other people's doors. What stays is
 * where the sender is by the server's own account, and addresses of the network that both are in.
 */
public final class CandidateFilter {
    private static final int MAX_LENGTH = 16_384;
    private static final int MAX_LINES = 600;
    private static final int MAX_CANDIDATES = 16;
    private static final Pattern LINE = Pattern.compile("[a-z]=[^\\p{Cntrl}]{0,2000}");
    private static final Pattern CANDIDATE = Pattern.compile(
            "a=candidate:([A-Za-z0-9+/]{1,32}) ([12]) (?i:udp) (\\d{1,10}) (\\S{1,64}) (\\d{1,5}) typ (host|srflx)"
                    + "( .*)?");
    /** draft-ietf-mmusic-mdns-ice-candidates: names that browsers make up are UUIDs; others are names of devices. */
    private static final Pattern MDNS =
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.local");

    private static final int MAX_PORT = 65_535;

    private CandidateFilter() {}

    /**
     * Reads and filters a description.
     *
     * @param sdp what a client has sent
     * @param senderAddress where the server sees the sender
     * @param receiverAddress where the server sees the receiver
     * @return what the receiver may have; empty where it is no description
     */
    public static Optional<String> filter(String sdp, String senderAddress, String receiverAddress) {
        if (sdp == null || sdp.length() > MAX_LENGTH || !sdp.startsWith("v=0")) {
            return Optional.empty();
        }
        List<String> lines = sdp.lines().limit(MAX_LINES + 1L).toList();
        if (lines.size() > MAX_LINES) {
            return Optional.empty();
        }
        NetworkAddress sender = known(senderAddress);
        NetworkAddress receiver = known(receiverAddress);
        List<String> kept = new ArrayList<>();
        int candidates = 0;
        for (String line : lines) {
            if (!LINE.matcher(line).matches()) {
                return Optional.empty();
            }
            if (!line.startsWith("a=candidate:")) {
                kept.add(withoutAddress(line));
            } else if (candidates < MAX_CANDIDATES) {
                Optional<String> candidate = candidate(line, sender, receiver);
                candidate.ifPresent(kept::add);
                candidates += candidate.isPresent() ? 1 : 0;
            }
        }
        kept.removeIf(String::isEmpty);
        return Optional.of(String.join("\r\n", kept) + "\r\n");
    }

    /** Who comes by a proxy on the server's own machine may be anywhere: null, as where nothing is known. */
    private static NetworkAddress known(String address) {
        return NetworkAddress.of(address).filter(known -> !known.isLoopback()).orElse(null);
    }

    /** The default destinations of a description are candidates, too. */
    private static String withoutAddress(String line) {
        if (line.startsWith("c=")) {
            return "c=IN IP4 0.0.0.0";
        }
        if (line.startsWith("a=rtcp:")) {
            return "a=rtcp:9 IN IP4 0.0.0.0";
        }
        if (line.startsWith("a=remote-candidates:")) {
            return "";
        }
        return line.startsWith("m=") ? line.replaceFirst("^(m=\\S+) \\d+ ", "$1 9 ") : line;
    }

    private static Optional<String> candidate(String line, NetworkAddress sender, NetworkAddress receiver) {
        Matcher matcher = CANDIDATE.matcher(line);
        if (!matcher.matches() || !isPort(matcher.group(5)) || sender == null || receiver == null) {
            return Optional.empty();
        }
        String address = matcher.group(4);
        if (MDNS.matcher(address).matches()) {
            return sender.sharesNetworkWith(receiver) ? Optional.of(rewritten(matcher, address)) : Optional.empty();
        }
        return NetworkAddress.of(address)
                .filter(candidate -> isAllowed(candidate, sender, receiver))
                .map(candidate -> rewritten(matcher, candidate.address().getHostAddress()));
    }

    /** Without the related address, which says where the sender is within its own network. */
    private static String rewritten(Matcher matcher, String address) {
        boolean reflexive = matcher.group(6).equals("srflx");
        return "a=candidate:" + matcher.group(1) + " " + matcher.group(2) + " udp " + matcher.group(3) + " "
                + address + " " + matcher.group(5) + " typ " + matcher.group(6)
                + (reflexive ? " raddr 0.0.0.0 rport 0" : "");
    }

    private static boolean isAllowed(NetworkAddress candidate, NetworkAddress sender, NetworkAddress receiver) {
        if (!candidate.isUnicast()) {
            return false;
        }
        if (candidate.isPublic()) {
            return candidate.isSameHostAs(sender);
        }
        if (sender.isPublic()) {
            // Nobody but the sender knows its address behind a NAT.
            return !candidate.isLoopback() && sender.equals(receiver);
        }
        return candidate.isSameHostAs(sender) && sender.sharesNetworkWith(receiver);
    }

    private static boolean isPort(String text) {
        int port = Integer.parseInt(text);
        return port > 0 && port <= MAX_PORT;
    }
}
