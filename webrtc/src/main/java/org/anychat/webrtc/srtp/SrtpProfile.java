package org.anychat.webrtc.srtp;

import java.util.Optional;

/** The SRTP protection profiles spoken here, best first (RFC 5764 section 4.1.2, RFC 7714 section 14.2). */
public enum SrtpProfile {
    /** AES-128 in Galois/Counter Mode with a tag of 16 bytes (RFC 7714). */
    AEAD_AES_128_GCM(0x0007, 16, 12, 16),
    /** The same with AES-256 (RFC 7714), which costs more per packet: after its sister, for peers that have it alone. */
    AEAD_AES_256_GCM(0x0008, 32, 12, 16),
    /** AES-128 in counter mode with HMAC-SHA1 cut to 10 bytes, which every WebRTC endpoint speaks (RFC 3711). */
    AES128_CM_HMAC_SHA1_80(0x0001, 16, 14, 10);

    /**
     * The most bytes that protecting adds to a packet, over all profiles, RTP and RTCP: a buffer with this much tail
     * room behind the packet is always large enough.
     */
    public static final int MAX_OVERHEAD_BYTES = 16 + 4;

    private final int codePoint;
    private final int masterKeyLength;
    private final int masterSaltLength;
    private final int tagLength;

    SrtpProfile(int codePoint, int masterKeyLength, int masterSaltLength, int tagLength) {
        this.codePoint = codePoint;
        this.masterKeyLength = masterKeyLength;
        this.masterSaltLength = masterSaltLength;
        this.tagLength = tagLength;
    }

    /**
     * Finds a profile by its number in the use_srtp extension.
     *
     * @param codePoint the two-byte code point
     * @return the profile, or empty when it is not spoken here
     */
    public static Optional<SrtpProfile> of(int codePoint) {
        for (SrtpProfile profile : values()) {
            if (profile.codePoint == codePoint) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }

    /**
     * The number of the profile in the use_srtp extension.
     *
     * @return the two-byte code point
     */
    public int codePoint() {
        return codePoint;
    }

    /**
     * Length of the master key.
     *
     * @return bytes
     */
    public int masterKeyLength() {
        return masterKeyLength;
    }

    /**
     * Length of the master salt.
     *
     * @return bytes
     */
    public int masterSaltLength() {
        return masterSaltLength;
    }

    /**
     * How much the DTLS exporter must give: two master keys and two master salts (RFC 5764 section 4.2).
     *
     * @return bytes
     */
    public int keyingMaterialLength() {
        return 2 * (masterKeyLength + masterSaltLength);
    }

    /**
     * By how much a protected RTP packet is longer.
     *
     * @return bytes
     */
    public int rtpOverheadBytes() {
        return tagLength;
    }

    /**
     * By how much a protected RTCP packet is longer.
     *
     * @return bytes
     */
    public int rtcpOverheadBytes() {
        return tagLength + 4;
    }

    int tagLength() {
        return tagLength;
    }

    /** Whether the cipher authenticates by itself, without a key of its own for that. */
    boolean isAead() {
        return this != AES128_CM_HMAC_SHA1_80;
    }
}
