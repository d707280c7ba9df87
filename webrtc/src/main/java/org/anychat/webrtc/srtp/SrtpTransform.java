package org.anychat.webrtc.srtp;

/**
 * Encryption and authentication of one direction, with all keys known and without memory of packets. The caller has
 * checked the shape of the packet and the room behind it. Lengths count from the offset; an {@code open} method that
 * returns a reject code leaves the buffer as it was.
 */
interface SrtpTransform {
    /** Set in the SRTCP index word when the packet is encrypted (RFC 3711 section 3.4). */
    int ENCRYPTED = 0x8000_0000;

    int sealRtp(byte[] buffer, int offset, int headerLength, int length, long index);

    int openRtp(byte[] buffer, int offset, int headerLength, int length, long index);

    int sealRtcp(byte[] buffer, int offset, int length, int indexWord);

    int openRtcp(byte[] buffer, int offset, int length);

    /** Where the E bit and the SRTCP index are in a protected packet of this length. */
    int indexWordAt(int offset, int length);

    static SrtpTransform of(SrtpProfile profile, byte[] masterKey, byte[] masterSalt, SrtpScratch scratch) {
        SessionKeys rtp = SessionKeys.rtp(profile, masterKey, masterSalt);
        SessionKeys rtcp = SessionKeys.rtcp(profile, masterKey, masterSalt);
        return of(profile, rtp, rtcp, scratch);
    }

    static SrtpTransform of(SrtpProfile profile, SessionKeys rtp, SessionKeys rtcp, SrtpScratch scratch) {
        return switch (profile) {
            case AEAD_AES_128_GCM, AEAD_AES_256_GCM -> new AesGcmTransform(rtp, rtcp, scratch);
            case AES128_CM_HMAC_SHA1_80 -> new AesCmHmacSha1Transform(rtp, rtcp);
        };
    }
}
