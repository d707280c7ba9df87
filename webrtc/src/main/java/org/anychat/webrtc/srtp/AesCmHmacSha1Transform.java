package org.anychat.webrtc.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES128_CM_HMAC_SHA1_80 (RFC 3711 section 4). */
final class AesCmHmacSha1Transform implements SrtpTransform {
    private static final int TAG_LENGTH = 10;
    private static final int INDEX_WORD_LENGTH = 4;
    private static final int BLOCK_LENGTH = 16;

    private final Cipher cipher;
    private final SecretKey rtpKey;
    private final SecretKey rtcpKey;
    private final Mac rtpMac;
    private final Mac rtcpMac;
    private final byte[] rtpSalt;
    private final byte[] rtcpSalt;
    private final byte[] counter = new byte[BLOCK_LENGTH];
    private final byte[] rollovers = new byte[4];
    private final byte[] tag = new byte[20];
    /** In place the JDK first copies the input into a new array; this one is kept. */
    private byte[] crypted = new byte[2048];

    AesCmHmacSha1Transform(SessionKeys rtp, SessionKeys rtcp) {
        rtpKey = new SecretKeySpec(rtp.encryption(), "AES");
        rtcpKey = new SecretKeySpec(rtcp.encryption(), "AES");
        rtpSalt = rtp.salt();
        rtcpSalt = rtcp.salt();
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            rtpMac = mac(rtp.authentication());
            rtcpMac = mac(rtcp.authentication());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no AES-CTR or HMAC-SHA1", e);
        }
    }

    @Override
    public int sealRtp(byte[] buffer, int offset, int headerLength, int length, long index) {
        crypt(rtpKey, rtpSalt, PacketShape.rtpSsrc(buffer, offset), index);
        encrypt(buffer, offset + headerLength, length - headerLength);
        rtpTag(buffer, offset, length, index);
        System.arraycopy(tag, 0, buffer, offset + length, TAG_LENGTH);
        return length + TAG_LENGTH;
    }

    @Override
    public int openRtp(byte[] buffer, int offset, int headerLength, int length, long index) {
        int authenticated = length - TAG_LENGTH;
        rtpTag(buffer, offset, authenticated, index);
        if (!tagMatches(buffer, offset + authenticated)) {
            return SrtpReject.AUTHENTICATION_FAILED.code();
        }
        crypt(rtpKey, rtpSalt, PacketShape.rtpSsrc(buffer, offset), index);
        encrypt(buffer, offset + headerLength, authenticated - headerLength);
        return authenticated;
    }

    @Override
    public int sealRtcp(byte[] buffer, int offset, int length, int indexWord) {
        crypt(rtcpKey, rtcpSalt, PacketShape.rtcpSsrc(buffer, offset), indexWord & ~ENCRYPTED);
        encrypt(buffer, offset + PacketShape.RTCP_HEADER_LENGTH, length - PacketShape.RTCP_HEADER_LENGTH);
        int authenticated = length + INDEX_WORD_LENGTH;
        Words.int32(buffer, offset + length, indexWord);
        rtcpMac.update(buffer, offset, authenticated);
        finish(rtcpMac);
        System.arraycopy(tag, 0, buffer, offset + authenticated, TAG_LENGTH);
        return authenticated + TAG_LENGTH;
    }

    @Override
    public int openRtcp(byte[] buffer, int offset, int length) {
        int authenticated = length - TAG_LENGTH;
        rtcpMac.update(buffer, offset, authenticated);
        finish(rtcpMac);
        if (!tagMatches(buffer, offset + authenticated)) {
            return SrtpReject.AUTHENTICATION_FAILED.code();
        }
        int indexWord = Words.int32(buffer, indexWordAt(offset, length));
        int plain = authenticated - INDEX_WORD_LENGTH;
        if ((indexWord & ENCRYPTED) != 0) {
            crypt(rtcpKey, rtcpSalt, PacketShape.rtcpSsrc(buffer, offset), indexWord & ~ENCRYPTED);
            encrypt(buffer, offset + PacketShape.RTCP_HEADER_LENGTH, plain - PacketShape.RTCP_HEADER_LENGTH);
        }
        return plain;
    }

    @Override
    public int indexWordAt(int offset, int length) {
        return offset + length - TAG_LENGTH - INDEX_WORD_LENGTH;
    }

    /** Readies the key stream of a packet (RFC 3711 section 4.1.1): salt, SSRC and index, then 16 bits of counter. */
    private void crypt(SecretKey key, byte[] salt, int ssrc, long index) {
        System.arraycopy(salt, 0, counter, 0, salt.length);
        Words.int32(counter, 4, Words.int32(counter, 4) ^ ssrc);
        Words.int32(counter, 8, Words.int32(counter, 8) ^ (int) (index >> 16));
        counter[12] ^= (byte) (index >> 8);
        counter[13] ^= (byte) index;
        counter[14] = 0;
        counter[15] = 0;
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void encrypt(byte[] buffer, int offset, int length) {
        if (crypted.length < length) {
            crypted = new byte[length];
        }
        try {
            cipher.update(buffer, offset, length, crypted, 0);
            System.arraycopy(crypted, 0, buffer, offset, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void rtpTag(byte[] buffer, int offset, int length, long index) {
        Words.int32(rollovers, 0, (int) (index >> 16));
        rtpMac.update(buffer, offset, length);
        rtpMac.update(rollovers, 0, rollovers.length);
        finish(rtpMac);
    }

    private void finish(Mac mac) {
        try {
            mac.doFinal(tag, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the same time wherever the first difference is. */
    private boolean tagMatches(byte[] buffer, int offset) {
        int difference = 0;
        for (int i = 0; i < TAG_LENGTH; i++) {
            difference |= buffer[offset + i] ^ tag[i];
        }
        return difference == 0;
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac;
    }
}
