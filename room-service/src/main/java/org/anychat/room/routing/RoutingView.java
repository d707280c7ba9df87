package org.anychat.room.routing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.anychat.contracts.UserId;

/** All that is known of the members of a room at a moment. Immutable. */
public final class RoutingView {
    private final Map<UserId, MemberFacts> members;
    private final Map<UserId, Map<UserId, PairFacts>> pairs;

    /**
     * Two members; the same in either order.
     *
     * @param one the one with the smaller number
     * @param other the other one
     */
    public record Pair(UserId one, UserId other) {
        /**
         * Makes a pair.
         *
         * @param one a member
         * @param other another one
         */
        public Pair {
            if (one.value() > other.value()) {
                UserId larger = one;
                one = other;
                other = larger;
            }
        }
    }

    private RoutingView(Map<UserId, MemberFacts> members, Map<UserId, Map<UserId, PairFacts>> pairs) {
        this.members = members;
        this.pairs = pairs;
    }

    /**
     * Makes a view.
     *
     * @param members what is known of each member
     * @param pairs what is known of pairs; of those that are not in it nothing is
     * @return the view
     */
    public static RoutingView of(Collection<MemberFacts> members, Map<Pair, PairFacts> pairs) {
        Map<UserId, MemberFacts> byUser = new HashMap<>();
        members.forEach(member -> byUser.put(member.user(), member));
        Map<UserId, Map<UserId, PairFacts>> byPeer = new HashMap<>();
        pairs.forEach((pair, facts) -> {
            byPeer.computeIfAbsent(pair.one(), one -> new HashMap<>()).put(pair.other(), facts);
            byPeer.computeIfAbsent(pair.other(), other -> new HashMap<>()).put(pair.one(), facts);
        });
        return new RoutingView(byUser, byPeer);
    }

    /**
     * What is known of a member.
     *
     * @param user the member
     * @return {@link MemberFacts#unknown} of one that is not in the view
     */
    public MemberFacts member(UserId user) {
        MemberFacts facts = members.get(user);
        return facts == null ? MemberFacts.unknown(user) : facts;
    }

    /**
     * What is known of two members.
     *
     * @param one a member
     * @param other another one
     * @return {@link PairFacts#NONE} where nothing is
     */
    public PairFacts pair(UserId one, UserId other) {
        return peers(one).getOrDefault(other, PairFacts.NONE);
    }

    /** The pairs of a member of which something is known, by the other one. */
    Map<UserId, PairFacts> peers(UserId user) {
        return pairs.getOrDefault(user, Map.of());
    }
}
