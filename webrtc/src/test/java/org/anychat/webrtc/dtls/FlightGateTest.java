package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class FlightGateTest {
    private static final byte[] CHANGE_CIPHER_SPEC = record(20, 0, new byte[] {1});
    private static final byte[] FINISHED = record(22, 1, new byte[40]);
    private static final byte[] CERTIFICATE = record(22, 0, message(11, 300, 0, 300));
    private static final byte[] CLIENT_KEY_EXCHANGE = record(22, 0, message(16, 33, 0, 33));
    private static final byte[] CERTIFICATE_VERIFY = record(22, 0, message(15, 76, 0, 76));

    private static final int SEQUENCE_AT = 4;

    private final FlightGate gate = new FlightGate(DtlsRole.SERVER);

    private static byte[] record(int type, int epoch, byte[] body) {
        byte[] record = new byte[13 + body.length];
        record[0] = (byte) type;
        record[1] = (byte) 0xFE;
        record[2] = (byte) 0xFD;
        record[4] = (byte) epoch;
        record[11] = (byte) (body.length >> 8);
        record[12] = (byte) body.length;
        System.arraycopy(body, 0, record, 13, body.length);
        return record;
    }

    private static byte[] message(int type, int length, int offset, int fragment) {
        byte[] message = new byte[12 + fragment];
        message[0] = (byte) type;
        message[2] = (byte) (length >> 8);
        message[3] = (byte) length;
        message[7] = (byte) (offset >> 8);
        message[8] = (byte) offset;
        message[10] = (byte) (fragment >> 8);
        message[11] = (byte) fragment;
        return message;
    }

    private static byte[] together(byte[]... records) {
        ByteArrayOutputStream datagram = new ByteArrayOutputStream();
        for (byte[] record : records) {
            datagram.writeBytes(record);
        }
        return datagram.toByteArray();
    }

    @Test
    void shouldLetAFlightInOrderPass() {
        assertTrue(gate.admit(CERTIFICATE));
        assertTrue(gate.admit(CLIENT_KEY_EXCHANGE));
        assertTrue(gate.admit(CERTIFICATE_VERIFY));
        assertTrue(gate.admit(CHANGE_CIPHER_SPEC));
        assertTrue(gate.admit(FINISHED));
        assertNull(gate.release());
    }

    @Test
    void shouldLetAFlightInOneDatagramPass() {
        assertTrue(gate.admit(
                together(CERTIFICATE, CLIENT_KEY_EXCHANGE, CERTIFICATE_VERIFY, CHANGE_CIPHER_SPEC, FINISHED)));
    }

    @Test
    void shouldHoldTheEndOfAFlightForWhatIsMissing() {
        gate.admit(CERTIFICATE);
        gate.admit(CLIENT_KEY_EXCHANGE);

        assertFalse(gate.admit(FINISHED));
        assertFalse(gate.admit(CHANGE_CIPHER_SPEC));
        assertNull(gate.release());
        assertTrue(gate.admit(CERTIFICATE_VERIFY));
        assertSame(CHANGE_CIPHER_SPEC, gate.release());
        assertSame(FINISHED, gate.release());
        assertNull(gate.release());
    }

    @Test
    void shouldWaitForEveryFragment() {
        gate.admit(CERTIFICATE);
        gate.admit(CLIENT_KEY_EXCHANGE);
        gate.admit(record(22, 0, message(15, 76, 40, 36)));

        assertFalse(gate.admit(CHANGE_CIPHER_SPEC));
        gate.admit(record(22, 0, message(15, 76, 0, 20)));
        assertNull(gate.release());
        gate.admit(record(22, 0, message(15, 76, 10, 30)));
        assertSame(CHANGE_CIPHER_SPEC, gate.release());
    }

    @Test
    void shouldHoldABoundedNumber() {
        for (int i = 0; i < 3 * FlightGate.MAX_HELD; i++) {
            assertFalse(gate.admit(FINISHED));
        }
        gate.admit(together(CERTIFICATE, CLIENT_KEY_EXCHANGE, CERTIFICATE_VERIFY, CHANGE_CIPHER_SPEC));

        for (int i = 0; i < FlightGate.MAX_HELD; i++) {
            assertSame(FINISHED, gate.release());
        }
        assertNull(gate.release());
    }

    @Test
    void shouldTakeAsProgressWhatIsWholeAndNumberedAsAFlightIs() {
        gate.admit(numbered(3, message(15, 76, 0, 76)));
        assertEquals(1, gate.progress());
        gate.admit(numbered(1, message(11, 300, 0, 200)));
        assertEquals(1, gate.progress());
        gate.admit(numbered(1, message(11, 300, 200, 100)));
        assertEquals(2, gate.progress());
        gate.admit(numbered(2, message(16, 33, 0, 33)));
        assertEquals(3, gate.progress());
    }

    @Test
    void shouldNotTakeAsProgressWhatNoFlightHas() {
        gate.admit(numbered(1, message(11, 0, 0, 0)));
        assertEquals(0, gate.progress());

        gate.admit(numbered(5, message(11, 300, 0, 300)));
        gate.admit(numbered(5, message(16, 33, 0, 33)));
        gate.admit(numbered(4, message(15, 76, 0, 76)));
        assertEquals(1, gate.progress());
    }

    private static byte[] numbered(int sequence, byte[] message) {
        message[SEQUENCE_AT + 1] = (byte) sequence;
        return record(22, 0, message);
    }

    @Test
    void shouldMakeAClientWaitForTheChangeAlone() {
        FlightGate client = new FlightGate(DtlsRole.CLIENT);

        assertFalse(client.admit(FINISHED));
        assertTrue(client.admit(CHANGE_CIPHER_SPEC));
        assertSame(FINISHED, client.release());
    }
}
