package org.anychat.webrtc.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemultiplexerTest {
    private static final int OFFSET = 3;

    @ParameterizedTest
    @CsvSource({
        "0, STUN",
        "3, STUN",
        "4, UNKNOWN",
        "15, UNKNOWN",
        "16, UNKNOWN",
        "19, UNKNOWN",
        "20, DTLS",
        "63, DTLS",
        "64, UNKNOWN",
        "79, UNKNOWN",
        "80, UNKNOWN",
        "127, UNKNOWN",
        "128, RTP",
        "191, RTP",
        "192, UNKNOWN",
        "255, UNKNOWN"
    })
    void shouldClassifyByTheFirstByteOfRfc7983(int first, DatagramClass expected) {
        assertEquals(expected, Demultiplexer.classify(datagram(first, 96), OFFSET, 20));
    }

    @ParameterizedTest
    @CsvSource({"191, RTP", "192, RTCP", "200, RTCP", "223, RTCP", "224, RTP", "96, RTP", "127, RTP"})
    void shouldTellRtcpFromRtpByTheSecondByte(int second, DatagramClass expected) {
        assertEquals(expected, Demultiplexer.classify(datagram(0x80, second), OFFSET, 20));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 20", "22, 254, 13", "128, 96, 12", "128, 200, 8"})
    void shouldNotClassifyWhatIsShorterThanItsHeader(int first, int second, int headerLength) {
        byte[] data = datagram(first, second);

        for (int length = 0; length < headerLength; length++) {
            assertEquals(DatagramClass.UNKNOWN, Demultiplexer.classify(data, OFFSET, length), "length " + length);
        }
    }

    private static byte[] datagram(int first, int second) {
        byte[] data = new byte[OFFSET + 20];
        data[OFFSET] = (byte) first;
        data[OFFSET + 1] = (byte) second;
        return data;
    }
}
