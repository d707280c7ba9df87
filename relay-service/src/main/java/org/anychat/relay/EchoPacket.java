package org.anychat.relay;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * What the relay sends to itself: a STUN Binding indication (RFC 8489 section 5), which firewalls let pass and nobody
 * answers, with 96 random bits for a transaction.
 */
record EchoPacket(long head, int tail) {
    private static final int LENGTH = 20;
    private static final int BINDING_INDICATION = 0x0011;
    private static final int MAGIC_COOKIE = 0x2112A442;

    static EchoPacket draw(SecureRandom random) {
        return new EchoPacket(random.nextLong(), random.nextInt());
    }

    byte[] encode() {
        return ByteBuffer.allocate(LENGTH)
                .putShort((short) BINDING_INDICATION)
                .putShort((short) 0)
                .putInt(MAGIC_COOKIE)
                .putLong(head)
                .putInt(tail)
                .array();
    }

    /** Empty where it is anything else; reads no further than the length. */
    static Optional<EchoPacket> decode(byte[] data, int offset, int length) {
        if (length != LENGTH) {
            return Optional.empty();
        }
        ByteBuffer packet = ByteBuffer.wrap(data, offset, length);
        boolean indication = packet.getInt() == BINDING_INDICATION << 16 && packet.getInt() == MAGIC_COOKIE;
        return indication ? Optional.of(new EchoPacket(packet.getLong(), packet.getInt())) : Optional.empty();
    }
}
