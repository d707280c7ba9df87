package org.anychat.webrtc.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AEAD_AES_128_GCM (RFC 7714). */
final class AesGcmTransform implements SrtpTransform {
    private static final int TAG_LENGTH = 16;
    private static final int TAG_BITS = 8 * TAG_LENGTH;
    private static final int INDEX_WORD_LENGTH = 4;
    private static final int NONCE_LENGTH = 12;

    private final Cipher cipher;
    private final SecretKey rtpKey;
    private final SecretKey rtcpKey;
    private final byte[] rtpSalt;
    private final byte[] rtcpSalt;
    private final byte[] nonce = new byte[NONCE_LENGTH];
    private final byte[] lastNonce = new byte[NONCE_LENGTH];
    private SecretKey lastKey;
    /** The JDK decrypts in place only through a new array as long as the whole buffer; this one is kept. */
    private byte[] plaintext = new byte[2048];

    AesGcmTransform(SessionKeys rtp, SessionKeys rtcp) {
        rtpKey = new SecretKeySpec(rtp.encryption(), "AES");
        rtcpKey = new SecretKeySpec(rtcp.encryption(), "AES");
        rtpSalt = rtp.salt();
        rtcpSalt = rtcp.salt();
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no AES-GCM", e);
        }
    }

    @Override
    public int sealRtp(byte[] buffer, int offset, int headerLength, int length, long index) {
        rtpNonce(PacketShape.rtpSsrc(buffer, offset), index);
        try {
            startSealing(rtpKey);
            cipher.updateAAD(buffer, offset, headerLength);
            int at = offset + headerLength;
            return headerLength + cipher.doFinal(buffer, at, length - headerLength, buffer, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int openRtp(byte[] buffer, int offset, int headerLength, int length, long index) {
        rtpNonce(PacketShape.rtpSsrc(buffer, offset), index);
        try {
            cipher.init(Cipher.DECRYPT_MODE, rtpKey, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(buffer, offset, headerLength);
            return headerLength + open(buffer, offset + headerLength, length - headerLength);
        } catch (AEADBadTagException e) {
            return SrtpReject.AUTHENTICATION_FAILED.code();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int sealRtcp(byte[] buffer, int offset, int length, int indexWord) {
        rtcpNonce(PacketShape.rtcpSsrc(buffer, offset), indexWord & ~ENCRYPTED);
        int at = offset + PacketShape.RTCP_HEADER_LENGTH;
        int indexAt = offset + length + TAG_LENGTH;
        // Written before the encryption, because it is authenticated from there; the tag ends where it begins.
        Words.int32(buffer, indexAt, indexWord);
        try {
            startSealing(rtcpKey);
            cipher.updateAAD(buffer, offset, PacketShape.RTCP_HEADER_LENGTH);
            cipher.updateAAD(buffer, indexAt, INDEX_WORD_LENGTH);
            cipher.doFinal(buffer, at, length - PacketShape.RTCP_HEADER_LENGTH, buffer, at);
            return length + TAG_LENGTH + INDEX_WORD_LENGTH;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int openRtcp(byte[] buffer, int offset, int length) {
        int indexAt = indexWordAt(offset, length);
        int indexWord = Words.int32(buffer, indexAt);
        // Without the E bit everything is associated data, and the ciphertext is the tag alone (section 9.3).
        int clear =
                (indexWord & ENCRYPTED) != 0 ? PacketShape.RTCP_HEADER_LENGTH : length - TAG_LENGTH - INDEX_WORD_LENGTH;
        rtcpNonce(PacketShape.rtcpSsrc(buffer, offset), indexWord & ~ENCRYPTED);
        try {
            cipher.init(Cipher.DECRYPT_MODE, rtcpKey, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(buffer, offset, clear);
            cipher.updateAAD(buffer, indexAt, INDEX_WORD_LENGTH);
            return clear + open(buffer, offset + clear, length - clear - INDEX_WORD_LENGTH);
        } catch (AEADBadTagException e) {
            return SrtpReject.AUTHENTICATION_FAILED.code();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int indexWordAt(int offset, int length) {
        return offset + length - INDEX_WORD_LENGTH;
    }

    private int open(byte[] buffer, int offset, int length) throws GeneralSecurityException {
        if (plaintext.length < length) {
            plaintext = new byte[length];
        }
        int opened = cipher.doFinal(buffer, offset, length, plaintext, 0);
        System.arraycopy(plaintext, 0, buffer, offset, opened);
        return opened;
    }

    private void startSealing(SecretKey key) throws GeneralSecurityException {
        if (key == lastKey && Arrays.equals(nonce, lastNonce)) {
            // The JDK refuses the nonce it used last, even for a packet that is merely sent again. Another nonce in
            // between, with which nothing is encrypted, makes it forget.
            nonce[0] ^= (byte) 0x80;
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            nonce[0] ^= (byte) 0x80;
        }
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        lastKey = key;
        System.arraycopy(nonce, 0, lastNonce, 0, NONCE_LENGTH);
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
