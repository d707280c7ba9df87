package org.anychat.webrtc.stun;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * An attribute of a STUN message, apart from MESSAGE-INTEGRITY and FINGERPRINT. Names and meaning: RFC 8489 section 14,
 * RFC 8445 section 16.1.
 */
public sealed interface StunAttribute {
    /**
     * The type as on the wire.
     *
     * @return 0 to 0xFFFF; below 0x8000 a receiver must understand it
     */
    int type();

    /**
     * USERNAME; in a connectivity check the receiver's ufrag, a colon and the sender's.
     *
     * @param value at most 508 bytes of UTF-8
     */
    record Username(String value) implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.USERNAME;
        }
    }

    /**
     * CHANGE-REQUEST (RFC 5780 section 7.2): the answer is to come from elsewhere than the request went to.
     *
     * @param address from another IP address
     * @param port from another port
     */
    record ChangeRequest(boolean address, boolean port) implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.CHANGE_REQUEST;
        }
    }

    /**
     * SOFTWARE.
     *
     * @param value at most 763 bytes of UTF-8
     */
    record Software(String value) implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.SOFTWARE;
        }
    }

    /**
     * REALM.
     *
     * @param value at most 763 bytes of UTF-8
     */
    record Realm(String value) implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.REALM;
        }
    }

    /**
     * NONCE.
     *
     * @param value at most 763 bytes of UTF-8
     */
    record Nonce(String value) implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.NONCE;
        }
    }

    /**
     * XOR-MAPPED-ADDRESS: the sender's address as the receiver saw it.
     *
     * @param address resolved, IPv4 or IPv6
     */
    record XorMappedAddress(InetSocketAddress address) implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.XOR_MAPPED_ADDRESS;
        }
    }

    /**
     * ERROR-CODE.
     *
     * @param code 300 to 699
     * @param reason at most 763 bytes of UTF-8
     */
    record ErrorCode(int code, String reason) implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.ERROR_CODE;
        }
    }

    /**
     * UNKNOWN-ATTRIBUTES, in a 420 response.
     *
     * @param types each 0 to 0xFFFF
     */
    record UnknownAttributes(List<Integer> types) implements StunAttribute {
        /**
         * Copies the list.
         *
         * @param types each 0 to 0xFFFF
         */
        public UnknownAttributes {
            types = List.copyOf(types);
        }

        @Override
        public int type() {
            return StunAttributeCodec.UNKNOWN_ATTRIBUTES;
        }
    }

    /**
     * PRIORITY: of the peer-reflexive candidate that a check may reveal.
     *
     * @param value 0 to 2^32 - 1
     */
    record Priority(long value) implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.PRIORITY;
        }
    }

    /** USE-CANDIDATE: nominates the pair of the check. */
    record UseCandidate() implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.USE_CANDIDATE;
        }
    }

    /**
     * ICE-CONTROLLED: the sender is the controlled agent.
     *
     * @param tieBreaker 64 random bits
     */
    record IceControlled(long tieBreaker) implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.ICE_CONTROLLED;
        }
    }

    /**
     * ICE-CONTROLLING: the sender is the controlling agent.
     *
     * @param tieBreaker 64 random bits
     */
    record IceControlling(long tieBreaker) implements StunAttribute {
        @Override
        public int type() {
            return StunAttributeCodec.ICE_CONTROLLING;
        }
    }

    /** An attribute of any other type, kept as it came. */
    final class Opaque implements StunAttribute {
        private final int type;
        private final byte[] value;

        /**
         * Copies the value.
         *
         * @param type 0 to 0xFFFF
         * @param value without padding
         */
        public Opaque(int type, byte[] value) {
            this.type = type;
            this.value = value.clone();
        }

        @Override
        public int type() {
            return type;
        }

        /**
         * The value without padding.
         *
         * @return a copy
         */
        public byte[] value() {
            return value.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Opaque that && type == that.type && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return 31 * type + Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Opaque[type=0x" + Integer.toHexString(type) + ", value="
                    + HexFormat.of().formatHex(value) + "]";
        }
    }
}
