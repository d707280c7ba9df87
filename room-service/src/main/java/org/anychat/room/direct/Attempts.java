package org.anychat.room.direct;

import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.anychat.contracts.UserId;

/**
 * Numbers attempts, and counts those of each user in the last minute, whoever the others are: who comes again and again
 * under another name rests after no end, but makes nobody try more often than that. Pairs and edges of mesh trees are
 * numbered together and counted apart, so that neither uses up what the other may.
 */
public final class Attempts {
    private final RecentAttempts pairs;
    private final RecentAttempts edges;
    /** Numbers go up over all rooms, so that what is said of an attempt in the room before fits none in the next. */
    private int last;

    /**
     * How often a user may be had try in a minute. Of that everybody else has a share: who comes again and again under the
     * same name uses up its own and what is left for all, not what others may.
     *
     * @param perMinute with everybody together
     * @param share with one other, for each connection that the two have, whatever the rest do
     * @param perUser the most that one other has in shares, for however many connections
     * @param beyond what is above their shares, of all others together
     */
    public record Allowance(int perMinute, int share, int perUser, int beyond) {}

    /**
     * Begins after a number; of more users in a minute than those at most, who began longest ago is forgotten.
     *
     * @param last the first number less one, 0 to {@link Integer#MAX_VALUE}
     * @param mostUsers how many users are remembered
     */
    public Attempts(int last, int mostUsers) {
        this.last = last;
        this.pairs = new RecentAttempts(mostUsers);
        this.edges = new RecentAttempts(mostUsers);
    }

    /**
     * Begins anywhere: another service's numbers may still be on clients' minds, whose clock need not have been this one's.
     *
     * @param random draws the first number
     * @param mostUsers how many users are remembered
     * @return the attempts
     */
    public static Attempts anywhere(RandomGenerator random, int mostUsers) {
        return new Attempts(random.nextInt(Integer.MAX_VALUE), mostUsers);
    }

    /**
     * Begins an attempt of two users.
     *
     * @param one one of them
     * @param other the other
     * @param allowance how often each may be had try
     * @param nowMs the time
     * @return its number; empty where one of them has made so many in the last minute, or the other of them
     */
    public OptionalInt next(UserId one, UserId other, Allowance allowance, long nowMs) {
        return number(pairs.begin(new RecentAttempts.Connection(one, other, null), allowance, nowMs));
    }

    /**
     * Begins an attempt at an edge of a mesh tree.
     *
     * @param parent who sends
     * @param child who receives
     * @param publisher whose stream; two users may have an edge for each
     * @param allowance how often each may be had try
     * @param nowMs the time
     * @return its number; empty where one of them has made so many in the last minute, or the other of them
     */
    public OptionalInt next(UserId parent, UserId child, UserId publisher, Allowance allowance, long nowMs) {
        return number(edges.begin(new RecentAttempts.Connection(parent, child, publisher), allowance, nowMs));
    }

    private OptionalInt number(boolean begun) {
        if (!begun) {
            return OptionalInt.empty();
        }
        last = last == Integer.MAX_VALUE ? 1 : last + 1;
        return OptionalInt.of(last);
    }

    /** How many users are remembered, those of edges counted apart. */
    int users() {
        return pairs.users() + edges.users();
    }
}
