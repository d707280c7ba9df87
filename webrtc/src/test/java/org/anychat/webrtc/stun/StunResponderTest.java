package org.anychat.webrtc.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
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
