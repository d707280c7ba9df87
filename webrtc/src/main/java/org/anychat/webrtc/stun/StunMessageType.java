package org.anychat.webrtc.stun;

/**
 * Method and class of a STUN message (RFC 8489 section 5).
 *
 * @param method 0 to 0xFFF
 * @param stunClass the class
 */
public record StunMessageType(int method, StunClass stunClass) {
    /** The Binding method, the only one of ICE. */
    public static final int BINDING = 0x001;

    /** Asks for the reflexive address; in ICE, a connectivity check. */
    public static final StunMessageType BINDING_REQUEST = new StunMessageType(BINDING, StunClass.REQUEST);

    /** Keeps a NAT binding alive. */
    public static final StunMessageType BINDING_INDICATION = new StunMessageType(BINDING, StunClass.INDICATION);

    /** Tells the reflexive address. */
    public static final StunMessageType BINDING_SUCCESS = new StunMessageType(BINDING, StunClass.SUCCESS_RESPONSE);

    /** Refuses a binding request. */
    public static final StunMessageType BINDING_ERROR = new StunMessageType(BINDING, StunClass.ERROR_RESPONSE);

    /**
     * Refuses a method that the wire cannot carry.
     *
     * @param method 0 to 0xFFF
     * @param stunClass the class
     */
    public StunMessageType {
        if (method < 0 || method > 0xFFF) {
            throw new IllegalArgumentException("method " + method);
        }
    }

    /** The class's two bits stand at bits 4 and 8, between those of the method. */
    static StunMessageType ofWire(int bits) {
        int method = (bits & 0x000F) | ((bits & 0x00E0) >> 1) | ((bits & 0x3E00) >> 2);
        int classBits = ((bits & 0x0010) >> 4) | ((bits & 0x0100) >> 7);
        return new StunMessageType(method, StunClass.ofBits(classBits));
    }

    int wire() {
        int classBits = stunClass.bits();
        int methodBits = (method & 0x000F) | ((method & 0x0070) << 1) | ((method & 0x0F80) << 2);
        return methodBits | ((classBits & 1) << 4) | ((classBits & 2) << 7);
    }
}
