package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunAttribute.ChangeRequest;
import org.anychat.webrtc.stun.StunAttribute.Software;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Strangers who ask a relay to answer from a port to which nothing was sent (RFC 5780 section 4.4), on real sockets. */
class OtherPortIT {
    private static final int REPEAT_MS = 250;
    private static final int MOST_ASKED = 40;

    private TestWorld world;
    private DatagramSocket socket;

    @BeforeEach
    void start() throws IOException {
        world = new TestWorld(2);
        socket = new DatagramSocket();
        socket.setSoTimeout(REPEAT_MS);
    }

    @AfterEach
    void stop() {
        socket.close();
        world.close();
    }

    /** Asks until something comes. */
    private DatagramPacket ask(StunAttribute... more) throws IOException {
        List<StunAttribute> attributes = new ArrayList<>(List.of(more));
        attributes.add(new Software("longer than the answer is"));
        byte[] request = new byte[128];
        int length = new StunMessage(StunMessageType.BINDING_REQUEST, TransactionId.random(TestPeer.RANDOM), attributes)
                .encode(request, 0);
        for (int asked = 0; asked < MOST_ASKED; asked++) {
            socket.send(new DatagramPacket(request, length, world.relayAddress()));
            Optional<DatagramPacket> answer = receive();
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new AssertionError("no answer");
    }

    /** Empty where something was lost, or the port is only being opened. */
    private Optional<DatagramPacket> receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[128], 128);
        try {
            socket.receive(packet);
            return Optional.of(packet);
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    private void assertTellsWhoAsks(DatagramPacket answer) {
        XorMappedAddress mapped = StunMessage.decode(answer.getData(), 0, answer.getLength())
                .orElseThrow()
                .first(XorMappedAddress.class)
                .orElseThrow();
        assertEquals(socket.getLocalPort(), mapped.address().getPort());
    }

    @Test
    void shouldAnswerFromAnotherPortOfTheAddressThatWasAsked() throws IOException {
        InetSocketAddress relay = world.relayAddress();

        DatagramPacket usual = ask();
        DatagramPacket other = ask(new ChangeRequest(false, true));
        DatagramPacket again = ask(new ChangeRequest(false, true));

        assertTellsWhoAsks(usual);
        assertTellsWhoAsks(other);
        assertEquals(relay.getPort(), usual.getPort());
        assertEquals(relay.getAddress(), other.getAddress());
        assertNotEquals(relay.getPort(), other.getPort());
        assertTellsWhoAsks(again);
    }

    @Test
    void shouldTakeNothingByThatPort() throws IOException {
        DatagramPacket other = ask(new ChangeRequest(false, true));
        socket.send(new DatagramPacket(new byte[100], 100, other.getSocketAddress()));
        byte[] request = new byte[64];
        int length = new StunMessage(
                        StunMessageType.BINDING_REQUEST,
                        TransactionId.random(TestPeer.RANDOM),
                        List.of(new Software("longer than the answer is")))
                .encode(request, 0);
        socket.send(new DatagramPacket(request, length, other.getSocketAddress()));

        DatagramPacket usual = ask();
        assertEquals(world.relayAddress().getPort(), usual.getPort(), "nothing came from the other");
    }
}
