package org.anychat.webrtc.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;

/** Datagrams for one destination, all of one size but the last, which may be shorter. Reused from batch to batch. */
final class SegmentRun {
    /** The kernel's bound (UDP_MAX_SEGMENTS of Linux before 6.3). */
    private static final int MAX_SEGMENTS = 64;

    private static final int MAX_BYTES = 65_000;
    private static final int EXPECTED_SEGMENTS = 4;
    /** Room for a large frame of video; what was larger once need not be kept for ever. */
    private static final int MAX_KEPT_BYTES = 32 * 1024;

    private InetSocketAddress to;
    private ByteBuf content;
    /** What was given away last, to be used again when the system has taken it. */
    private ByteBuf kept;

    private int segmentSize;
    private int segments;
    private boolean ended;

    /**
     * A copy of a first datagram, with room for some more, in a buffer of before where that is free. Throws where there is no
     * memory for it.
     */
    ByteBuf copyOf(byte[] data, int offset, int length, ByteBufAllocator allocator) {
        if (kept != null && kept.refCnt() == 1 && kept.capacity() >= length) {
            ByteBuf again = kept;
            kept = null;
            return again.clear().writeBytes(data, offset, length);
        }
        return allocator
                .directBuffer(Math.min(MAX_BYTES, length * EXPECTED_SEGMENTS))
                .writeBytes(data, offset, length);
    }

    /** Begins with a first datagram, which is the run's from here on. */
    void begin(InetSocketAddress destination, ByteBuf first) {
        to = destination;
        segmentSize = first.readableBytes();
        segments = 1;
        ended = false;
        content = first;
    }

    boolean isTo(InetSocketAddress destination) {
        return to.equals(destination);
    }

    /** False where the datagram has to begin a new run. */
    boolean append(byte[] data, int offset, int length) {
        boolean fits = !ended
                && length <= segmentSize
                && segments < MAX_SEGMENTS
                && content.readableBytes() + length <= MAX_BYTES;
        if (fits) {
            content.writeBytes(data, offset, length);
            segments++;
            ended = length < segmentSize;
        }
        return fits;
    }

    InetSocketAddress to() {
        return to;
    }

    int segmentSize() {
        return segmentSize;
    }

    int segments() {
        return segments;
    }

    /** Gives the buffer away, and holds it all the same. */
    ByteBuf take() {
        ByteBuf taken = content;
        content = null;
        if (taken.capacity() <= MAX_KEPT_BYTES) {
            releaseKept();
            kept = taken.retain();
        }
        return taken;
    }

    /** Lets the buffer go, unless it was given away. */
    void release() {
        if (content != null) {
            content.release();
            content = null;
        }
    }

    /** Holds no buffer any more that was given away. */
    void releaseKept() {
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }
}
