package org.anychat.runtime.standby;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The datagrams as bytes: a first byte outside of RFC 7983's ranges, "ACS", version, type, body, and 16 bytes of
 * HMAC-SHA-256 over all before them. Each type has one length, and questions are padded beyond any answer.
 */
final class StandbyCodec {
    static final int MAC_BYTES = 16;
    /** Of hello and activate, which anybody may send from any address. */
    static final int QUESTION_BYTES = 128;

    private static final int MAGIC = 0xF5414353;
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 6;
    private static final int CERTIFICATE_BYTES = 32;
    private static final int PORT_MASK = 0xFFFF;
    private static final int SERVES = 1;
    private static final int WITNESSED = 2;
    private static final int WANTS = 1;
    private static final int HOLDS = 2;
    private static final byte[] NO_KEY = new byte[CERTIFICATE_BYTES];

    private enum Type {
        HELLO(0, QUESTION_BYTES),
        CHALLENGE(1, HEADER_BYTES + 2 * Nonce.BYTES + MAC_BYTES),
        ACTIVATE(2, QUESTION_BYTES),
        ACTIVATED(3, HEADER_BYTES + 2 * Nonce.BYTES + 9 + 8 + 2 + CERTIFICATE_BYTES + MAC_BYTES),
        REFUSED(4, HEADER_BYTES + Nonce.BYTES + 4 + MAC_BYTES),
        PING(5, HEADER_BYTES + 8 + 8 + 8 + 9 + MAC_BYTES),
        PONG(6, HEADER_BYTES + 8 + 8 + 9 + MAC_BYTES),
        INQUIRE(7, QUESTION_BYTES),
        CLAIMING(8, QUESTION_BYTES),
        RULED(9, HEADER_BYTES + 2 * Nonce.BYTES + 8 + 1 + 8 + MAC_BYTES);

        private final int number;
        private final int bytes;

        Type(int number, int bytes) {
            this.number = number;
            this.bytes = bytes;
        }

        static Type of(int number, int bytes) {
            for (Type type : values()) {
                if (type.number == number && type.bytes == bytes) {
                    return type;
                }
            }
            return null;
        }
    }

    private StandbyCodec() {}

    static byte[] encode(StandbyMessage message, byte[] key) {
        Type type = typeOf(message);
        ByteBuffer buffer = ByteBuffer.allocate(type.bytes);
        buffer.putInt(MAGIC).put(VERSION).put((byte) type.number);
        write(message, buffer);
        byte[] bytes = buffer.array();
        byte[] mac = StandbySecret.hmac(key, bytes, 0, bytes.length - MAC_BYTES);
        System.arraycopy(mac, 0, bytes, bytes.length - MAC_BYTES, MAC_BYTES);
        return bytes;
    }

    private static void write(StandbyMessage message, ByteBuffer buffer) {
        if (message instanceof StandbyMessage.Hello hello) {
            hello.slave().write(buffer);
        } else if (message instanceof StandbyMessage.Challenge challenge) {
            challenge.slave().write(buffer);
            challenge.master().write(buffer);
        } else if (message instanceof StandbyMessage.Activate activate) {
            write(activate, buffer);
        } else if (message instanceof StandbyMessage.Activated activated) {
            write(activated, buffer);
        } else if (message instanceof StandbyMessage.Refused refused) {
            refused.slave().write(buffer);
            buffer.putInt(refused.code());
        } else if (message instanceof StandbyMessage.Ping ping) {
            buffer.putLong(ping.session()).putLong(ping.sequence()).putLong(ping.heard());
            write(ping.standing(), buffer);
        } else if (message instanceof StandbyMessage.Pong pong) {
            buffer.putLong(pong.session()).putLong(pong.sequence());
            write(pong.standing(), buffer);
        } else {
            writeOfWitness(message, buffer);
        }
    }

    private static void writeOfWitness(StandbyMessage message, ByteBuffer buffer) {
        if (message instanceof StandbyMessage.Inquire inquire) {
            inquire.contender().write(buffer);
        } else if (message instanceof StandbyMessage.Claiming claiming) {
            claiming.contender().write(buffer);
            claiming.challenge().write(buffer);
            write(claiming.claim(), buffer);
        } else if (message instanceof StandbyMessage.Ruled ruled) {
            ruled.contender().write(buffer);
            ruled.challenge().write(buffer);
            buffer.putLong(ruled.ruling().sequence());
            buffer.put((byte) (ruled.ruling().granted() ? 1 : 0));
            buffer.putLong(ruled.ruling().epoch());
        }
    }

    private static void write(WitnessLease.Claim claim, ByteBuffer buffer) {
        buffer.putLong(claim.life()).putLong(claim.sequence()).putLong(claim.epoch());
        buffer.put((byte) ((claim.wants() ? WANTS : 0) | (claim.holds() ? HOLDS : 0)));
    }

    private static WitnessLease.Claim claim(ByteBuffer buffer) {
        long life = buffer.getLong();
        long sequence = buffer.getLong();
        long epoch = buffer.getLong();
        byte flags = buffer.get();
        return new WitnessLease.Claim(life, sequence, epoch, (flags & WANTS) != 0, (flags & HOLDS) != 0);
    }

    /** Whether somebody asks a witness, or seems to. */
    static boolean isForWitness(byte[] data, int offset, int length) {
        int type = length < HEADER_BYTES ? -1 : data[offset + HEADER_BYTES - 1];
        return type == Type.INQUIRE.number || type == Type.CLAIMING.number;
    }

