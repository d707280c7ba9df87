package org.anychat.webrtc.srtp;

import static org.anychat.webrtc.srtp.Packets.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 3711 appendix B and RFC 7714 sections 16 and 17. */
class SrtpVectorsTest {
    // RFC 7714 section 16: V=2, CC=0, PT 0x40, SEQ f17b, timestamp, SSRC 5501a0b2, "Gallia est omnis divisa in partes
    // tres".
    private static final byte[] RTP = hex("8040f17b 8041f8d3 5501a0b2"
            + "47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573");
    private static final byte[] SRTP = hex("8040f17b 8041f8d3 5501a0b2"
            + "f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833"
            + "899d7f27 beb16a91 52cf765e e4390cce"); // tag
    // RFC 7714 section 17: a sender report of SSRC "Mars", 14 words.
    private static final byte[] RTCP = hex("81c8000d 4d617273"
            + "4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef");
    private static final byte[] SRTCP = hex("81c8000d 4d617273"
            + "63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b"
            + "c84aa458 96cf4d2f c5abf872 45d9eade" // tag
            + "800005d4"); // E bit and SRTCP index
    private static final byte[] SRTCP_TAG_ONLY = hex("81c8000d 4d617273"
            + "4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef"
            + "841dd968 3dd78ec9 2ae58790 125f62b3" // tag
            + "000005d4"); // no E bit
    private static final int SRTCP_INDEX = 0x5d4;

    private final SrtpProfile gcm = SrtpProfile.AEAD_AES_128_GCM;

    /** The vectors give session keys, not master keys. */
    private SrtpTransform gcmTransform() {
        SessionKeys keys =
                new SessionKeys(hex("000102030405060708090a0b0c0d0e0f"), new byte[0], hex("517569642070726f2071756f"));
        return SrtpTransform.of(gcm, keys, keys);
    }

    private SrtpReceiver gcmReceiver() {
        return new SrtpReceiver(gcm, gcmTransform(), 1);
    }

    @Test
    void shouldSealTheRtpPacketOfRfc7714() {
        assertArrayEquals(SRTP, Packets.protectRtp(new SrtpSender(gcm, gcmTransform(), 0, 0), RTP));
    }

    @Test
    void shouldOpenTheRtpPacketOfRfc7714() {
        assertArrayEquals(RTP, Packets.unprotectRtp(gcmReceiver(), SRTP));
    }

    @Test
    void shouldSealTheRtcpPacketOfRfc7714() {
        assertArrayEquals(SRTCP, Packets.protectRtcp(new SrtpSender(gcm, gcmTransform(), 0, SRTCP_INDEX), RTCP));
    }

    @Test
    void shouldOpenTheRtcpPacketOfRfc7714() {
        assertArrayEquals(RTCP, Packets.unprotectRtcp(gcmReceiver(), SRTCP));
    }

    @Test
    void shouldOpenTheUnencryptedRtcpPacketOfRfc7714() {
        assertArrayEquals(RTCP, Packets.unprotectRtcp(gcmReceiver(), SRTCP_TAG_ONLY));
    }

    /** RFC 3711 appendix B.2: SSRC, rollover counter and sequence number are 0, the plaintext too. */
    @Test
    void shouldMakeTheAesCmKeyStreamOfRfc3711() {
        SrtpProfile cm = SrtpProfile.AES128_CM_HMAC_SHA1_80;
        SessionKeys keys = new SessionKeys(
                hex("2B7E151628AED2A6ABF7158809CF4F3C"), new byte[20], hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        byte[] packet = new byte[12 + 48];
        packet[0] = (byte) 0x80;

        byte[] sealed = Packets.protectRtp(new SrtpSender(cm, SrtpTransform.of(cm, keys, keys), 0, 0), packet);

        byte[] keyStream = hex("E03EAD0935C95E80E166B16DD92B4EB4"
                + "D23513162B02D0F72A43A2FE4A5F97AB"
                + "41E95B3BB0A2E8DD477901E4FCA894C0");
        assertArrayEquals(keyStream, Arrays.copyOfRange(sealed, 12, 60));
    }

    /** RFC 3711 appendix B.3. */
    @Test
    void shouldDeriveTheSessionKeysOfRfc3711() {
        byte[] masterKey = hex("E1F97A0D3E018BE0D64FA32C06DE4139");
        byte[] masterSalt = hex("0EC675AD498AFEEBB6960B3AABE6");

        SessionKeys keys = SessionKeys.rtp(SrtpProfile.AES128_CM_HMAC_SHA1_80, masterKey, masterSalt);

        assertArrayEquals(hex("C61E7A93744F39EE10734AFE3FF7A087"), keys.encryption());
        assertArrayEquals(hex("30CBBC08863D8C85D49DB34A9AE1"), keys.salt());
        assertArrayEquals(hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"), keys.authentication());
        // The appendix goes on to 94 bytes of authentication key: several blocks of the pseudo-random function.
        byte[] longKey = SessionKeys.derive(masterKey, masterSalt, 1, 94);
        assertArrayEquals(
                hex(
                        "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF7227098"
                                + "6371C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2"),
                longKey);
    }
}
