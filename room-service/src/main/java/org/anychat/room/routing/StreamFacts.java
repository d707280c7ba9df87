package org.anychat.room.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anychat.contracts.UserId;

/**
 * The facts of one stream's users in arrays, by index: 0 is the publisher, then the viewers by their numbers, whatever the
 * order in which they were given.
 */
final class StreamFacts {
    /** The publisher's index. */
    static final int PUBLISHER = 0;

    /** Longer delays are believed to be this long. */
    static final int MAX_DELAY_MS = 2_000;

    /** What a source that more users can reach than others counts as longer, for each kind of NAT that it reaches, in milliseconds. */
    private static final int SCARCITY_MS = 40;

    private static final List<NatBehavior> NATS = List.of(
            NatBehavior.OPEN, NatBehavior.ADDRESS_RESTRICTED, NatBehavior.PORT_RESTRICTED, NatBehavior.SYMMETRIC);

    private final RoutingView view;
    private final MemberFacts[] members;
    private final Map<UserId, Integer> indexes = new HashMap<>();
    private final int[] newSlots;
    private final int[] keptSlots;
    private final boolean[] canBeFed;
    private final int[] scarcityMs;
    /** What is known of one viewer's pairs: that of the viewer {@link #row} where the stamp says so. */
    private final PairFacts[] rowFacts;

    private final int[] stamps;
    private int row = -1;

    StreamFacts(MediaStream stream, RoutingView view, Uplinks others, RoutingLimits limits) {
        this.view = view;
        List<UserId> users = new ArrayList<>(stream.viewers());
        users.remove(stream.id().publisher());
        users.sort(Comparator.comparingInt(UserId::value));
        users.add(PUBLISHER, stream.id().publisher());
        members = new MemberFacts[users.size()];
        newSlots = new int[members.length];
        keptSlots = new int[members.length];
        canBeFed = new boolean[members.length];
        scarcityMs = new int[members.length];
        rowFacts = new PairFacts[members.length];
        stamps = new int[members.length];
        Arrays.fill(stamps, -1);
        for (int i = 0; i < members.length; i++) {
            indexes.put(users.get(i), i);
            members[i] = view.member(users.get(i));
            int links = Uplinks.MAX_CONNECTIONS - others.connections(users.get(i));
            canBeFed[i] = i != PUBLISHER && links > 0 && members[i].policy().isDirect();
            // A viewer's own source takes a connection, too.
            int most = Math.max(0, Math.min(limits.mtn(), i == PUBLISHER ? links : links - 1));
            makeSlots(i, most, others, stream.bitrateBps());
        }
        if (Arrays.stream(members).anyMatch(StreamFacts::isHardToReach)) {
            Arrays.setAll(scarcityMs, i -> scarcityMs(members[i]));
        }
    }

    private static boolean isHardToReach(MemberFacts member) {
        return member.nat()
                .filter(nat -> nat.udp() && !nat.reaches(NatBehavior.PORT_RESTRICTED))
                .isPresent();
    }

    private static int scarcityMs(MemberFacts member) {
        return member.nat()
                .map(nat ->
                        SCARCITY_MS * (int) NATS.stream().filter(nat::reaches).count())
                .orElse(0);
    }

    private void makeSlots(int i, int most, Uplinks others, long bitrateBps) {
        MemberFacts member = members[i];
        boolean sends =
                i == PUBLISHER ? member.policy().isDirect() : member.policy().isRouted() && member.forwards();
        if (!sends) {
            return;
        }
        if (member.upBps().isEmpty()) {
            keptSlots[i] = most;
            return;
        }
        long upBps = member.upBps().getAsLong();
        keptSlots[i] = Math.min(most, others.copies(member.user(), upBps, Uplinks.KEPT_PER_MILLE, bitrateBps));
        if (member.trusted()) {
            newSlots[i] = Math.min(most, others.copies(member.user(), upBps, Uplinks.NEW_PER_MILLE, bitrateBps));
        }
    }

    int count() {
        return members.length;
    }

    UserId user(int i) {
        return members[i].user();
    }

    /** The index of a user, or -1 of one that is neither the publisher nor a viewer. */
    int index(UserId user) {
        return indexes.getOrDefault(user, -1);
    }

    /** How many it may send to before it gets somebody new. */
    int newSlots(int i) {
        return newSlots[i];
    }

    /** How many of those that it sends to already it keeps. */
    int keptSlots(int i) {
        return keptSlots[i];
    }

    /**
     * What choosing a source counts as longer so that those whom everybody reaches are left for whom few others do; 0 where
     * nobody is hard to reach.
     */
    int scarcityMs(int parent) {
        return scarcityMs[parent];
    }

    boolean canBeFed(int viewer) {
        return canBeFed[viewer];
    }

    /** One way between a user and the relay. */
    int relayDelayMs(int i) {
        return Math.max(0, Math.min(MAX_DELAY_MS, members[i].relayDelayMs()));
    }

    /** From the publisher through the relay to a viewer. */
    int relayArrivalMs(int viewer) {
        return relayDelayMs(PUBLISHER) + relayDelayMs(viewer);
    }

    DirectPairs.Verdict verdict(int parent, int viewer) {
        return DirectPairs.judge(members[parent], members[viewer], facts(parent, viewer));
    }

    /**
     * One way between two users: at least the difference of what the relay has measured itself, whatever was claimed, and
     * the way through the relay's place where nobody has measured.
     */
    int delayMs(int parent, int viewer) {
        int one = relayDelayMs(parent);
        int other = relayDelayMs(viewer);
        int claimed = facts(parent, viewer).delayMs().orElse(one + other);
        return Math.max(Math.abs(one - other), Math.min(MAX_DELAY_MS, claimed));
    }

    /** Asked for one viewer many times in a row, by the planner. */
    private PairFacts facts(int parent, int viewer) {
        if (row != viewer) {
            row = viewer;
            view.peers(user(viewer)).forEach((peer, facts) -> {
                int i = index(peer);
                if (i >= 0) {
                    rowFacts[i] = facts;
                    stamps[i] = viewer;
                }
            });
        }
        return stamps[parent] == viewer ? rowFacts[parent] : PairFacts.NONE;
    }
}
