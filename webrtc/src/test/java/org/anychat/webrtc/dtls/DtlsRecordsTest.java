package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 6347 sections 4.1 and 4.2.2. */
class DtlsRecordsTest {
    private static final byte[] HELLO_FRAGMENT = hex(
            "16" // handshake
                    + "fefd 0000 000000000001" // version, epoch, sequence number
                    + "0010" // length
                    + "01 0000c8 0000 000064 000004" // ClientHello of 200 bytes, message 0, from 100 on, 4 bytes
                    + "aabbccdd");
    private static final byte[] ENCRYPTED_ALERT =
            hex("15 fefd 0001 000000000007 0004" + "01020304"); // epoch 1: content unknown

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static boolean isPlausible(byte[] datagram) {
        byte[] buffer = new byte[datagram.length + 8];
        System.arraycopy(datagram, 0, buffer, 5, datagram.length);
        return DtlsRecords.isPlausible(buffer, 5, datagram.length, 4);
    }

    private static byte[] with(byte[] datagram, int at, int value) {
        byte[] copy = datagram.clone();
        copy[at] = (byte) value;
        return copy;
    }

    @Test
    void shouldLetRecordsPass() {
        byte[] both = Arrays.copyOf(HELLO_FRAGMENT, HELLO_FRAGMENT.length + ENCRYPTED_ALERT.length);
        System.arraycopy(ENCRYPTED_ALERT, 0, both, HELLO_FRAGMENT.length, ENCRYPTED_ALERT.length);

        assertTrue(isPlausible(HELLO_FRAGMENT));
        assertTrue(isPlausible(ENCRYPTED_ALERT));
        assertTrue(isPlausible(both));
    }

    @Test
    void shouldRejectEveryTruncation() {
        for (int length = 0; length < HELLO_FRAGMENT.length; length++) {
            assertFalse(isPlausible(Arrays.copyOf(HELLO_FRAGMENT, length)), "cut to " + length);
        }
        for (int length = 0; length < ENCRYPTED_ALERT.length; length++) {
            assertFalse(isPlausible(Arrays.copyOf(ENCRYPTED_ALERT, length)), "cut to " + length);
        }
    }

    @Test
    void shouldRejectOtherContentTypes() {
        for (int type = 0; type < 256; type++) {
            assertEquals(type >= 20 && type <= 23, isPlausible(with(ENCRYPTED_ALERT, 0, type)), "type " + type);
        }
    }

    @Test
    void shouldRejectOtherProtocols() {
        assertFalse(isPlausible(with(ENCRYPTED_ALERT, 1, 0x03)));
        assertTrue(isPlausible(with(HELLO_FRAGMENT, 2, 0xFF)));
        assertFalse(isPlausible(with(ENCRYPTED_ALERT, 2, 0xFE)));
        assertFalse(isPlausible(with(ENCRYPTED_ALERT, 2, 0xFC)));
    }

    @Test
    void shouldRejectAFragmentBeyondItsMessage() {
        assertFalse(isPlausible(with(HELLO_FRAGMENT, 21, 0xC5)));
    }

    @Test
    void shouldRejectAMessageLongerThanAnyCertificate() {
        assertFalse(isPlausible(with(HELLO_FRAGMENT, 14, 1)));
        assertFalse(isPlausible(with(HELLO_FRAGMENT, 15, 0x41)));
    }

    @Test
    void shouldRejectALeftoverInARecord() {
        byte[] leftover = with(Arrays.copyOf(HELLO_FRAGMENT, HELLO_FRAGMENT.length + 3), 12, 0x13);

        assertFalse(isPlausible(leftover));
    }

    @Test
    void shouldRejectAnEncryptedRecordWithoutRoomForItsTag() {
        assertFalse(DtlsRecords.isPlausible(ENCRYPTED_ALERT, 0, ENCRYPTED_ALERT.length, 5));
    }
}
