package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What is taken for records can be walked to its end, and the gate keeps no more of it than it says. */
class DtlsRecordsFuzzTest {
    private static final int HEADER_LENGTH = 13;

    /** Datagrams of a flight, each behind its length in one byte. */
    @FuzzTest
    void shouldWalkWhatIsPlausible(byte[] data) {
        FlightGate gate = new FlightGate(DtlsRole.SERVER);
        checkDatagram(data, gate);
        int kept = 0;
        for (int at = 0; at < data.length; ) {
            int length = Math.min(data[at] & 0xFF, data.length - at - 1);
            byte[] datagram = new byte[length];
            System.arraycopy(data, at + 1, datagram, 0, length);
            kept += checkDatagram(datagram, gate) ? 1 : 0;
            at += 1 + length;
        }
        int released = 0;
        while (gate.release() != null) {
            released++;
        }
        assertTrue(released <= Math.min(kept + 1, FlightGate.MAX_HELD));
    }

    private static boolean checkDatagram(byte[] datagram, FlightGate gate) {
        if (!DtlsRecords.isPlausible(datagram, 0, datagram.length, DtlsRecords.SHORTEST_GCM)) {
            return false;
        }
        int at = 0;
        while (at < datagram.length) {
            int end = DtlsRecords.end(datagram, at);
            assertTrue(end >= at + HEADER_LENGTH && end <= datagram.length);
            if (DtlsRecords.isClearHandshake(datagram, at)) {
                checkMessages(datagram, DtlsRecords.body(at), end);
            }
            at = end;
        }
        return !gate.admit(datagram);
    }

    private static void checkMessages(byte[] datagram, int from, int end) {
        int at = from;
        while (at < end) {
            assertTrue(DtlsRecords.messageLength(datagram, at) <= DtlsRecords.MAX_HANDSHAKE_MESSAGE_LENGTH);
            assertTrue(DtlsRecords.messageEnd(datagram, at) > at);
            at = DtlsRecords.messageEnd(datagram, at);
        }
        assertEquals(end, at);
    }
}
