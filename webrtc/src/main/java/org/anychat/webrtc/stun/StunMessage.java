package org.anychat.webrtc.stun;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A STUN message (RFC 8489 section 5). MESSAGE-INTEGRITY and FINGERPRINT are not among its attributes: they belong to
 * the bytes, see {@link MessageIntegrity} and {@link Fingerprint}.
 *
 * @param type method and class
 * @param transactionId pairs responses with requests
 * @param attributes in the order of the wire; of several with one type the first counts
 */
public record StunMessage(StunMessageType type, TransactionId transactionId, List<StunAttribute> attributes) {
    /** Bytes before the first attribute. */
    public static final int HEADER_LENGTH = 20;

    static final int MAGIC_COOKIE = 0x2112A442;
    static final int ATTRIBUTE_HEADER_LENGTH = 4;

    private static final int MAX_ATTRIBUTES = 32;

    /**
     * Copies the list.
     *
     * @param type method and class
     * @param transactionId pairs responses with requests
     * @param attributes in the order of the wire
     */
    public StunMessage {
        attributes = List.copyOf(attributes);
    }

    /**
     * Decodes a datagram. A FINGERPRINT, where there is one, must be right; a MESSAGE-INTEGRITY is not checked, but
     * attributes that it does not cover are left out (RFC 8489 section 14.5).
     *
     * @param buffer holds the datagram
     * @param offset of its first byte
     * @param length in bytes; the message must fill it
     * @return empty where the bytes are no well-formed STUN message, or have more than 32 attributes
     */
    public static Optional<StunMessage> decode(byte[] buffer, int offset, int length) {
        if (!isFramed(buffer, offset, length)) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(buffer, offset, length);
        StunMessageType type = StunMessageType.ofWire(in.getShort());
        in.position(offset + 8);
        TransactionId transactionId = new TransactionId(in.getInt(), in.getLong());
        List<StunAttribute> attributes = new ArrayList<>(8);
        boolean sound = decodeAttributes(in, transactionId, attributes)
                && (!Fingerprint.isPresent(buffer, offset, length) || Fingerprint.matches(buffer, offset, length));
        return sound ? Optional.of(new StunMessage(type, transactionId, attributes)) : Optional.empty();
    }

    /**
     * Finds the USERNAME of a datagram without decoding the rest, to tell whom it is for. Whether it is genuine, only
     * its MESSAGE-INTEGRITY shows.
     *
     * @param buffer holds the datagram
     * @param offset of its first byte
     * @param length in bytes
     * @return empty where the datagram is no STUN message or has no such attribute
     */
    public static Optional<String> username(byte[] buffer, int offset, int length) {
        if (!isFramed(buffer, offset, length)) {
            return Optional.empty();
        }
        int at = StunFrame.find(StunAttributeCodec.USERNAME, buffer, offset, length);
        if (at < 0) {
            return Optional.empty();
        }
        int valueLength = StunFrame.uint16(buffer, at + 2);
        return Optional.ofNullable(
                StunAttributeCodec.text(ByteBuffer.wrap(buffer, at + ATTRIBUTE_HEADER_LENGTH, valueLength)));
    }

    /**
     * The first attribute of a kind.
     *
     * @param kind the attribute's class
     * @param <A> the attribute's class
     * @return empty where there is none
     */
    public <A extends StunAttribute> Optional<A> first(Class<A> kind) {
        for (StunAttribute attribute : attributes) {
            if (kind.isInstance(attribute)) {
                return Optional.of(kind.cast(attribute));
            }
        }
        return Optional.empty();
    }

    /**
     * Encodes without MESSAGE-INTEGRITY and FINGERPRINT.
     *
     * @param buffer gets the bytes; too small a one is the caller's fault and throws
     * @param offset of the first byte
     * @return the length, in bytes
     */
    public int encode(byte[] buffer, int offset) {
        ByteBuffer out = ByteBuffer.wrap(buffer, offset, buffer.length - offset);
        out.putShort((short) type.wire()).putShort((short) 0).putInt(MAGIC_COOKIE);
        out.putInt(transactionId.high()).putLong(transactionId.low());
        for (StunAttribute attribute : attributes) {
            encodeAttribute(attribute, out);
        }
        int length = out.position() - offset;
        StunFrame.length(buffer, offset, length - HEADER_LENGTH);
        return length;
    }

    /**
     * Encodes with MESSAGE-INTEGRITY and FINGERPRINT.
     *
     * @param buffer gets the bytes; too small a one is the caller's fault and throws
     * @param offset of the first byte
     * @param integrity the key
     * @return the length, in bytes
     */
    public int encode(byte[] buffer, int offset, MessageIntegrity integrity) {
        int signedLength = integrity.append(buffer, offset, encode(buffer, offset));
        return Fingerprint.append(buffer, offset, signedLength);
    }

    private static boolean isFramed(byte[] buffer, int offset, int length) {
        return length >= HEADER_LENGTH
                && (buffer[offset] & 0xC0) == 0
                && length % 4 == 0
                && StunFrame.uint16(buffer, offset + 2) == length - HEADER_LENGTH
                && StunFrame.int32(buffer, offset + 4) == MAGIC_COOKIE;
    }

    private static boolean decodeAttributes(ByteBuffer in, TransactionId transactionId, List<StunAttribute> to) {
        boolean covered = true;
        while (in.hasRemaining()) {
            int type = in.getShort() & 0xFFFF;
            int valueLength = in.getShort() & 0xFFFF;
            int paddedLength = (valueLength + 3) & ~3;
            if (paddedLength > in.remaining() || !isPlaced(type, valueLength, in)) {
                return false;
            }
            covered = covered && type != StunAttributeCodec.MESSAGE_INTEGRITY;
            if (covered && type != StunAttributeCodec.FINGERPRINT) {
                StunAttribute attribute =
                        StunAttributeCodec.decode(type, in.slice(in.position(), valueLength), transactionId);
                if (attribute == null || to.size() == MAX_ATTRIBUTES) {
                    return false;
                }
                to.add(attribute);
            }
            in.position(in.position() + paddedLength);
        }
        return true;
    }

    /** FINGERPRINT must be the last attribute (RFC 8489 section 14.7), and both checks have a fixed length. */
    private static boolean isPlaced(int type, int valueLength, ByteBuffer in) {
        return switch (type) {
            case StunAttributeCodec.FINGERPRINT -> valueLength == 4 && in.remaining() == 4;
            case StunAttributeCodec.MESSAGE_INTEGRITY -> valueLength == MessageIntegrity.LENGTH;
            default -> true;
        };
    }

    private void encodeAttribute(StunAttribute attribute, ByteBuffer out) {
        int start = out.position();
        out.putShort((short) attribute.type()).putShort((short) 0);
        StunAttributeCodec.encode(attribute, out, transactionId);
        int valueLength = out.position() - start - ATTRIBUTE_HEADER_LENGTH;
        out.putShort(start + 2, (short) valueLength);
        while ((out.position() - start) % 4 != 0) {
            out.put((byte) 0);
        }
    }
}
