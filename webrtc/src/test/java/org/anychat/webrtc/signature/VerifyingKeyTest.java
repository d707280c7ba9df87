package org.anychat.webrtc.signature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingKeyTest {
    private static final HexFormat HEX = HexFormat.of();
    /** RFC 8410 section 4. */
    private static final String X509 = "302a300506032b6570032100";

    /** RFC 8032 section 7.1, tests 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void shouldSignAndVerifyAsTheRfcDoes(String seed, String publicKey, String message, String signature) {
        SigningKey key = SigningKey.of(HEX.parseHex(seed));

        assertEquals(publicKey, HEX.formatHex(key.publicKey()));
        assertEquals(signature, HEX.formatHex(key.sign(HEX.parseHex(message))));
        VerifyingKey verifying = VerifyingKey.of(HEX.parseHex(publicKey));
        assertTrue(verifying.verify(HEX.parseHex(message), HEX.parseHex(signature)));
        byte[] changed = HEX.parseHex(signature);
        changed[0] ^= 1;
        assertFalse(verifying.verify(HEX.parseHex(message), changed));
        assertFalse(verifying.verify(HEX.parseHex(message + "00"), HEX.parseHex(signature)));
        assertFalse(verifying.verify(HEX.parseHex(message), new byte[3]));
    }

    @Test
    void shouldUnderstandJavaAndBeUnderstood() throws GeneralSecurityException {
        SigningKey key = SigningKey.generate(new SecureRandom());
        byte[] message = {1, 2, 3};
        Signature java = Signature.getInstance("Ed25519");
        byte[] encoded = HEX.parseHex(X509 + HEX.formatHex(key.publicKey()));
        java.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        java.update(message);

        assertTrue(java.verify(key.sign(message)));
        assertArrayEquals(key.sign(message), key.sign(message));
    }

    /** Points of a small order, ways to write a point that are not the one, and what is no point. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0200000000000000000000000000000000000000000000000000000000000000",
                "0100"
            })
    void shouldTakeNoKeyThatNobodyMakes(String key) {
        assertThrows(IllegalArgumentException.class, () -> VerifyingKey.of(HEX.parseHex(key)));
    }

    @Test
    void shouldTakeASeedOfItsLengthAlone() {
        assertThrows(IllegalArgumentException.class, () -> SigningKey.of(new byte[31]));
    }
}
