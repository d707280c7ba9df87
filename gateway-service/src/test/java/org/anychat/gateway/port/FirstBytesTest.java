package org.anychat.gateway.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.anychat.protocol.Frame;
import org.anychat.protocol.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstBytesTest {
    private static FirstBytes of(String ascii) {
        return FirstBytes.of(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\n", "HEAD /x ", "POST /", "OPTIONS * ", "DELETE /a ", "PUT /a", "PATCH /a"})
    void shouldKnowHttp(String start) {
        assertEquals(FirstBytes.HTTP, of(start));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GE", "GET", "OPTION", "DEL"})
    void shouldWaitForTheRestOfAMethod(String start) {
        assertEquals(FirstBytes.UNDECIDED, of(start));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH", "get / HTTP", "PRI * HTTP/2.0", "GETX / HTT", "HELO mail"})
    void shouldNotKnowOtherText(String start) {
        assertEquals(FirstBytes.UNKNOWN, of(start));
    }

    @Test
    void shouldKnowTheSmallestAndTheLargestFrame() {
        assertEquals(FirstBytes.FRAMED, FirstBytes.of(new Frame(Frame.JSON, new byte[1]).encode()));
        assertEquals(
                FirstBytes.FRAMED, FirstBytes.of(new Frame(Frame.JSON, new byte[Limits.CLIENT_JSON_BYTES]).encode()));
    }

    @Test
    void shouldKnowIceTcp() {
        // RFC 4571 length 20, then the header of a STUN binding request (RFC 8489 section 5) with its cookie.
        byte[] bytes = HexFormat.of().parseHex("0014" + "0001" + "0000" + "2112a442" + "000102030405060708090a0b");

        assertEquals(FirstBytes.ICE_TCP, FirstBytes.of(bytes));
        for (int length = 2; length < FirstBytes.ENOUGH; length++) {
            assertEquals(FirstBytes.UNDECIDED, FirstBytes.of(Arrays.copyOf(bytes, length)));
        }
    }

    @Test
    void shouldNotTakeOtherLengthsForIceTcp() {
        assertEquals(FirstBytes.UNKNOWN, FirstBytes.of(HexFormat.of().parseHex("0014000100002112a443")));
        assertEquals(FirstBytes.UNKNOWN, FirstBytes.of(HexFormat.of().parseHex("0014c00100002112a442")));
    }

    @Test
    void shouldDecideAboutWhateverTenBytes() {
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                byte[] bytes = new byte[FirstBytes.ENOUGH];
                bytes[0] = (byte) first;
                bytes[1] = (byte) second;
                assertNotEquals(FirstBytes.UNDECIDED, FirstBytes.of(bytes), first + " " + second);
            }
        }
    }
}
