package org.anychat.relay.media;

import java.util.Arrays;
import org.anychat.relay.forward.Subscription;

/**
 * Packets that wait to be sent to one viewer, in order. Each is its number at the viewer alone, as its bytes are in the
 * buffer of its publication. Bounded; has little memory while nothing waits, and none before anything has.
 */
final class WaitingPackets {
    /** What a turn brings of video, large frames included, is noted without making memory anew. */
    private static final int FIRST_CAPACITY = 128;

    private static final int LENGTH_BITS = 16;
    private static final int LOW_HALF = 0xFFFF;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private int maxPackets;
    private Subscription[] subscriptions = {};
    /** The sequence number in the upper half, the length in the lower. */
    private int[] packets = {};

    private int[] sinceMs = {};
    private int first;
    private int count;
    private int bytes;

    /** Holds so many at most. */
    WaitingPackets(int maxPackets) {
        this.maxPackets = maxPackets;
    }

    /** From now on it takes more only while it holds less than so many. */
    void maxPackets(int most) {
        maxPackets = most;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count >= maxPackets;
    }

    /** Of all packets together. */
    int bytes() {
        return bytes;
    }

    /** Takes a packet, where it is not full. */
    void add(Subscription subscription, int sequenceNumber, int length, long nowNs) {
        if (count == packets.length) {
            grow();
        }
        int at = (first + count) & (packets.length - 1);
        subscriptions[at] = subscription;
        packets[at] = sequenceNumber << LENGTH_BITS | length;
        sinceMs[at] = (int) (nowNs / NANOS_PER_MILLI);
        bytes += length;
        count++;
    }

    private void grow() {
        int next = Math.max(FIRST_CAPACITY, 2 * count);
        Subscription[] moreSubscriptions = new Subscription[next];
        int[] morePackets = new int[next];
        int[] moreSinceMs = new int[next];
        for (int i = 0; i < count; i++) {
            int at = (first + i) & (packets.length - 1);
            moreSubscriptions[i] = subscriptions[at];
            morePackets[i] = packets[at];
            moreSinceMs[i] = sinceMs[at];
        }
        subscriptions = moreSubscriptions;
        packets = morePackets;
        sinceMs = moreSinceMs;
        first = 0;
    }

    /** Whose the first one is; null where it is to be sent no more. */
    Subscription subscription() {
        return subscriptions[first];
    }

    /** The first one's number at the viewer. */
    int sequenceNumber() {
        return packets[first] >>> LENGTH_BITS;
    }

    /** The first one's, in bytes. */
    int length() {
        return packets[first] & LOW_HALF;
    }

    /** How long the first one has waited. */
    int ageMs(long nowNs) {
        return (int) (nowNs / NANOS_PER_MILLI) - sinceMs[first];
    }

    /** Takes the first one out. */
    void remove() {
        bytes -= length();
        subscriptions[first] = null;
        first = (first + 1) & (packets.length - 1);
        count--;
        if (count == 0) {
            // The next turn finds in the processor's cache what this one has written.
            first = 0;
            if (packets.length > FIRST_CAPACITY) {
                release();
            }
        }
    }

    /** Nothing of a subscription is to be sent any more. */
    void forget(Subscription gone) {
        for (int i = 0; i < subscriptions.length; i++) {
            subscriptions[i] = subscriptions[i] == gone ? null : subscriptions[i];
        }
    }

    /** Lets everything go. */
    void clear() {
        Arrays.fill(subscriptions, null);
        count = 0;
        bytes = 0;
        release();
    }

    private void release() {
        subscriptions = new Subscription[0];
        packets = new int[0];
        sinceMs = new int[0];
        first = 0;
    }
}
