package org.anychat.room.direct;

/**
 * How much may go without the relay.
 *
 * @param maxPeers with how many others a user exchanges media directly at most, 0 for none; a room with more members than
 *     that and one goes by the relay as a whole, since a copy for each costs a publisher more than one upload
 * @param tryMs how long an attempt may take
 */
public record DirectPolicy(int maxPeers, long tryMs) {
    /** Everything by the relay. */
    public static final DirectPolicy OFF = new DirectPolicy(0, 5_000);

    /** The most members that a room can have in which anybody goes directly, by whatever policy. */
    static final int MOST_MEMBERS = 31;

    /** For who goes from one to another, two at a time. */
    private static final int FEWEST_ATTEMPTS = 8;

    private static final int ATTEMPTS_PER_PEER = 2;
    private static final int BEYOND_SHARES = 4;

    /**
     * Whether anything goes without the relay at all.
     *
     * @return false where all rooms are too large
     */
    public boolean isOn() {
        return maxPeers > 0;
    }

    /**
     * How often a user may be had try: with everybody of a room, and anew where some of it fails.
     *
     * @return attempts at pairs
     */
    public Attempts.Allowance attempts() {
        int perMinute = FEWEST_ATTEMPTS + ATTEMPTS_PER_PEER * maxPeers;
        return new Attempts.Allowance(perMinute, ATTEMPTS_PER_PEER, ATTEMPTS_PER_PEER, BEYOND_SHARES);
    }

    /**
     * Whether a room is small enough.
     *
     * @param members how many are in it
     * @return true where each may have a connection with each
     */
    public boolean fits(int members) {
        return isOn() && members <= maxPeers + 1;
    }

    /**
     * The same but for the number of peers.
     *
     * @param peers with how many others
     * @return the policy
     */
    public DirectPolicy withMaxPeers(int peers) {
        return new DirectPolicy(peers, tryMs);
    }
}
