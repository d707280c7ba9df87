package org.anychat.room.domain;

/**
 * How rooms are spread over relays.
 *
 * @param silenceMs how long a relay may be silent before its rooms move, 500 to 60000
 * @param roomLimit how many members of a room one relay carries before the next one takes part; 0 for all of them
 */
public record RelayPolicy(long silenceMs, int roomLimit) {
    /**
     * Six of a relay's signs of life, and rooms that stay on one relay. A process that is killed is known at once; silence
     * tells of machines that are cut off and of processes that hang, and a busy machine may hold up a few signs.
     */
    public static final RelayPolicy DEFAULT = new RelayPolicy(1_500, 0);

    /**
     * The same policy with another limit.
     *
     * @param newRoomLimit as {@code roomLimit}
     * @return the policy
     */
    public RelayPolicy withRoomLimit(int newRoomLimit) {
        return new RelayPolicy(silenceMs, newRoomLimit);
    }
}
