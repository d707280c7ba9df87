package org.anychat.relay.media;

import java.util.ArrayDeque;
import org.anychat.webrtc.transport.DatagramSender;

/**
 * The viewers of a media loop for whom video waits, and how much video goes out in one turn of the loop: between two
 * looks at what has come in. What comes in is forwarded first, sound at once; then those who wait take turns, with a share
 * of their own, as long as the port takes more.
 */
final class WaitingViewers {
    /** Of what comes in, and as many again of what waits: some milliseconds of work. */
    static final int PACKETS_PER_TURN = 2000;

    /** What is sent between two looks at whether the port takes more: less than it may hold itself. */
    private static final int PACKETS_PER_FLUSH = 64;

    private final DatagramSender sender;
    private final ArrayDeque<ViewerPacer> waiting = new ArrayDeque<>();
    private int sentInTurn;

    WaitingViewers(DatagramSender sender) {
        this.sender = sender;
    }

    /** Adds a viewer who is not among them. */
    void add(ViewerPacer viewer) {
        waiting.addLast(viewer);
    }

    /** Video has gone out. */
    void onSent() {
        sentInTurn++;
    }

    boolean isTurnOver() {
        return sentInTurn >= PACKETS_PER_TURN;
    }

    boolean isPortCrowded() {
        return sender.isCrowded();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Sends what the turn has brought, then what waits. */
    void endTurn(long nowNs) {
        sender.flush();
        sentInTurn = 0;
        try {
            drain(nowNs);
        } finally {
            sentInTurn = 0;
        }
    }

    private void drain(long nowNs) {
        int unflushed = 0;
        int idle = 0;
        while (idle < waiting.size() && !isTurnOver() && !sender.isCrowded()) {
            int sent = waiting.removeFirst().takeTurn(nowNs);
            idle = sent == 0 ? idle + 1 : 0;
            unflushed += sent;
            if (unflushed >= PACKETS_PER_FLUSH) {
                sender.flush();
                unflushed = 0;
            }
        }
        if (unflushed > 0) {
            sender.flush();
        }
    }
}
