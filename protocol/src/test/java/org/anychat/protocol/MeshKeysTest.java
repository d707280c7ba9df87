package org.anychat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeshKeysTest {
    private static final BigInteger FIELD = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final List<String> ORDER_8 = List.of(
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

    @Test
    void shouldTakeWhatIsGenerated() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        for (int key = 0; key < 20; key++) {
            byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
            byte[] raw = Arrays.copyOfRange(encoded, encoded.length - MeshKeys.LENGTH, encoded.length);
            assertTrue(MeshKeys.isUsable(raw));
            assertEquals("key", request(raw));
        }
    }

    @Test
    void shouldRefusePointsOfLowOrderOfEitherSign() {
        for (String y : ORDER_8) {
            assertRefused(number(HexFormat.of().parseHex(y)));
        }
        for (BigInteger y : List.of(BigInteger.ZERO, BigInteger.ONE, FIELD.subtract(BigInteger.ONE))) {
            assertRefused(y);
        }
    }

    @Test
    void shouldRefuseWhatIsNotLessThanTheField() {
        for (int above = 0; above < 19; above++) {
            assertRefused(FIELD.add(BigInteger.valueOf(above)));
        }
        assertTrue(MeshKeys.isUsable(raw(FIELD.subtract(BigInteger.TWO))));
        byte[] nearly = raw(FIELD);
        nearly[17] = 0;
        assertTrue(MeshKeys.isUsable(nearly));
    }

    @Test
    void shouldRefuseOtherLengths() {
        assertFalse(MeshKeys.isUsable(new byte[0]));
        assertFalse(MeshKeys.isUsable(new byte[MeshKeys.LENGTH + 1]));
    }

    private static void assertRefused(BigInteger y) {
        byte[] raw = raw(y);
        assertFalse(MeshKeys.isUsable(raw), () -> HexFormat.of().formatHex(raw));
        assertEquals("21", request(raw));
        raw[MeshKeys.LENGTH - 1] |= (byte) 0x80;
        assertFalse(MeshKeys.isUsable(raw), () -> HexFormat.of().formatHex(raw));
        assertEquals("21", request(raw));
    }

    /** What becomes of a request that has it: its code, or that it has the key. */
    private static String request(byte[] raw) {
        String key = Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
        Decoded<ClientRequest> decoded = RequestCodec.decode(Golden.json(
                "{\"id\":5,\"type\":\"p2pPolicy\",\"policy\":1,\"anew\":true,\"mesh\":{\"forwards\":\"none\","
                        + "\"upBps\":0,\"key\":\"" + key + "\"}}"));
        if (decoded instanceof Decoded.Invalid<ClientRequest> invalid) {
            return String.valueOf(invalid.code().number());
        }
        P2pRequest.Policy policy = (P2pRequest.Policy) Golden.valid(decoded);
        return policy.mesh().key().equals(key) ? "key" : "another";
    }

    private static BigInteger number(byte[] littleEndian) {
        return new BigInteger(1, reversed(littleEndian));
    }

    private static byte[] raw(BigInteger y) {
        byte[] bytes = y.toByteArray();
        byte[] big = new byte[MeshKeys.LENGTH];
        System.arraycopy(bytes, 0, big, big.length - bytes.length, bytes.length);
        return reversed(big);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int at = 0; at < bytes.length; at++) {
            reversed[at] = bytes[bytes.length - 1 - at];
        }
        return reversed;
    }
}
