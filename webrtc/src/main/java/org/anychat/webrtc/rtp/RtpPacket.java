package org.anychat.webrtc.rtp;

import java.util.Arrays;

/**
 * One RTP packet (RFC 3550 §5.1) seen in place.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 * |            contributing source (CSRC) identifiers (0..15)     |
 * |      defined by profile       |    length in 32-bit words     |  if X
 * |                       header extension                        |
 * |                   payload ... padding, count                  |
 * </pre>
 *
 * <p>The bytes stay the caller's: the packet keeps a reference until the next {@link #wrap} and setters write through.
 * Make one per loop and wrap it around each datagram. For one thread at a time. Nothing but {@link #wrap} may be called
 * before a {@code wrap} that returned true.
 */
public final class RtpPacket {
    /** The fixed header's length in bytes. */
    public static final int FIXED_HEADER_LENGTH = 12;

    /** How much longer {@link #putExtension16} makes a packet at most. */
    public static final int EXTENSION_16_ROOM = 8;

    static final int PADDING_BIT = 0x20;

    private static final int VERSION_MASK = 0xC0;
    private static final int VERSION_2 = 0x80;
    private static final int EXTENSION_BIT = 0x10;
    private static final int MARKER_BIT = 0x80;
    private static final int ONE_WORD_OF_ONE_BYTE_FORM = 0xBEDE_0001;

    private byte[] buffer;
    private int offset;
    private int length;
    private int headerLength;
    private int paddingLength;
    private final HeaderExtensions extensions = new HeaderExtensions();

    /** Makes a packet that sees nothing yet. */
    public RtpPacket() {}

    /**
     * Puts this packet over bytes, if they are an RTP packet: version 2, and CSRCs, header extension and padding inside
     * the length. The elements of the header extension are checked as they are walked.
     *
     * @param buffer the bytes, kept by reference
     * @param offset of the packet
     * @param length of the packet in bytes, inside the buffer
     * @return whether it is one; after false the packet may not be used until wrapped again
     */
    public boolean wrap(byte[] buffer, int offset, int length) {
        if (length < FIXED_HEADER_LENGTH || (buffer[offset] & VERSION_MASK) != VERSION_2) {
            return false;
        }
        int header = FIXED_HEADER_LENGTH + 4 * (buffer[offset] & 0x0F);
        boolean extended = (buffer[offset] & EXTENSION_BIT) != 0;
        if (header + (extended ? 4 : 0) > length) {
            return false;
        }
        if (extended) {
            extensions.wrap(buffer, offset + header);
            header += extensions.totalLength();
        } else {
            extensions.clear();
        }
        boolean padded = (buffer[offset] & PADDING_BIT) != 0;
        int padding = padded && header < length ? buffer[offset + length - 1] & 0xFF : 0;
        if (header + padding > length || (padded && padding == 0)) {
            return false;
        }
        if (this.buffer != buffer) {
            // A reference that is written makes work for the garbage collector, also where it was there before.
            this.buffer = buffer;
        }
        this.offset = offset;
        this.length = length;
        this.headerLength = header;
        this.paddingLength = padding;
        return true;
    }

    /**
     * The bytes under this packet.
     *
     * @return the array given to {@link #wrap}
     */
    public byte[] buffer() {
        return buffer;
    }

    /**
     * Where the packet starts.
     *
     * @return offset in {@link #buffer}
     */
    public int offset() {
        return offset;
    }

    /**
     * The whole packet's length, padding included.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    /**
     * Payload type.
     *
     * @return 0 to 127
     */
    public int payloadType() {
        return buffer[offset + 1] & 0x7F;
    }

    /**
     * Sets the payload type.
     *
     * @param payloadType 0 to 127
     */
    public void payloadType(int payloadType) {
        buffer[offset + 1] = (byte) ((buffer[offset + 1] & MARKER_BIT) | (payloadType & 0x7F));
    }

    /**
     * Marker bit: for video the last packet of a frame, for audio the first of a talk spurt.
     *
     * @return whether it is set
     */
    public boolean marker() {
        return (buffer[offset + 1] & MARKER_BIT) != 0;
    }

    /**
     * Sets the marker bit.
     *
     * @param marker the bit
     */
    public void marker(boolean marker) {
        buffer[offset + 1] = (byte) ((buffer[offset + 1] & 0x7F) | (marker ? MARKER_BIT : 0));
    }

    /**
     * Sequence number.
     *
     * @return 0 to 65535
     */
    public int sequenceNumber() {
        return NetworkOrder.uint16(buffer, offset + 2);
    }

    /**
     * Sets the sequence number.
     *
     * @param sequenceNumber its low 16 bits are used
     */
    public void sequenceNumber(int sequenceNumber) {
        NetworkOrder.put16(buffer, offset + 2, sequenceNumber);
    }

    /**
     * Timestamp in units of the payload's clock. Differences of two timestamps are right in {@code int} arithmetic.
     *
     * @return the 32 bits
     */
    public int timestamp() {
        return NetworkOrder.int32(buffer, offset + 4);
    }

