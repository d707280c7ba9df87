package org.anychat.webrtc.srtp;

import static org.anychat.webrtc.srtp.Packets.hex;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways of computing AES-GCM, by NIST's vectors and beside the JDK's own. */
class AesGcmTest {
    private static final int TAG = AesGcm.TAG_LENGTH;
    private static final int MAX_LENGTH = 2048;
    /** Of all keys, as they have it in a server. */
    private static final SrtpScratch SCRATCH = new SrtpScratch();

    /** So many that HotSpot has put the processor's instructions in the place of the Java code before the last. */
    private static final int PASSES = 12;

    // Test case 4 of "The Galois/Counter Mode of Operation" (McGrew, Viega), which SP 800-38D refers to; 3 is its key.
    private static final byte[] KEY = hex("feffe9928665731c6d6a8f9467308308");
    private static final byte[] NONCE = hex("cafebabefacedbaddecaf888");
    private static final byte[] PLAIN = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255");
    private static final byte[] SEALED = hex("42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
            + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985");
    private static final byte[] TAG_OF_CASE_3 = hex("4d5c2af327cd64a62cf35abd2ba6fab4");
    private static final byte[] ASSOCIATED = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    private static final int LENGTH_OF_CASE_4 = 60;
    private static final byte[] TAG_OF_CASE_4 = hex("5bc94fbc3221a5db94fae95ae7121a47");

    // The same as test cases 13 to 16, with a key of 32 bytes.
    private static final byte[] LONG_KEY = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    private static final byte[] LONG_SEALED = hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad");

    private final byte[] zeroKey = new byte[16];
    private final byte[] zeroNonce = new byte[AesGcm.NONCE_LENGTH];
    private final byte[] none = {};

    static Stream<Named<Function<byte[], AesGcm>>> ciphers() {
        return Stream.of(Named.of("by the JDK's cipher", JceGcm::new), Named.of("by its parts", AesGcmTest::byParts));
    }

    private static AesGcm byParts(byte... key) {
        return new SunJceGcm(key, SCRATCH);
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void shouldSealAsTheVectorsSay(Function<byte[], AesGcm> cipher) {
        AesGcm zero = cipher.apply(zeroKey);
        AesGcm gcm = cipher.apply(KEY);

        assertArrayEquals(hex("58e2fccefa7e3061367f1d57a4e7455a"), seal(zero, zeroNonce, none, none));
        assertArrayEquals(
                hex("0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"),
                seal(zero, zeroNonce, none, new byte[16]));
        assertArrayEquals(joined(SEALED, TAG_OF_CASE_3), seal(gcm, NONCE, none, PLAIN));
        assertArrayEquals(
                joined(Arrays.copyOf(SEALED, LENGTH_OF_CASE_4), TAG_OF_CASE_4),
                seal(gcm, NONCE, ASSOCIATED, Arrays.copyOf(PLAIN, LENGTH_OF_CASE_4)));
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void shouldSealAsTheVectorsWithALongKeySay(Function<byte[], AesGcm> cipher) {
        AesGcm zero = cipher.apply(new byte[32]);
        AesGcm gcm = cipher.apply(LONG_KEY);

        assertArrayEquals(hex("530f8afbc74536b9a963b4f1c4cb738b"), seal(zero, zeroNonce, none, none));
        assertArrayEquals(
                hex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
                seal(zero, zeroNonce, none, new byte[16]));
        assertArrayEquals(joined(LONG_SEALED, hex("b094dac5d93471bdec1a502270e3cc6c")), seal(gcm, NONCE, none, PLAIN));
        assertArrayEquals(
                joined(Arrays.copyOf(LONG_SEALED, LENGTH_OF_CASE_4), hex("76fc6ece0f4e1768cddf8853bb2d551b")),
                seal(gcm, NONCE, ASSOCIATED, Arrays.copyOf(PLAIN, LENGTH_OF_CASE_4)));
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void shouldOpenTheVectors(Function<byte[], AesGcm> cipher) {
        byte[] message = joined(Arrays.copyOf(SEALED, LENGTH_OF_CASE_4), TAG_OF_CASE_4);
        AesGcm gcm = cipher.apply(KEY);
        gcm.associate(ASSOCIATED, 0, 7);
        gcm.associate(ASSOCIATED, 7, ASSOCIATED.length - 7);

        assertTrue(gcm.open(NONCE, message, 0, LENGTH_OF_CASE_4));
        assertArrayEquals(Arrays.copyOf(PLAIN, LENGTH_OF_CASE_4), Arrays.copyOf(message, LENGTH_OF_CASE_4));
    }

    /** A packet may be sent again, which is the same message under the same nonce. */
    @ParameterizedTest
    @MethodSource("ciphers")
    void shouldSealAMessageAgain(Function<byte[], AesGcm> cipher) {
        AesGcm gcm = cipher.apply(KEY);
        byte[] first = seal(gcm, NONCE, ASSOCIATED, PLAIN);

        assertArrayEquals(first, seal(gcm, NONCE, ASSOCIATED, PLAIN));
        seal(gcm, zeroNonce, ASSOCIATED, PLAIN);
        assertArrayEquals(first, seal(gcm, NONCE, ASSOCIATED, PLAIN));
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void shouldRefuseAndLeaveWhatWasChanged(Function<byte[], AesGcm> cipher) {
        AesGcm gcm = cipher.apply(KEY);
        byte[] sealed = seal(gcm, NONCE, ASSOCIATED, PLAIN);
        assertRefusesWhatWasChanged(gcm, sealed.clone());
        // With room behind it, and something there.
        assertRefusesWhatWasChanged(gcm, joined(sealed, ASSOCIATED));
    }

    private void assertRefusesWhatWasChanged(AesGcm gcm, byte... message) {
        for (int bit = 0; bit < 8 * (PLAIN.length + TAG); bit++) {
            byte[] changed = message.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            byte[] kept = changed.clone();
            gcm.associate(ASSOCIATED, 0, ASSOCIATED.length);
            assertFalse(gcm.open(NONCE, changed, 0, PLAIN.length), "bit " + bit);
            assertArrayEquals(kept, changed);
        }
        for (int bit = 0; bit < 8 * ASSOCIATED.length; bit++) {
            byte[] changed = ASSOCIATED.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            gcm.associate(changed, 0, changed.length);
            assertFalse(gcm.open(NONCE, message.clone(), 0, PLAIN.length), "associated bit " + bit);
        }
        gcm.associate(ASSOCIATED, 0, ASSOCIATED.length);
        assertFalse(gcm.open(zeroNonce, message.clone(), 0, PLAIN.length), "another nonce");
        gcm.associate(ASSOCIATED, 0, ASSOCIATED.length);
        assertTrue(gcm.open(NONCE, message, 0, PLAIN.length));
    }

    @ParameterizedTest
    @MethodSource("ciphers")
    void shouldAgreeWithTheJdkAtEveryLength(Function<byte[], AesGcm> cipher) throws GeneralSecurityException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int pass = 0; pass < PASSES; pass++) {
            byte[] key = bytes(random, pass % 2 == 0 ? 16 : 32);
            AesGcm sealing = cipher.apply(key);
            AesGcm opening = cipher.apply(key);
            for (int length = 0; length <= MAX_LENGTH; length++) {
                byte[] nonce = bytes(random, AesGcm.NONCE_LENGTH);
                byte[] associated = bytes(random, random.nextInt(80));
                byte[] plain = bytes(random, length);
                byte[] expected = jdk(key, nonce, associated, plain);
                int offset = random.nextInt(40);
                byte[] behind = bytes(random, 1 + random.nextInt(40));
                byte[] buffer = new byte[offset + expected.length + behind.length];
                System.arraycopy(behind, 0, buffer, offset + expected.length, behind.length);
                System.arraycopy(plain, 0, buffer, offset, length);
                sealing.associate(associated, 0, associated.length);
                sealing.seal(nonce, buffer, offset, length);
                assertEquals(-1, mismatch(expected, buffer, offset), "sealed, length " + length);
                opening.associate(associated, 0, associated.length);
                assertTrue(opening.open(nonce, buffer, offset, length), "length " + length);
                assertEquals(-1, mismatch(plain, buffer, offset), "opened, length " + length);
                int end = offset + expected.length;
                assertArrayEquals(behind, Arrays.copyOfRange(buffer, end, buffer.length), "behind the message");
            }
        }
    }

    private static int mismatch(byte[] expected, byte[] buffer, int offset) {
        return Arrays.mismatch(expected, 0, expected.length, buffer, offset, offset + expected.length);
    }

    private static byte[] jdk(byte[] key, byte[] nonce, byte[] associated, byte[] plain)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(associated);
        return cipher.doFinal(plain);
    }

    private static byte[] seal(AesGcm gcm, byte[] nonce, byte[] associated, byte[] plain) {
        byte[] buffer = Arrays.copyOf(plain, plain.length + TAG);
        gcm.associate(associated, 0, associated.length);
        gcm.seal(nonce, buffer, 0, plain.length);
        return buffer;
    }

    private static byte[] bytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
