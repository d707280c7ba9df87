package org.anychat.webrtc.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.anychat.webrtc.stun.StunAttribute.ChangeRequest;
import org.anychat.webrtc.stun.StunAttribute.ErrorCode;
import org.anychat.webrtc.stun.StunAttribute.IceControlled;
import org.anychat.webrtc.stun.StunAttribute.IceControlling;
import org.anychat.webrtc.stun.StunAttribute.Nonce;
import org.anychat.webrtc.stun.StunAttribute.Opaque;
import org.anychat.webrtc.stun.StunAttribute.Priority;
import org.anychat.webrtc.stun.StunAttribute.Realm;
import org.anychat.webrtc.stun.StunAttribute.Software;
import org.anychat.webrtc.stun.StunAttribute.UnknownAttributes;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;

/** The values of attributes on the wire. */
final class StunAttributeCodec {
    static final int CHANGE_REQUEST = 0x0003;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int ERROR_CODE = 0x0009;
    static final int UNKNOWN_ATTRIBUTES = 0x000A;
    static final int REALM = 0x0014;
    static final int NONCE = 0x0015;
    static final int XOR_MAPPED_ADDRESS = 0x0020;
    static final int PRIORITY = 0x0024;
    static final int USE_CANDIDATE = 0x0025;
    static final int SOFTWARE = 0x8022;
    static final int FINGERPRINT = 0x8028;
    static final int ICE_CONTROLLED = 0x8029;
    static final int ICE_CONTROLLING = 0x802A;

    private static final int USERNAME_MAX_LENGTH = 508;
    private static final int TEXT_MAX_LENGTH = 763;
    private static final int CHANGE_ADDRESS = 0x04;
    private static final int CHANGE_PORT = 0x02;
    private static final int FAMILY_IPV4 = 1;
    private static final int FAMILY_IPV6 = 2;

    private StunAttributeCodec() {}

    /** Gives null where the value is not one of the type. */
    static StunAttribute decode(int type, ByteBuffer value, TransactionId transactionId) {
        int length = value.remaining();
        return switch (type) {
            case CHANGE_REQUEST -> length != 4 ? null : changeOf(value.getInt());
            case USERNAME -> length > USERNAME_MAX_LENGTH ? null : textOf(value, Username::new);
            case SOFTWARE -> length > TEXT_MAX_LENGTH ? null : textOf(value, Software::new);
            case REALM -> length > TEXT_MAX_LENGTH ? null : textOf(value, Realm::new);
            case NONCE -> length > TEXT_MAX_LENGTH ? null : textOf(value, Nonce::new);
            case XOR_MAPPED_ADDRESS -> addressOf(value, transactionId);
            case ERROR_CODE -> errorOf(value);
            case UNKNOWN_ATTRIBUTES -> length % 2 != 0 ? null : typesOf(value);
            case PRIORITY -> length != 4 ? null : new Priority(value.getInt() & 0xFFFFFFFFL);
            case USE_CANDIDATE -> length != 0 ? null : new UseCandidate();
            case ICE_CONTROLLED -> length != 8 ? null : new IceControlled(value.getLong());
            case ICE_CONTROLLING -> length != 8 ? null : new IceControlling(value.getLong());
            default -> opaqueOf(type, value);
        };
    }

