package org.anychat.webrtc.dtls;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;

/**
 * Lets so many handshakes compute at a time. Of a crowd that joins at once, those whose peers have answered go on before
 * others begin, so that half of them are connected in half of the time, where all would be at its end. Three in a row at
 * most go before one that begins, so that nobody is kept out by peers who answer again and again; those alike come in the
 * order in which they asked. Any thread may call it.
 */
final class ComputingTurns {
    private static final int MOST_IN_A_ROW = 3;

    private final Queue<Semaphore> goingOn = new ArrayDeque<>();
    private final Queue<Semaphore> beginning = new ArrayDeque<>();
    private int free;
    private int inARow;

    /** For so many at a time, at least 1. */
    ComputingTurns(int most) {
        free = most;
    }

    /** Waits for a turn to compute a handshake's first flight. An interrupt does not end it. */
    void begin() {
        await(beginning);
    }

    /** Waits for a turn of a handshake that has begun. An interrupt does not end it. */
    void goOn() {
        await(goingOn);
    }

    private void await(Queue<Semaphore> waiting) {
        Semaphore turn = new Semaphore(0);
        synchronized (this) {
            if (free > 0) {
                free--;
                return;
            }
            waiting.add(turn);
        }
        turn.acquireUninterruptibly();
    }

    /** Ends a turn. */
    synchronized void end() {
        Semaphore next = next();
        if (next == null) {
            free++;
        } else {
            next.release();
        }
    }

    /** How many wait. */
    synchronized int waiting() {
        return goingOn.size() + beginning.size();
    }

    private Semaphore next() {
        if (goingOn.isEmpty() || (!beginning.isEmpty() && inARow >= MOST_IN_A_ROW)) {
            inARow = 0;
            return beginning.poll();
        }
        inARow++;
        return goingOn.poll();
    }
}
