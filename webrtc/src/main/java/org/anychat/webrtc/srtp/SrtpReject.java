package org.anychat.webrtc.srtp;

/**
 * Why a packet was not protected or not opened. The packet methods return {@link #code()}, a negative number, in place
 * of a length.
 */
public enum SrtpReject {
    /** Not an RTP or RTCP packet of version 2, or too short to be a protected one. */
    MALFORMED(-1),
    /** This index was seen before (RFC 3711 section 3.3.2). */
    REPLAYED(-2),
    /** Before the replay window, or before the first packet of its source. */
    TOO_OLD(-3),
    /** The tag does not match: damaged, forged, or of other keys. */
    AUTHENTICATION_FAILED(-4),
    /** Of a new source, while as many as may be are sent already. */
    TOO_MANY_SOURCES(-5),
    /** The key has protected as much as it may (2^48 RTP or 2^31 RTCP packets, RFC 3711 section 9.2). */
    KEY_EXHAUSTED(-6),
    /** The buffer has no room behind the packet for what protecting adds. */
    NO_ROOM(-7),
    /** Of a source that has ended, see {@link SrtpSender#end}. */
    SOURCE_ENDED(-8);

    private static final SrtpReject[] VALUES = values();

    private final int code;

    SrtpReject(int code) {
        this.code = code;
    }

    /**
     * What the packet methods return for this reason.
     *
     * @return a negative number
     */
    public int code() {
        return code;
    }

    /**
     * The reason behind a negative result.
     *
     * @param result what a packet method returned
     * @return the reason
     * @throws IllegalArgumentException if the result is a length
     */
    public static SrtpReject of(int result) {
        if (result >= 0) {
            throw new IllegalArgumentException("not a reject: " + result);
        }
        return VALUES[-1 - result];
    }
}