    /** Not made with the password: whoever does not know it gets nothing to try words on. */
    static byte[] wrongPassword(Nonce asker) {
        return encode(new StandbyMessage.Refused(asker, StandbyMessage.Refused.WRONG_PASSWORD), NO_KEY);
    }

    private static Type typeOf(StandbyMessage message) {
        if (message instanceof StandbyMessage.Hello) {
            return Type.HELLO;
        } else if (message instanceof StandbyMessage.Challenge) {
            return Type.CHALLENGE;
        } else if (message instanceof StandbyMessage.Activate) {
            return Type.ACTIVATE;
        } else if (message instanceof StandbyMessage.Activated) {
            return Type.ACTIVATED;
        } else if (message instanceof StandbyMessage.Refused) {
            return Type.REFUSED;
        }
        return message instanceof StandbyMessage.Ping ? Type.PING : typeOfRest(message);
    }

    private static Type typeOfRest(StandbyMessage message) {
        if (message instanceof StandbyMessage.Inquire) {
            return Type.INQUIRE;
        } else if (message instanceof StandbyMessage.Claiming) {
            return Type.CLAIMING;
        }
        return message instanceof StandbyMessage.Ruled ? Type.RULED : Type.PONG;
    }

    private static void write(StandbyMessage.Activate activate, ByteBuffer buffer) {
        activate.slave().write(buffer);
        activate.master().write(buffer);
        buffer.putShort((short) activate.udpPort()).putShort((short) activate.tcpPort());
        write(activate.standing(), buffer);
        buffer.putLong(activate.formerLife());
    }

    private static void write(StandbyMessage.Activated activated, ByteBuffer buffer) {
        activated.slave().write(buffer);
        activated.master().write(buffer);
        write(activated.standing(), buffer);
        buffer.putLong(activated.life()).putShort((short) activated.tcpPort());
        buffer.put(HexFormat.of().parseHex(activated.certificate()));
    }

    private static void write(Standing standing, ByteBuffer buffer) {
        buffer.putLong(standing.epoch());
        buffer.put((byte) ((standing.serves() ? SERVES : 0) | (standing.witnessed() ? WITNESSED : 0)));
    }

    /** Reads a datagram of which nobody has proved anything yet; empty for anything that is none of ours. */
    static Optional<StandbyMessage> decode(byte[] data, int offset, int length) {
        if (length < HEADER_BYTES || length > QUESTION_BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(data, offset, length);
        if (buffer.getInt() != MAGIC || buffer.get() != VERSION) {
            return Optional.empty();
        }
        Type type = Type.of(buffer.get(), length);
        return type == null ? Optional.empty() : Optional.of(body(type, buffer));
    }

    private static StandbyMessage body(Type type, ByteBuffer buffer) {
        return switch (type) {
            case HELLO -> new StandbyMessage.Hello(Nonce.read(buffer));
            case CHALLENGE -> new StandbyMessage.Challenge(Nonce.read(buffer), Nonce.read(buffer));
            case ACTIVATE ->
                new StandbyMessage.Activate(
                        Nonce.read(buffer),
                        Nonce.read(buffer),
                        buffer.getShort() & PORT_MASK,
                        buffer.getShort() & PORT_MASK,
                        standing(buffer),
                        buffer.getLong());
            case ACTIVATED ->
                new StandbyMessage.Activated(
                        Nonce.read(buffer),
                        Nonce.read(buffer),
                        standing(buffer),
                        buffer.getLong(),
                        buffer.getShort() & PORT_MASK,
                        certificate(buffer));
            case REFUSED -> new StandbyMessage.Refused(Nonce.read(buffer), buffer.getInt());
            case PING ->
                new StandbyMessage.Ping(buffer.getLong(), buffer.getLong(), buffer.getLong(), standing(buffer));
            case PONG -> new StandbyMessage.Pong(buffer.getLong(), buffer.getLong(), standing(buffer));
            case INQUIRE -> new StandbyMessage.Inquire(Nonce.read(buffer));
            case CLAIMING -> new StandbyMessage.Claiming(Nonce.read(buffer), Nonce.read(buffer), claim(buffer));
            case RULED -> new StandbyMessage.Ruled(Nonce.read(buffer), Nonce.read(buffer), ruling(buffer));
        };
    }

    private static Standing standing(ByteBuffer buffer) {
        long epoch = buffer.getLong();
        byte flags = buffer.get();
        return new Standing(epoch, (flags & SERVES) != 0, (flags & WITNESSED) != 0);
    }

    private static WitnessLease.Ruling ruling(ByteBuffer buffer) {
        return new WitnessLease.Ruling(buffer.getLong(), buffer.get() == 1, buffer.getLong());
    }

    private static String certificate(ByteBuffer buffer) {
        byte[] bytes = new byte[CERTIFICATE_BYTES];
        buffer.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Whether a datagram that could be read was made by somebody who has the key. */
    static boolean isAuthentic(byte[] data, int offset, int length, byte[] key) {
        int bodyBytes = length - MAC_BYTES;
        byte[] mac = Arrays.copyOf(StandbySecret.hmac(key, data, offset, bodyBytes), MAC_BYTES);
        return MessageDigest.isEqual(mac, Arrays.copyOfRange(data, offset + bodyBytes, offset + length));
    }
}
