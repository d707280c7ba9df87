package org.anychat.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the frames in the byte stream of one link, whatever the pieces in which it comes. Keeps at most one unfinished
 * frame, and memory only for bytes that have really come. Belongs to one thread at a time.
 */
public final class FrameDecoder {
    private static final int FIRST_CAPACITY = 512;

    /** Why a stream is not the framed protocol. */
    public enum Violation {
        /** The length is below 2, so there is no body. */
        TOO_SHORT,
        /** The length is above the limit of its type. */
        TOO_LONG,
        /** The type is neither 1 nor 2. */
        UNKNOWN_TYPE
    }

    private final int maxJsonBytes;
    private final byte[] header = new byte[Frame.HEADER_BYTES];
    private int headerBytes;
    private byte[] body = new byte[0];
    private int bodyBytes;
    private int bodyLength;
    private Violation violation;

    private FrameDecoder(int maxJsonBytes) {
        this.maxJsonBytes = maxJsonBytes;
    }

    /**
     * A decoder of what a client sends.
     *
     * @return a decoder with the limits of clients
     */
    public static FrameDecoder ofClientFrames() {
        return new FrameDecoder(Limits.CLIENT_JSON_BYTES);
    }

    /**
     * A decoder of what the gateway sends.
     *
     * @return a decoder with the limits of the gateway
     */
    public static FrameDecoder ofServerFrames() {
        return new FrameDecoder(Limits.SERVER_JSON_BYTES);
    }

    /**
     * Takes bytes up to the end of the next frame.
     *
     * @param input bytes of the stream; read from its position on, and left behind the last byte taken
     * @return the frame that these bytes finish, or empty where more are needed or the stream broke a rule; to be called
     *     again while {@code input} has bytes and {@link #violation} is empty
     */
    public Optional<Frame> decode(ByteBuffer input) {
        if (violation != null || !takeHeader(input)) {
            return Optional.empty();
        }
        takeBody(input);
        if (bodyBytes < bodyLength) {
            return Optional.empty();
        }
        Frame frame = new Frame(header[4], body.length == bodyLength ? body : Arrays.copyOf(body, bodyLength));
        headerBytes = 0;
        body = new byte[0];
        return Optional.of(frame);
    }

    /**
     * Why the stream was given up. It is never taken up again.
     *
     * @return the reason, or empty while all is well
     */
    public Optional<Violation> violation() {
        return Optional.ofNullable(violation);
    }

    private boolean takeHeader(ByteBuffer input) {
        if (headerBytes == header.length) {
            return true;
        }
        int taken = Math.min(header.length - headerBytes, input.remaining());
        input.get(header, headerBytes, taken);
        headerBytes += taken;
        if (headerBytes < header.length) {
            return false;
        }
        int length = ByteBuffer.wrap(header).getInt();
        violation = violationOf(length, header[4]);
        bodyLength = length - 1;
        bodyBytes = 0;
        return violation == null;
    }

    private Violation violationOf(int length, int type) {
        if (type != Frame.JSON && type != Frame.BINARY) {
            return Violation.UNKNOWN_TYPE;
        }
        // A length of 2^31 and more is negative here.
        if (length >= 0 && length < 2) {
            return Violation.TOO_SHORT;
        }
        int maxBody = type == Frame.JSON ? maxJsonBytes : Limits.BINARY_BYTES;
        return length < 0 || length - 1 > maxBody ? Violation.TOO_LONG : null;
    }

    private void takeBody(ByteBuffer input) {
        int taken = Math.min(bodyLength - bodyBytes, input.remaining());
        if (bodyBytes + taken > body.length) {
            // Doubling, not the announced length: a peer that announces much and sends little costs little.
            int capacity = Math.max(bodyBytes + taken, Math.max(FIRST_CAPACITY, 2 * body.length));
            body = Arrays.copyOf(body, Math.min(bodyLength, capacity));
        }
        input.get(body, bodyBytes, taken);
        bodyBytes += taken;
    }
}
