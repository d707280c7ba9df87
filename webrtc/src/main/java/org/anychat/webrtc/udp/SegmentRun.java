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

    private InetSocketAddress to;
    private ByteBuf content;
    private int segmentSize;
    private int segments;
    private boolean ended;

    /** A copy of a first datagram, with room for some more. Throws where there is no memory for it. */
    static ByteBuf copyOf(byte[] data, int offset, int length, ByteBufAllocator allocator) {
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

    /** Gives the buffer away. */
    ByteBuf take() {
        ByteBuf taken = content;
        content = null;
        return taken;
    }

    /** Lets the buffer go, unless it was given away. */
    void release() {
        if (content != null) {
            take().release();
        }
    }
}
