package org.anychat.gateway.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.TransferApi.Content;
import org.anychat.contracts.UserId;
import org.anychat.protocol.Limits;

/** One end of a transfer, at the gateway of its sender or of its receiver: what was sent, and what acknowledged. */
public final class Transfer {
    private static final int REFUND_BYTES = 16_384;

    /**
     * The other side.
     *
     * @param user the user, 0 for the server
     * @param session its session, or null for the server
     * @param gateway the node that holds it, or null for the server
     */
    public record Peer(UserId user, SessionId session, NodeId gateway) {
        /** The server's side. */
        public static final Peer SERVER = new Peer(new UserId(Limits.SERVER), null, null);

        /**
         * Tells the server from users.
         *
         * @return true for the server
         */
        public boolean isServer() {
            return session == null;
        }
    }

    /** What became of a chunk. */
    public enum Verdict {
        /** It is right. */
        TAKEN,
        /** The receiver has not accepted, or it belongs elsewhere than behind the one before. */
        OUT_OF_ORDER,
        /** It goes beyond what the receiver has room for. */
        BEYOND_LIMIT
    }

    private final int task;
    private final boolean outgoing;
    private final Peer peer;
    private final Content content;
    /** The ends of chunks that were no trifles and are not acknowledged. */
    private final Deque<Long> unacknowledged = new ArrayDeque<>();

    private boolean accepted;
    private long resumedAt;
    private long acceptedNs;
    private long sent;
    private long acknowledged;
    private long movedNs;

    /**
     * Begins with an offer.
     *
     * @param task its number
     * @param outgoing whether the session sends
     * @param peer the other side
     * @param content what is offered
     * @param nowNs the time
     */
    public Transfer(int task, boolean outgoing, Peer peer, Content content, long nowNs) {
        this.task = task;
        this.outgoing = outgoing;
        this.peer = peer;
        this.content = content;
        this.movedNs = nowNs;
    }

    /**
     * The receiver has so many bytes; the first time, it accepts.
     *
     * @param offset bytes from the first on
     * @param nowNs the time
     * @return how many chunks of some size this acknowledges, or -1 where the receiver cannot have so many
     */
    public int acknowledge(long offset, long nowNs) {
        if (!accepted) {
            return accept(offset, nowNs);
        }
        if (offset < acknowledged || offset > sent) {
            return -1;
        }
        if (offset > acknowledged) {
            movedNs = nowNs;
        }
        acknowledged = offset;
        int chunks = 0;
        while (!unacknowledged.isEmpty() && unacknowledged.peek() <= offset) {
            unacknowledged.remove();
            chunks++;
        }
        return chunks;
    }

    private int accept(long offset, long nowNs) {
        if (offset < 0 || offset > content.size()) {
            return -1;
        }
        accepted = true;
        resumedAt = offset;
        sent = offset;
        acknowledged = offset;
        acceptedNs = nowNs;
        movedNs = nowNs;
        return 0;
    }

    /**
     * A chunk is on its way.
     *
     * @param offset where it belongs
     * @param length how long it is
     * @return whether it may pass
     */
    public Verdict take(long offset, int length) {
        if (!accepted || offset != sent) {
            return Verdict.OUT_OF_ORDER;
        }
        if (offset + length > limit()) {
            return Verdict.BEYOND_LIMIT;
        }
        sent = offset + length;
        if (length >= REFUND_BYTES || sent == content.size()) {
            unacknowledged.add(sent);
        }
        return Verdict.TAKEN;
    }

    /**
     * How far the sender may go.
     *
     * @return bytes before this one
     */
    public long limit() {
        return Math.min(content.size(), acknowledged + Limits.TRANSFER_WINDOW_BYTES);
    }

    /**
     * Whether the receiver has all.
     *
     * @return true at the end
     */
    public boolean isComplete() {
        return accepted && acknowledged == content.size();
    }

    /**
     * How long nothing has moved.
     *
     * @param nowNs the time
     * @return milliseconds
     */
    public long idleMs(long nowNs) {
        return TimeUnit.NANOSECONDS.toMillis(nowNs - movedNs);
    }

    /**
     * Its speed since it was accepted; what was there before does not count.
     *
     * @param nowNs the time
     * @return bits per second
     */
    public long bitrateBps(long nowNs) {
        long elapsedMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nowNs - acceptedNs));
        return accepted ? (acknowledged - resumedAt) * 8_000 / elapsedMs : 0;
    }

    /**
     * Its number.
     *
     * @return even for a file, odd for a buffer
     */
    public int task() {
        return task;
    }

    /**
     * Whether the session sends it.
     *
     * @return false where it receives
     */
    public boolean isOutgoing() {
        return outgoing;
    }

    /**
     * The other side.
     *
     * @return the user, or the server
     */
    public Peer peer() {
        return peer;
    }

    /**
     * What is transferred.
     *
     * @return as it was offered
     */
    public Content content() {
        return content;
    }

    /**
     * Whether the receiver has accepted.
     *
     * @return true from the first acknowledgement on
     */
    public boolean isAccepted() {
        return accepted;
    }

    /**
     * What the receiver has.
     *
     * @return bytes from the first on
     */
    public long acknowledged() {
        return acknowledged;
    }
}
