package org.anychat.gateway.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.anychat.protocol.Frame;

/**
 * Events for one client alone that it has not said to have got, in their order. Both sides count them from the login on,
 * so that no event needs a number. Within bounds: the oldest give way.
 */
final class Outbox {
    private final int maxMessages;
    private final int maxBytes;
    private final Deque<Frame> frames = new ArrayDeque<>();
    /** How many there were before the first of the frames. */
    private long before;

    private int bytes;

    Outbox(int maxMessages, int maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Begins to count at what a client has got elsewhere. */
    void begin(long received) {
        frames.clear();
        bytes = 0;
        before = received;
    }

    /** Whether a message finds room without another giving way. */
    boolean fits(int length) {
        return frames.size() < maxMessages && bytes + length <= maxBytes;
    }

    /** Takes an event in; returns how many have given way. */
    int add(Frame frame) {
        frames.addLast(frame);
        bytes += frame.body().length;
        int dropped = 0;
        while (!frames.isEmpty() && (frames.size() > maxMessages || bytes > maxBytes)) {
            removeFirst();
            dropped++;
        }
        return dropped;
    }

    /** The client has got so many in all. */
    void acknowledge(long received) {
        while (!frames.isEmpty() && before < received) {
            removeFirst();
        }
    }

    /** How many a client has missed for good that has got {@code received} in all. */
    long missed(long received) {
        return Math.max(0, before - received);
    }

    /** What came before those that are here. */
    void prepend(List<Frame> earlier) {
        for (int index = earlier.size() - 1; index >= 0; index--) {
            frames.addFirst(earlier.get(index));
            bytes += earlier.get(index).body().length;
        }
    }

    List<Frame> frames() {
        return List.copyOf(frames);
    }

    private void removeFirst() {
        bytes -= frames.removeFirst().body().length;
        before++;
    }
}
