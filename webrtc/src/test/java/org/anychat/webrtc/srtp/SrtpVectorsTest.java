package org.anychat.webrtc.srtp;

import static org.anychat.webrtc.srtp.Packets.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vectors of RFC 3711 appendix B, RFC 6188 section 7 and RFC 7714 sections 16 and 17. */
class SrtpVectorsTest {
    // RFC 7714 section 16: V=2, CC=0, PT 0x40, SEQ f17b, timestamp, SSRC 5501a0b2, "Gallia est omnis divisa in partes
    // tres".
    private static final byte[] RTP = hex("8040f17b 8041f8d3 5501a0b2"
            + "47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573");
    // Section 16.1.
    private static final byte[] SRTP = hex("8040f17b 8041f8d3 5501a0b2"
            + "f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833"
            + "899d7f27 beb16a91 52cf765e e4390cce"); // tag
    // Section 16.2.
    private static final byte[] SRTP_256 = hex("8040f17b 8041f8d3 5501a0b2"
            + "32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f 1ba63799 b87b"
            + "7aa3db36 dfffd6b0 f9bb7878 d7a76c13"); // tag
    // RFC 7714 section 17: a sender report of SSRC "Mars", 14 words.
    private static final byte[] RTCP = hex("81c8000d 4d617273"
            + "4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef");
    // Section 17.1.
    private static final byte[] SRTCP = hex("81c8000d 4d617273"
            + "63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b"
            + "c84aa458 96cf4d2f c5abf872 45d9eade" // tag
            + "800005d4"); // E bit and SRTCP index
    // Section 17.2.
    private static final byte[] SRTCP_256 = hex("81c8000d 4d617273"
            + "d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50 a2eaa5c1 110555be 8415f658 c61de047 6f1b6fad"
            + "1d1eb30c 4446839f 57ff6f6c b26ac3be" // tag
            + "800005d4"); // E bit and SRTCP index
    // Section 17.3.
    private static final byte[] SRTCP_TAG_ONLY = hex("81c8000d 4d617273"
            + "4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef"
            + "841dd968 3dd78ec9 2ae58790 125f62b3" // tag
            + "000005d4"); // no E bit
    private static final int SRTCP_INDEX = 0x5d4;

    /** The vectors give session keys, not master keys: the bytes 0, 1, 2 and so on. */
    private static SrtpTransform transform(SrtpProfile profile) {
        byte[] key = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        SessionKeys keys = new SessionKeys(
                Arrays.copyOf(key, profile.masterKeyLength()), new byte[0], hex("517569642070726f2071756f"));
        return SrtpTransform.of(profile, keys, keys, new SrtpScratch());
    }

    private static SrtpSender sender(SrtpProfile profile) {
        return new SrtpSender(profile, transform(profile), 0, SRTCP_INDEX);
    }

    private static SrtpReceiver receiver(SrtpProfile profile) {
        return new SrtpReceiver(profile, transform(profile), 1);
    }

    private static byte[] srtp(SrtpProfile profile) {
        return profile == SrtpProfile.AEAD_AES_256_GCM ? SRTP_256 : SRTP;
    }

    private static byte[] srtcp(SrtpProfile profile) {
        return profile == SrtpProfile.AEAD_AES_256_GCM ? SRTCP_256 : SRTCP;
    }

    @ParameterizedTest
    @EnumSource(names = "AEAD_.*", mode = EnumSource.Mode.MATCH_ALL)
    void shouldSealTheRtpPacketOfRfc7714(SrtpProfile profile) {
        assertArrayEquals(srtp(profile), Packets.protectRtp(sender(profile), RTP));
    }

    @ParameterizedTest
    @EnumSource(names = "AEAD_.*", mode = EnumSource.Mode.MATCH_ALL)
    void shouldOpenTheRtpPacketOfRfc7714(SrtpProfile profile) {
        assertArrayEquals(RTP, Packets.unprotectRtp(receiver(profile), srtp(profile)));
    }

    @ParameterizedTest
    @EnumSource(names = "AEAD_.*", mode = EnumSource.Mode.MATCH_ALL)
    void shouldSealTheRtcpPacketOfRfc7714(SrtpProfile profile) {
        assertArrayEquals(srtcp(profile), Packets.protectRtcp(sender(profile), RTCP));
    }

    @ParameterizedTest
    @EnumSource(names = "AEAD_.*", mode = EnumSource.Mode.MATCH_ALL)
    void shouldOpenTheRtcpPacketOfRfc7714(SrtpProfile profile) {
        assertArrayEquals(RTCP, Packets.unprotectRtcp(receiver(profile), srtcp(profile)));
    }

    @Test
    void shouldOpenTheUnencryptedRtcpPacketOfRfc7714() {
        assertArrayEquals(RTCP, Packets.unprotectRtcp(receiver(SrtpProfile.AEAD_AES_128_GCM), SRTCP_TAG_ONLY));
    }

    /** RFC 3711 appendix B.2: SSRC, rollover counter and sequence number are 0, the plaintext too. */
    @Test
    void shouldMakeTheAesCmKeyStreamOfRfc3711() {
        SrtpProfile cm = SrtpProfile.AES128_CM_HMAC_SHA1_80;
        SessionKeys keys = new SessionKeys(
                hex("2B7E151628AED2A6ABF7158809CF4F3C"), new byte[20], hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        byte[] packet = new byte[12 + 48];
        packet[0] = (byte) 0x80;

        byte[] sealed = Packets.protectRtp(
                new SrtpSender(cm, SrtpTransform.of(cm, keys, keys, new SrtpScratch()), 0, 0), packet);

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

    /** RFC 6188 section 7.2: the function that AEAD_AES_256_GCM derives its keys with. */
    @Test
    void shouldDeriveTheSessionKeysOfRfc6188() {
        byte[] masterKey = hex("f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6");
        byte[] masterSalt = hex("3b04803de51ee7c96423ab5b78d2");

        assertArrayEquals(
                hex("5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4"),
                SessionKeys.derive(masterKey, masterSalt, 0, 32));
        assertArrayEquals(
                hex("fd9c32d39ed5fbb5a9dc96b30818454d1313dc05"), SessionKeys.derive(masterKey, masterSalt, 1, 20));
        assertArrayEquals(hex("fa31791685ca444a9e07c6c64e93"), SessionKeys.derive(masterKey, masterSalt, 2, 14));
    }
}
