package org.anychat.webrtc.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Collects outgoing datagrams into one {@link SegmentRun} per destination, so that a viewer's packets leave as one where
 * other viewers' come between them. The order per destination is kept. Bounded: who adds asks first whether it {@link
 * #hasRoom}.
 */
final class SegmentBatch {
    /** As many as the processor's cache holds with what the kernel is told of each; the first need not wait for more. */
    private static final int MAX_RUNS = 64;

    private static final int SLOTS = 4 * MAX_RUNS;
    /** Room for the packets of a common frame of video for each; more would only make the first of them wait. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int EMPTY = -1;

    private final ByteBufAllocator allocator;
    private final Consumer<SegmentRun> output;
    private final SegmentRun[] runs = new SegmentRun[MAX_RUNS];
    private final int[] slots = new int[SLOTS];
    private int runCount;
    private int bytes;

    /** The output has to {@link SegmentRun#take} the buffer. */
    SegmentBatch(ByteBufAllocator allocator, Consumer<SegmentRun> output) {
        this.allocator = allocator;
        this.output = output;
        Arrays.setAll(runs, i -> new SegmentRun());
        Arrays.fill(slots, EMPTY);
    }

    /** Whether a datagram can be added; else everything has to be handed out before. */
    boolean hasRoom(int length, InetSocketAddress to) {
        return bytes + length <= MAX_BYTES && (runCount < MAX_RUNS || slots[slotOf(to)] != EMPTY);
    }

    /** Takes a datagram that it has room for. Throws where there is no memory: then it has all that it had before. */
    void add(byte[] data, int offset, int length, InetSocketAddress to) {
        int slot = slotOf(to);
        if (slots[slot] != EMPTY) {
            extend(runs[slots[slot]], data, offset, length, to);
        } else {
            SegmentRun run = runs[runCount];
            run.begin(to, run.copyOf(data, offset, length, allocator));
            slots[slot] = runCount++;
        }
        bytes += length;
    }

    /** Hands out everything; where that fails, the rest is let go. */
    void drain() {
        try {
            for (int i = 0; i < runCount; i++) {
                output.accept(runs[i]);
            }
        } finally {
            letGo();
        }
    }

    /** Lets everything go, and the memory that it keeps from batch to batch. */
    void release() {
        letGo();
        for (SegmentRun run : runs) {
            run.releaseKept();
        }
    }

    private void letGo() {
        for (int i = 0; i < runCount; i++) {
            runs[i].release();
        }
        reset();
    }

    /** The new buffer comes first: a run must not be left without one. */
    private void extend(SegmentRun run, byte[] data, int offset, int length, InetSocketAddress to) {
        if (run.append(data, offset, length)) {
            return;
        }
        ByteBuf next = run.copyOf(data, offset, length, allocator);
        try {
            output.accept(run);
        } finally {
            run.release();
            run.begin(to, next);
        }
    }

    /** The slot of a destination, or the free one where it belongs: open addressing, at most a quarter full. */
    private int slotOf(InetSocketAddress to) {
        int hash = to.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        while (slots[slot] != EMPTY && !runs[slots[slot]].isTo(to)) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return slot;
    }

    private void reset() {
        if (runCount > 0) {
            Arrays.fill(slots, EMPTY);
        }
        runCount = 0;
        bytes = 0;
    }
}