    static void encode(StunAttribute attribute, ByteBuffer to, TransactionId transactionId) {
        if (attribute instanceof ChangeRequest change) {
            to.putInt((change.address() ? CHANGE_ADDRESS : 0) | (change.port() ? CHANGE_PORT : 0));
        } else if (attribute instanceof Username username) {
            putText(username.value(), USERNAME_MAX_LENGTH, to);
        } else if (attribute instanceof Software software) {
            putText(software.value(), TEXT_MAX_LENGTH, to);
        } else if (attribute instanceof Realm realm) {
            putText(realm.value(), TEXT_MAX_LENGTH, to);
        } else if (attribute instanceof Nonce nonce) {
            putText(nonce.value(), TEXT_MAX_LENGTH, to);
        } else if (attribute instanceof XorMappedAddress mapped) {
            putAddress(mapped.address(), to, transactionId);
        } else if (attribute instanceof ErrorCode error) {
            to.putShort((short) 0).put((byte) (error.code() / 100)).put((byte) (error.code() % 100));
            putText(error.reason(), TEXT_MAX_LENGTH, to);
        } else if (attribute instanceof UnknownAttributes unknown) {
            unknown.types().forEach(type -> to.putShort(type.shortValue()));
        } else if (attribute instanceof Priority priority) {
            to.putInt((int) priority.value());
        } else if (attribute instanceof IceControlled controlled) {
            to.putLong(controlled.tieBreaker());
        } else if (attribute instanceof IceControlling controlling) {
            to.putLong(controlling.tieBreaker());
        } else if (attribute instanceof Opaque opaque) {
            to.put(opaque.value());
        }
    }

    /** Strict, because a name that changes when it is decoded could pass for another one. Null where it is no UTF-8. */
    static String text(ByteBuffer value) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(value).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static StunAttribute textOf(ByteBuffer value, Function<String, StunAttribute> constructor) {
        String text = text(value);
        return text == null ? null : constructor.apply(text);
    }

    private static StunAttribute opaqueOf(int type, ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return new Opaque(type, bytes);
    }

    private static StunAttribute changeOf(int flags) {
        return new ChangeRequest((flags & CHANGE_ADDRESS) != 0, (flags & CHANGE_PORT) != 0);
    }

    private static StunAttribute errorOf(ByteBuffer value) {
        if (value.remaining() < 4 || value.remaining() > 4 + TEXT_MAX_LENGTH) {
            return null;
        }
        value.getShort();
        int hundreds = value.get() & 0x07;
        int number = value.get() & 0xFF;
        String reason = text(value);
        return hundreds < 3 || hundreds > 6 || number > 99 || reason == null
                ? null
                : new ErrorCode(hundreds * 100 + number, reason);
    }

    private static StunAttribute typesOf(ByteBuffer value) {
        List<Integer> types = new ArrayList<>(value.remaining() / 2);
        while (value.hasRemaining()) {
            types.add(value.getShort() & 0xFFFF);
        }
        return new UnknownAttributes(types);
    }

    private static StunAttribute addressOf(ByteBuffer value, TransactionId transactionId) {
        if (value.remaining() < 4) {
            return null;
        }
        int family = value.getShort() & 0xFF;
        int port = (value.getShort() ^ (StunMessage.MAGIC_COOKIE >>> 16)) & 0xFFFF;
        boolean lengthFits =
                (family == FAMILY_IPV4 && value.remaining() == 4) || (family == FAMILY_IPV6 && value.remaining() == 16);
        return lengthFits ? new XorMappedAddress(socketAddress(value, port, transactionId)) : null;
    }

    private static InetSocketAddress socketAddress(ByteBuffer value, int port, TransactionId transactionId) {
        byte[] address = new byte[value.remaining()];
        value.get(address);
        xor(address, transactionId);
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void putAddress(InetSocketAddress socketAddress, ByteBuffer to, TransactionId transactionId) {
        byte[] address = socketAddress.getAddress().getAddress();
        xor(address, transactionId);
        to.putShort((short) (address.length == 4 ? FAMILY_IPV4 : FAMILY_IPV6));
        to.putShort((short) (socketAddress.getPort() ^ (StunMessage.MAGIC_COOKIE >>> 16)));
        to.put(address);
    }

    private static void xor(byte[] address, TransactionId transactionId) {
        ByteBuffer pad = ByteBuffer.allocate(16)
                .putInt(StunMessage.MAGIC_COOKIE)
                .putInt(transactionId.high())
                .putLong(transactionId.low());
        for (int i = 0; i < address.length; i++) {
            address[i] ^= pad.get(i);
        }
    }

    private static void putText(String text, int maxLength, ByteBuffer to) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxLength) {
            throw new IllegalArgumentException("longer than " + maxLength + " bytes: " + text);
        }
        to.put(bytes);
    }
}