    /**
     * Sets the timestamp.
     *
     * @param timestamp the 32 bits
     */
    public void timestamp(int timestamp) {
        NetworkOrder.put32(buffer, offset + 4, timestamp);
    }

    /**
     * Synchronization source.
     *
     * @return the 32 bits
     */
    public int ssrc() {
        return NetworkOrder.int32(buffer, offset + 8);
    }

    /**
     * Sets the synchronization source.
     *
     * @param ssrc the 32 bits
     */
    public void ssrc(int ssrc) {
        NetworkOrder.put32(buffer, offset + 8, ssrc);
    }

    /**
     * How many contributing sources there are.
     *
     * @return 0 to 15
     */
    public int csrcCount() {
        return buffer[offset] & 0x0F;
    }

    /**
     * One contributing source.
     *
     * @param index less than {@link #csrcCount}
     * @return the 32 bits
     */
    public int csrc(int index) {
        return NetworkOrder.int32(buffer, offset + FIXED_HEADER_LENGTH + 4 * index);
    }

    /**
     * The header extension block; empty where the packet has none. Moves with every {@link #wrap}.
     *
     * @return this packet's one instance
     */
    public HeaderExtensions extensions() {
        return extensions;
    }

    /**
     * Fixed header, CSRCs and header extension.
     *
     * @return bytes
     */
    public int headerLength() {
        return headerLength;
    }

    /**
     * Where the payload starts.
     *
     * @return offset in {@link #buffer}
     */
    public int payloadOffset() {
        return offset + headerLength;
    }

    /**
     * The payload without padding.
     *
     * @return bytes; 0 for a packet of padding alone, as bandwidth probes are
     */
    public int payloadLength() {
        return length - headerLength - paddingLength;
    }

    /**
     * Padding at the end, its count byte included.
     *
     * @return bytes, 0 to 255
     */
    public int paddingLength() {
        return paddingLength;
    }

    /**
     * Gives the packet a header extension element of two bytes, as the transport-wide sequence number is: in the place of
     * the one that is there, over padding of the block, or with room made for it. A block of a profile other than RFC
     * 8285's gives way. The buffer needs {@link #EXTENSION_16_ROOM} bytes behind the packet.
     *
     * @param id 1 to 14, as it was negotiated
     * @param value its low 16 bits are written
     * @return the packet's length, which may have grown
     */
    public int putExtension16(int id, int value) {
        if (extensions.overwrite16(id, value)) {
            return length;
        }
        boolean extended = (buffer[offset] & EXTENSION_BIT) != 0;
        if (extended) {
            extensions.claim();
            extensions.remove(id);
            if (extensions.fill16(id, value)) {
                return length;
            }
        }
        int at = extended ? extensions.start() : offset + headerLength;
        int room = extended ? EXTENSION_16_ROOM / 2 : EXTENSION_16_ROOM;
        System.arraycopy(buffer, at, buffer, at + room, offset + length - at);
        if (extended) {
            NetworkOrder.put16(buffer, at - 2, NetworkOrder.uint16(buffer, at - 2) + 1);
            NetworkOrder.put32(buffer, at, 0);
        } else {
            buffer[offset] |= EXTENSION_BIT;
            NetworkOrder.put32(buffer, at, ONE_WORD_OF_ONE_BYTE_FORM);
            NetworkOrder.put32(buffer, at + 4, 0);
        }
        wrap(buffer, offset, length + room);
        extensions.fill16(id, value);
        return length;
    }

    /**
     * Makes the packet as long as a multiple of bytes, by padding (RFC 3550 §5.1). One that has padding stays as it is.
     * The buffer needs room for it behind the packet.
     *
     * @param multiple 2 to 256
     * @return the packet's length, which may have grown
     */
    public int padTo(int multiple) {
        int missing = (multiple - length % multiple) % multiple;
        if (missing > 0 && paddingLength == 0) {
            buffer[offset] |= PADDING_BIT;
            Arrays.fill(buffer, offset + length, offset + length + missing, (byte) 0);
            buffer[offset + length + missing - 1] = (byte) missing;
            length += missing;
            paddingLength = missing;
        }
        return length;
    }

    /**
     * Makes a part of the payload the whole: moves it behind the header, and cuts off the rest and the padding.
     *
     * @param from where the part begins in {@link #buffer}
     * @param count its bytes
     */
    public void keepPayload(int from, int count) {
        System.arraycopy(buffer, from, buffer, offset + headerLength, count);
        buffer[offset] &= ~PADDING_BIT;
        length = headerLength + count;
        paddingLength = 0;
    }

    /**
     * Cuts payload, padding and marker off. What is left has a number and a time, and nothing to decode: a receiver does not
     * miss it, and does nothing with it.
     *
     * @return the packet's length, that of its header
     */
    public int removePayload() {
        removePadding();
        marker(false);
        length = headerLength;
        return length;
    }

    /** Cuts the padding off: clears the bit and shortens {@link #length}. */
    public void removePadding() {
        buffer[offset] &= ~PADDING_BIT;
        length -= paddingLength;
        paddingLength = 0;
    }
}
