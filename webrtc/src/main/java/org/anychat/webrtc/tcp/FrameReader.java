package org.anychat.webrtc.tcp;

import io.netty.buffer.ByteBuf;
import org.anychat.webrtc.transport.DatagramReceiver;

/**
 * Cuts a byte stream into frames (RFC 4571 section 2): two bytes of length, then so many of a datagram. Holds one frame,
 * no longer than its limit; a length above that is an error, 0 is a null packet, which means nothing.
 */
final class FrameReader {
    static final int HEADER_LENGTH = 2;

    /** What there was to read. */
    enum Found {
        /** A frame. */
        FRAME,
        /** Not all of one. */
        TOO_LITTLE,
        /** The begin of one that is too long; nothing of this stream can be read any more. */
        TOO_LONG
    }

    private byte[] frame;
    private int limit;
    private int headerBytes;
    private int expected;
    private int filled;
    private int length;

    /** {@code limit} is the longest frame's, in bytes. */
    FrameReader(int limit) {
        this.limit = limit;
        this.frame = new byte[limit + DatagramReceiver.TAIL_ROOM];
    }

    /** Between two frames: longer ones may come from now on. */
    void widen(int newLimit) {
        limit = newLimit;
        frame = new byte[newLimit + DatagramReceiver.TAIL_ROOM];
    }

    /** Reads up to the end of the next frame. */
    Found read(ByteBuf from) {
        while (from.isReadable()) {
            if (headerBytes < HEADER_LENGTH) {
                readHeader(from);
                if (expected > limit && headerBytes == HEADER_LENGTH) {
                    return Found.TOO_LONG;
                }
            } else if (readBody(from)) {
                return Found.FRAME;
            }
        }
        return Found.TOO_LITTLE;
    }

    /** The frame's bytes, and {@link DatagramReceiver#TAIL_ROOM} more; until the next is read. */
    byte[] frame() {
        return frame;
    }

    int length() {
        return length;
    }

    private void readHeader(ByteBuf from) {
        expected = (expected << Byte.SIZE) | from.readUnsignedByte();
        if (++headerBytes == HEADER_LENGTH && expected == 0) {
            headerBytes = 0;
        }
    }

    private boolean readBody(ByteBuf from) {
        int count = Math.min(from.readableBytes(), expected - filled);
        from.readBytes(frame, filled, count);
        filled += count;
        if (filled < expected) {
            return false;
        }
        length = filled;
        headerBytes = 0;
        expected = 0;
        filled = 0;
        return true;
    }
}
