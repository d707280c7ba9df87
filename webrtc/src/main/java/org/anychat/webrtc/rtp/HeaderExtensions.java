package org.anychat.webrtc.rtp;

import java.util.Arrays;

/**
 * The header extension block of an {@link RtpPacket} (RFC 8285), in its one-byte (0xBEDE) or two-byte (0x100x) form.
 *
 * <p>Elements are found, overwritten, renumbered and dropped in place, so the packet's length never changes;
 * {@link RtpPacket#putExtension16} is the one that may lengthen it. A block of
 * another profile has no elements. An element that runs over the end of the block ends the walk, and so does id 15 or id
 * 0 with a length in the one-byte form (RFC 8285 §4.2); what stands before it counts.
 */
public final class HeaderExtensions {
    /** What a search returns when there is no such element. */
    public static final int NOT_FOUND = -1;

    /** The highest id of the one-byte form; 15 is reserved. */
    public static final int MAX_ONE_BYTE_ID = 14;

    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;

    private byte[] buffer;
    private int start;
    private int end;
    private int profile;

    HeaderExtensions() {}

    /** Receives the elements of one block. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * One element.
         *
         * @param id 1 to 14 in the one-byte form, 1 to 255 in the two-byte form
         * @param buffer the packet's bytes
         * @param valueOffset of the value in {@code buffer}
         * @param valueLength bytes, 0 to 255
         */
        void onExtension(int id, byte[] buffer, int valueOffset, int valueLength);
    }

    void wrap(byte[] buffer, int offset) {
        if (this.buffer != buffer) {
            this.buffer = buffer;
        }
        this.profile = NetworkOrder.uint16(buffer, offset);
        this.start = offset + 4;
        this.end = start + 4 * NetworkOrder.uint16(buffer, offset + 2);
    }

    void clear() {
        profile = 0;
        start = 0;
        end = 0;
    }

    int totalLength() {
        return end - start + 4;
    }

    /**
     * Whether the block is in the one-byte form.
     *
     * @return true for profile 0xBEDE
     */
    public boolean isOneByteForm() {
        return profile == ONE_BYTE_PROFILE;
    }

    /**
     * Whether the block is in the two-byte form.
     *
     * @return true for the profiles 0x1000 to 0x100F
     */
    public boolean isTwoByteForm() {
        return (profile & 0xFFF0) == TWO_BYTE_PROFILE;
    }

    /**
     * Walks the elements.
     *
     * @param visitor called once per element, in packet order
     */
    public void forEach(Visitor visitor) {
        for (int at = first(); at >= 0; at = after(at)) {
            visitor.onExtension(id(at), buffer, valueOffset(at), valueLength(at));
        }
    }

    /**
     * Finds an element's value.
     *
     * @param id the negotiated id
     * @return offset in the packet's buffer, or {@link #NOT_FOUND}
     */
    public int find(int id) {
        int at = locate(id);
        return at < 0 ? NOT_FOUND : valueOffset(at);
    }

    /**
     * The length of an element's value.
     *
     * @param id the negotiated id
     * @return bytes, or {@link #NOT_FOUND}
     */
    public int lengthOf(int id) {
        int at = locate(id);
        return at < 0 ? NOT_FOUND : valueLength(at);
    }

    /**
     * Overwrites a value that is in the packet.
     *
     * @param id the negotiated id
     * @param value the new bytes
     * @return false, and nothing written, where there is no such element or its length differs
     */
    public boolean overwrite(int id, byte[] value) {
        int at = locate(id);
        if (at < 0 || valueLength(at) != value.length) {
            return false;
        }
        System.arraycopy(value, 0, buffer, valueOffset(at), value.length);
        return true;
    }

    /**
     * Overwrites a two-byte value, as the transport-wide sequence number is.
     *
     * @param id the negotiated id
     * @param value its low 16 bits are written
     * @return false where there is no such element of two bytes
     */
    public boolean overwrite16(int id, int value) {
        int at = locate(id);
        if (at < 0 || valueLength(at) != 2) {
            return false;
        }
        NetworkOrder.put16(buffer, valueOffset(at), value);
        return true;
    }

    /** Writes an element of two bytes over padding; false where there is not so much in one place. */
    boolean fill16(int id, int value) {
        int at = padding(isOneByteForm() ? 1 + Short.BYTES : 2 + Short.BYTES);
        if (at < 0) {
            return false;
        }
        write16(at, id, value);
        return true;
    }

    private int padding(int needed) {
        int position = start;
        for (int at = first(); at >= 0; at = after(at)) {
            if (at - position >= needed) {
                return position;
            }
            position = valueOffset(at) + valueLength(at);
        }
        int behind = position;
        while (behind < end && buffer[behind] == 0) {
            behind++;
        }
        return behind - position >= needed ? position : NOT_FOUND;
    }

    private void write16(int at, int id, int value) {
        setId(at, id);
        int valueOffset = valueOffset(at);
        if (isOneByteForm()) {
            buffer[at] |= Short.BYTES - 1;
        } else {
            buffer[at + 1] = Short.BYTES;
        }
        NetworkOrder.put16(buffer, valueOffset, value);
    }

    /** Makes a block of another profile an empty one of the one-byte form. */
    void claim() {
        if (!isOneByteForm() && !isTwoByteForm()) {
            Arrays.fill(buffer, start, end, (byte) 0);
            NetworkOrder.put16(buffer, start - 4, ONE_BYTE_PROFILE);
            profile = ONE_BYTE_PROFILE;
        }
    }

    /** Where the elements begin; another one may be put before them. */
    int start() {
        return start;
    }

    /**
     * Gives every element the id that the other side negotiated and drops those it did not.
     *
     * @param newIds the new id at the index of the old one; 0, or an old id beyond the array, drops the element, and so
     *     does a new id above {@link #MAX_ONE_BYTE_ID} in the one-byte form
     */
    public void renumber(byte[] newIds) {
        int at = first();
        while (at >= 0) {
            int next = after(at);
            int oldId = id(at);
            int newId = oldId < newIds.length ? newIds[oldId] & 0xFF : 0;
            if (newId == 0 || (isOneByteForm() && newId > MAX_ONE_BYTE_ID)) {
                drop(at);
            } else {
                setId(at, newId);
            }
            at = next;
        }
    }

    /**
     * Turns the elements of an id into padding; a peer may send several with one.
     *
     * @param id the negotiated id
     * @return whether there was one
     */
    public boolean remove(int id) {
        boolean found = false;
        for (int at = locate(id); at >= 0; at = locate(id)) {
            drop(at);
            found = true;
        }
        return found;
    }

    private int locate(int id) {
        int at = first();
        while (at >= 0 && id(at) != id) {
            at = after(at);
        }
        return at;
    }

    private int first() {
        return isOneByteForm() || isTwoByteForm() ? elementFrom(start) : NOT_FOUND;
    }

    private int after(int at) {
        return elementFrom(valueOffset(at) + valueLength(at));
    }

    /** The first whole element at or behind a position, padding skipped, or {@link #NOT_FOUND}. */
    private int elementFrom(int position) {
        int at = position;
        while (at < end && buffer[at] == 0) {
            at++;
        }
        if (at >= end || (isOneByteForm() && (id(at) == 0 || id(at) > MAX_ONE_BYTE_ID))) {
            return NOT_FOUND;
        }
        boolean whole = valueOffset(at) <= end && valueOffset(at) + valueLength(at) <= end;
        return whole ? at : NOT_FOUND;
    }

    private int id(int at) {
        return isOneByteForm() ? (buffer[at] & 0xF0) >> 4 : buffer[at] & 0xFF;
    }

    private void setId(int at, int id) {
        buffer[at] = (byte) (isOneByteForm() ? id << 4 | (buffer[at] & 0x0F) : id);
    }

    private int valueOffset(int at) {
        return isOneByteForm() ? at + 1 : at + 2;
    }

    private int valueLength(int at) {
        return isOneByteForm() ? (buffer[at] & 0x0F) + 1 : buffer[at + 1] & 0xFF;
    }

    private void drop(int at) {
        int next = valueOffset(at) + valueLength(at);
        for (int i = at; i < next; i++) {
            buffer[i] = 0;
        }
    }
}
