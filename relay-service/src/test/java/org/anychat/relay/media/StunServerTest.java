package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;
import org.junit.jupiter.api.Test;

class StunServerTest {
    private final InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
    private final TransactionId transaction = new TransactionId(1, 2);
    private final StunServer server = new StunServer();

    private static byte[] request(TransactionId transaction, StunAttribute... attributes) {
        byte[] bytes = new byte[64];
        int length =
                new StunMessage(StunMessageType.BINDING_REQUEST, transaction, List.of(attributes)).encode(bytes, 0);
        return Arrays.copyOf(bytes, length);
    }

    private int ask(byte[] request) {
        return server.answer(request, 0, request.length, from);
    }

    @Test
    void shouldTellWhereARequestCameFrom() {
        byte[] request = request(transaction);
        int length = 0;
        for (int asked = 0; length == 0 && asked < 5; asked++) {
            length = ask(request);
        }

        StunMessage answer = StunMessage.decode(server.response(), 0, length).orElseThrow();
        assertEquals(StunMessageType.BINDING_SUCCESS, answer.type());
        assertEquals(transaction, answer.transactionId());
        assertEquals(
                from,
                answer.first(StunAttribute.XorMappedAddress.class).orElseThrow().address());
    }

    @Test
    void shouldTellWhichAnswersLeaveByAnotherPort() {
        byte[] padding = new byte[1_000];
        assertEquals(0, ask(padding));
        assertTrue(ask(request(transaction)) > 0);
        assertFalse(server.byOtherPort());
        assertTrue(ask(request(transaction, new StunAttribute.ChangeRequest(false, true))) > 0);
        assertTrue(server.byOtherPort());
        assertEquals(0, ask(request(transaction, new StunAttribute.ChangeRequest(true, false))), "no other address");
        assertEquals(0, ask(request(transaction, new StunAttribute.ChangeRequest(true, true))), "nor with a port");
        assertTrue(ask(request(transaction)) > 0);
        assertFalse(server.byOtherPort());
    }

    @Test
    void shouldNeverSendMoreThanHasCome() {
        byte[] request = request(transaction);
        int in = 0;
        int out = 0;
        for (int asked = 0; asked < 10_000; asked++) {
            in += request.length;
            out += ask(request);
            assertTrue(out <= in);
        }
        assertTrue(out > in * 9 / 10, "and not much less");
    }

    @Test
    void shouldSaveUpNoMoreThanASmallBurst() {
        byte[] noise = new byte[1_000];
        Arrays.fill(noise, (byte) 1);
        for (int came = 0; came < 1_000; came++) {
            assertEquals(0, ask(noise));
        }

        int answers = 0;
        byte[] request = request(transaction);
        for (int asked = 0; asked < 1_000; asked++) {
            answers += ask(request) > 0 ? 1 : 0;
        }
        assertTrue(answers < 1_000 * request.length / 32 + 100);
    }

    @Test
    void shouldAnswerNothingElse() {
        byte[] indication = new byte[StunMessage.HEADER_LENGTH];
        new StunMessage(StunMessageType.BINDING_INDICATION, transaction, List.of()).encode(indication, 0);
        byte[] before = server.response().clone();
        for (int asked = 0; asked < 10; asked++) {
            assertEquals(0, ask(indication));
            assertEquals(0, ask(new byte[0]));
            assertEquals(0, ask(new byte[] {0, 1, 0, 0}));
        }
        assertArrayEquals(before, server.response());
    }
}
