package org.anychat.client.rtp;

import java.util.Arrays;

/** A byte array that grows up to a bound and is used again for the next frame. For one thread. */
public final class FrameBuffer {
    private static final int INITIAL_CAPACITY = 4096;

    private final int maximumLength;
    private byte[] array = new byte[INITIAL_CAPACITY];
    private int length;

    /**
     * An empty buffer.
     *
     * @param maximumLength bytes it may hold; a remote sender cannot make it use more than the next power of two.
     */
    public FrameBuffer(int maximumLength) {
        this.maximumLength = maximumLength;
    }

    /**
     * The bytes, of which the first {@link #length()} count.
     *
     * @return the live array; another one after the next append.
     */
    public byte[] array() {
        return array;
    }

    /**
     * How many bytes it holds.
     *
     * @return length in bytes.
     */
    public int length() {
        return length;
    }

    /** Empties it, keeping the memory. */
    public void clear() {
        length = 0;
    }

    /**
     * Leaves out what stands at the end.
     *
     * @param newLength how many bytes stay; no more than there are.
     */
    public void truncate(int newLength) {
        length = Math.min(length, newLength);
    }

    /**
     * Adds bytes at the end.
     *
     * @param source copied from.
     * @param offset of the first byte.
     * @param count  how many.
     * @return false, and nothing added, if the maximum would be exceeded.
     */
    public boolean append(byte[] source, int offset, int count) {
        if (!reserve(count)) {
            return false;
        }
        System.arraycopy(source, offset, array, length, count);
        length += count;
        return true;
    }

    /**
     * Adds one byte at the end.
     *
     * @param value the byte; the upper bits are ignored.
     * @return false, and nothing added, if the maximum would be exceeded.
     */
    public boolean append(int value) {
        if (!reserve(1)) {
            return false;
        }
        array[length++] = (byte) value;
        return true;
    }

    /**
     * A copy of the content.
     *
     * @return {@link #length()} bytes, the caller's.
     */
    public byte[] toArray() {
        return Arrays.copyOf(array, length);
    }

    private boolean reserve(int count) {
        if (count > maximumLength - length) {
            return false;
        }
        if (length + count > array.length) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + count));
        }
        return true;
    }
}
