package org.anychat.relay.media;

import java.util.ArrayDeque;
import org.anychat.webrtc.transport.DatagramSender;

/**
 * The viewers of a media loop for whom video is there, and how much of it goes out in one turn of the loop: between two
 * looks at what has come in. What comes in is worked off first, and sound sent; then the viewers take turns, as long as
 * the port, or a viewer's own stream, takes more. What is sent to one viewer after the other, and not packet by packet to
 * all, finds the viewer's keys and state where the packet before it has left them, in the processor's cache.
 */
final class WaitingViewers {
    /** Some ten milliseconds of work. */
    static final int PACKETS_PER_TURN = 4000;

    /** What goes before the end of a turn: retransmissions, and what there is no room for. */
    static final int PACKETS_BEFORE_ITS_END = 2000;

    /** What is sent between two looks at whether the port takes more: less than it may hold itself. */
    private static final int PACKETS_PER_FLUSH = 64;

    private final DatagramSender sender;
    private final ArrayDeque<ViewerPacer> waiting = new ArrayDeque<>();
    private int left = PACKETS_BEFORE_ITS_END;
    private int turn;
    private long tickNs;
    private long ranNs;

    WaitingViewers(DatagramSender sender) {
        this.sender = sender;
    }

    /** Each tick, before those of viewers. */
    void onTick(long nowNs) {
        ranNs += Math.max(0, Math.min(nowNs - tickNs, 2 * MediaLoop.TICK_NS));
        tickNs = nowNs;
    }

    /** For how long the loop has run: what goes by between two ticks counts for no more than it should be. */
    long ranNs() {
        return ranNs;
    }

    /** Adds a viewer who is not among them. */
    void add(ViewerPacer viewer) {
        waiting.addLast(viewer);
    }

    /** Video has gone out. */
    void onSent() {
        left--;
    }

    /** Whether as much has gone out as may. */
    boolean isTurnOver() {
        return left <= 0;
    }

    /** Another number in each turn. */
    int turn() {
        return turn;
    }

    boolean isPortCrowded() {
        return sender.isCrowded();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Lets the sound go that the turn has brought, then sends the video, and what waits from before. */
    void endTurn(long nowNs) {
        sender.flush();
        left = PACKETS_PER_TURN;
        try {
            drain(nowNs);
        } finally {
            left = PACKETS_BEFORE_ITS_END;
            turn++;
        }
    }

    /** Where the port is crowded, those may go on yet whose packets go by a stream. */
    private void drain(long nowNs) {
        int unflushed = 0;
        int idle = 0;
        while (idle < waiting.size() && !isTurnOver()) {
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
