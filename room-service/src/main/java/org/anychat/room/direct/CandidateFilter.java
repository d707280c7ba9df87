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
    /** More than any browser has to say, kinds that are taken out included. */
    private static final int MAX_CANDIDATE_LINES = 64;

    private static final int MAX_CANDIDATES = 16;
    /** Of a network that the server does not see. */
    private static final int MAX_PRIVATE = 4;

    private static final Pattern CANDIDATE = Pattern.compile(
            "a=candidate:([A-Za-z0-9+/]{1,32}) ([12]) (?i:udp) (\\d{1,10}) (\\S{1,64}) (\\d{1,5}) typ (host|srflx)"
                    + "( .*)?");
    /** draft-ietf-mmusic-mdns-ice-candidates: names that browsers make up are UUIDs; others are names of devices. */
    private static final Pattern MDNS =
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\.local");

    private static final int MAX_PORT = 65_535;
    /** Below are services of devices, at which no browser opens its own. */
    private static final int FIRST_EPHEMERAL_PORT = 1_024;

    /** Where the server sees the two; null where it does not know. */
    private final NetworkAddress sender;

    private final NetworkAddress receiver;
    private final List<String> kept = new ArrayList<>();
    private int candidateLines;
    private int candidates;
    private int privates;

    private CandidateFilter(NetworkAddress sender, NetworkAddress receiver) {
        this.sender = sender;
        this.receiver = receiver;
    }

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
        CandidateFilter filter = new CandidateFilter(known(senderAddress), known(receiverAddress));
        return lines.stream().allMatch(filter::take)
                ? Optional.of(String.join("\r\n", filter.kept) + "\r\n")
                : Optional.empty();
    }

    /** Who comes by a proxy on the server's own machine may be anywhere: null, as where nothing is known. */
    private static NetworkAddress known(String address) {
        return NetworkAddress.of(address).filter(known -> !known.isLoopback()).orElse(null);
    }

    /** Whether the description may go on after the line. */
    private boolean take(String line) {
        if (!DescriptionLine.isWellFormed(line)) {
            return false;
        }
        if (!DescriptionLine.isCandidate(line)) {
            DescriptionLine.withoutAddress(line).ifPresent(kept::add);
            return true;
        }
        candidateLines++;
        if (candidateLines > MAX_CANDIDATE_LINES) {
            return false;
        }
        if (candidates < MAX_CANDIDATES && sender != null && receiver != null) {
            candidate(line).ifPresent(candidate -> {
                kept.add(candidate);
                candidates++;
            });
        }
        return true;
    }

    private Optional<String> candidate(String line) {
        Matcher matcher = CANDIDATE.matcher(line);
        if (!matcher.matches() || !isPort(matcher.group(5))) {
            return Optional.empty();
        }
        String address = matcher.group(4);
        int port = Integer.parseInt(matcher.group(5));
        if (MDNS.matcher(address).matches()) {
            return sender.sharesNetworkWith(receiver) && takesPrivate(port)
                    ? Optional.of(rewritten(matcher, address))
                    : Optional.empty();
        }
        return NetworkAddress.of(address)
                .filter(candidate -> isAllowed(candidate, port))
                .map(candidate -> rewritten(matcher, candidate.address().getHostAddress()));
    }

    /** Without the related address, which says where the sender is within its own network. */
    private static String rewritten(Matcher matcher, String address) {
        boolean reflexive = matcher.group(6).equals("srflx");
        return "a=candidate:" + matcher.group(1) + " " + matcher.group(2) + " udp " + matcher.group(3) + " "
                + address + " " + matcher.group(5) + " typ " + matcher.group(6)
                + (reflexive ? " raddr 0.0.0.0 rport 0" : "");
    }

    private boolean isAllowed(NetworkAddress candidate, int port) {
        if (!candidate.isUnicast()) {
            return false;
        }
        if (candidate.isPublic()) {
            return candidate.isSameHostAs(sender);
        }
        // Nobody but the sender knows its address behind a NAT.
        boolean near = sender.isPublic()
                ? sender.equals(receiver) && candidate.isPrivate()
                : candidate.isSameHostAs(sender) && sender.sharesNetworkWith(receiver);
        return near && !candidate.address().isLinkLocalAddress() && takesPrivate(port);
    }

    /** Counts an address of a network that the server does not see, or a name for one. */
    private boolean takesPrivate(int port) {
        if (port < FIRST_EPHEMERAL_PORT || privates == MAX_PRIVATE) {
            return false;
        }
        privates++;
        return true;
    }

    private static boolean isPort(String text) {
        int port = Integer.parseInt(text);
        return port > 0 && port <= MAX_PORT;
    }
}
