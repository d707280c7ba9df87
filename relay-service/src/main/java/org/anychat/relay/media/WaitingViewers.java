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
    private final FaultHandler faults;
    private final Row byPort = new Row();
    private final Row byStream = new Row();
    private int left = PACKETS_BEFORE_ITS_END;
    private int unflushed;
    private int turn;
    private long tickNs;
    private long ranNs;

    /** Viewers who take turns. */
    private static final class Row {
        private final ArrayDeque<ViewerPacer> viewers = new ArrayDeque<>();
        /** How many, one after the other, could not send anything. */
        private int idle;

        boolean hasMore() {
            return idle < viewers.size();
        }
    }

    /** {@code faults} is told where a viewer's turn fails; the others have theirs. */
    WaitingViewers(DatagramSender sender, FaultHandler faults) {
        this.sender = sender;
        this.faults = faults;
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
        row(viewer.isByStream()).viewers.addLast(viewer);
    }

    /** A viewer among them goes by a stream from now on, or does not any more. */
    void move(ViewerPacer viewer) {
        row(!viewer.isByStream()).viewers.remove(viewer);
        add(viewer);
    }

    private Row row(boolean stream) {
        return stream ? byStream : byPort;
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

    /** While the port is crowded none of those is asked who wait for it, be they hundreds. */
    private void drain(long nowNs) {
        byPort.idle = 0;
        byStream.idle = 0;
        try {
            while (!isTurnOver() && (byStream.hasMore() || mayUsePort())) {
                if (byStream.hasMore()) {
                    serveFirst(byStream, nowNs);
                }
                if (mayUsePort()) {
                    serveFirst(byPort, nowNs);
                }
            }
        } finally {
            flush();
        }
    }

    private boolean mayUsePort() {
        return byPort.hasMore() && !isPortCrowded();
    }

    private void serveFirst(Row row, long nowNs) {
        ViewerPacer viewer = row.viewers.removeFirst();
        int sent = takeTurn(viewer, nowNs);
        if (sent > 0) {
            row.idle = 0;
        } else if (viewer.isListed()) {
            row.idle++;
        }
        unflushed += sent;
        if (unflushed >= PACKETS_PER_FLUSH) {
            flush();
        }
    }

    /** One who failed counts as one who could not send, so that it is not asked for ever. */
    private int takeTurn(ViewerPacer viewer, long nowNs) {
        try {
            return viewer.takeTurn(nowNs);
        } catch (RuntimeException e) {
            unflushed++;
            faults.onFault(e);
            return 0;
        }
    }

    private void flush() {
        if (unflushed > 0) {
            unflushed = 0;
            sender.flush();
        }
    }
}
