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

    /**
     * Whether a room is small enough.
     *
     * @param members how many are in it
     * @return true where each may have a connection with each
     */
    public boolean fits(int members) {
        return maxPeers > 0 && members <= maxPeers + 1;
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
