package org.anychat.webrtc.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import org.anychat.webrtc.stun.StunAttribute.ChangeRequest;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunResponderTest {
    private static final TransactionId ID = new TransactionId(7, 8);

    private final byte[] request = new byte[128];
    private final byte[] response = new byte[StunResponder.RESPONSE_MAX_LENGTH];

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.9", "2001:db8::9"})
    void shouldTellTheAddressOfWhoAsks(String host) {
        InetSocketAddress from = new InetSocketAddress(host, 4711);
        int length = new StunMessage(StunMessageType.BINDING_REQUEST, ID, List.of()).encode(request, 3);

        int answered = StunResponder.respond(request, 3, length, from, response);

        assertEquals(
                new StunMessage(StunMessageType.BINDING_SUCCESS, ID, List.of(new XorMappedAddress(from))),
                StunMessage.decode(response, 0, answered).orElseThrow());
    }

    /** RFC 5780 section 7.2: flags A (0x04, address) and B (0x02, port). */
    @Test
    void shouldNotAnswerWhatIsToBeAnsweredFromElsewhere() {
        byte[] elsewhere = {
            0x00,
            0x01,
            0x00,
            0x08, // Binding request of 8 bytes
            0x21,
            0x12,
            (byte) 0xA4,
            0x42, // magic cookie
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            7, // transaction id
            0x00,
            0x03,
            0x00,
            0x04, // CHANGE-REQUEST
            0x00,
            0x00,
            0x00,
            0x02 // change port
        };
        StunMessage read = StunResponder.request(elsewhere, 0, elsewhere.length).orElseThrow();
        assertEquals(new ChangeRequest(false, true), StunResponder.change(read));
        assertEquals(0, StunResponder.respond(elsewhere, 0, elsewhere.length, new InetSocketAddress(1), response));

        elsewhere[elsewhere.length - 1] = 0x04;
        read = StunResponder.request(elsewhere, 0, elsewhere.length).orElseThrow();
        assertEquals(new ChangeRequest(true, false), StunResponder.change(read));
        elsewhere[elsewhere.length - 1] = 0;
        assertTrue(
                StunResponder.respond(elsewhere, 0, elsewhere.length, new InetSocketAddress("192.0.2.1", 1), response)
                        > 0);
    }

    @Test
    void shouldLeaveRequestsWithAUserToIce() {
        byte[] check = Rfc5769.request();

        assertEquals(0, StunResponder.respond(check, 0, check.length, new InetSocketAddress(1), response));
    }

    @Test
    void shouldNotAnswerAnswers() {
        byte[] answer = Rfc5769.ipv4Response();

        assertEquals(0, StunResponder.respond(answer, 0, answer.length, new InetSocketAddress(1), response));
    }
}
