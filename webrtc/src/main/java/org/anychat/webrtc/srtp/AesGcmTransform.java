package org.anychat.webrtc.srtp;

/** AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 7714), which differ in the length of the key alone. */
final class AesGcmTransform implements SrtpTransform {
    private static final int TAG_LENGTH = AesGcm.TAG_LENGTH;
    private static final int INDEX_WORD_LENGTH = 4;
    private static final int NONCE_LENGTH = AesGcm.NONCE_LENGTH;

    private final AesGcm rtp;
    private final AesGcm rtcp;
    private final byte[] rtpSalt;
    private final byte[] rtcpSalt;
    private final byte[] nonce;

    AesGcmTransform(SessionKeys rtpKeys, SessionKeys rtcpKeys, SrtpScratch scratch) {
        rtp = AesGcm.of(rtpKeys.encryption(), scratch);
        rtcp = AesGcm.of(rtcpKeys.encryption(), scratch);
        nonce = scratch.nonce;
        rtpSalt = rtpKeys.salt();
        rtcpSalt = rtcpKeys.salt();
    }

    @Override
    public int sealRtp(byte[] buffer, int offset, int headerLength, int length, long index) {
        rtpNonce(PacketShape.rtpSsrc(buffer, offset), index);
        rtp.associate(buffer, offset, headerLength);
        rtp.seal(nonce, buffer, offset + headerLength, length - headerLength);
        return length + TAG_LENGTH;
    }

    @Override
    public int openRtp(byte[] buffer, int offset, int headerLength, int length, long index) {
        rtpNonce(PacketShape.rtpSsrc(buffer, offset), index);
        int plain = length - TAG_LENGTH;
        rtp.associate(buffer, offset, headerLength);
        return rtp.open(nonce, buffer, offset + headerLength, plain - headerLength)
                ? plain
                : SrtpReject.AUTHENTICATION_FAILED.code();
    }

    @Override
    public int sealRtcp(byte[] buffer, int offset, int length, int indexWord) {
        rtcpNonce(PacketShape.rtcpSsrc(buffer, offset), indexWord & ~ENCRYPTED);
        int indexAt = offset + length + TAG_LENGTH;
        // Written before the encryption, because it is authenticated from there; the tag ends where it begins.
        Words.int32(buffer, indexAt, indexWord);
        rtcp.associate(buffer, offset, PacketShape.RTCP_HEADER_LENGTH);
        rtcp.associate(buffer, indexAt, INDEX_WORD_LENGTH);
        rtcp.seal(nonce, buffer, offset + PacketShape.RTCP_HEADER_LENGTH, length - PacketShape.RTCP_HEADER_LENGTH);
        return length + TAG_LENGTH + INDEX_WORD_LENGTH;
    }

    @Override
    public int openRtcp(byte[] buffer, int offset, int length) {
        int indexAt = indexWordAt(offset, length);
        int indexWord = Words.int32(buffer, indexAt);
        int plain = length - TAG_LENGTH - INDEX_WORD_LENGTH;
        // Without the E bit everything is associated data, and the ciphertext is the tag alone (section 9.3).
        int clear = (indexWord & ENCRYPTED) != 0 ? PacketShape.RTCP_HEADER_LENGTH : plain;
        rtcpNonce(PacketShape.rtcpSsrc(buffer, offset), indexWord & ~ENCRYPTED);
        rtcp.associate(buffer, offset, clear);
        rtcp.associate(buffer, indexAt, INDEX_WORD_LENGTH);
        return rtcp.open(nonce, buffer, offset + clear, plain - clear)
                ? plain
                : SrtpReject.AUTHENTICATION_FAILED.code();
    }

    @Override
    public int indexWordAt(int offset, int length) {
        return offset + length - INDEX_WORD_LENGTH;
    }

    /** RFC 7714 section 8.1: two zero bytes, SSRC, rollover counter, sequence number, all XORed with the salt. */
    private void rtpNonce(int ssrc, long index) {
        nonce[0] = 0;
        nonce[1] = 0;
        Words.int32(nonce, 2, ssrc);
        Words.int32(nonce, 6, (int) (index >> 16));
        nonce[10] = (byte) (index >> 8);
        nonce[11] = (byte) index;
        addSalt(rtpSalt);
    }

    /** RFC 7714 section 9.1: two zero bytes, SSRC, two zero bytes, SRTCP index, all XORed with the salt. */
    private void rtcpNonce(int ssrc, int index) {
        nonce[0] = 0;
        nonce[1] = 0;
        Words.int32(nonce, 2, ssrc);
        nonce[6] = 0;
        nonce[7] = 0;
        Words.int32(nonce, 8, index);
        addSalt(rtcpSalt);
    }

    private void addSalt(byte[] salt) {
        for (int i = 0; i < NONCE_LENGTH; i++) {
            nonce[i] ^= salt[i];
        }
    }
}
