package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.anychat.relay.stats.RelayCounter;
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
    private final List<DatagramPacket> received = new ArrayList<>();

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

    private static final class Question {
        private final TransactionId id;
        private final byte[] bytes;

        private Question(TransactionId id, byte[] bytes) {
            this.id = id;
            this.bytes = bytes;
        }

        static Question of(StunAttribute... more) {
            List<StunAttribute> attributes = new ArrayList<>(List.of(more));
            attributes.add(new Software("longer than the answer is"));
            TransactionId id = TransactionId.random(TestPeer.RANDOM);
            byte[] request = new byte[128];
            int length = new StunMessage(StunMessageType.BINDING_REQUEST, id, attributes).encode(request, 0);
            return new Question(id, Arrays.copyOf(request, length));
        }

        DatagramPacket to(SocketAddress address) {
            return new DatagramPacket(bytes, bytes.length, address);
        }

        boolean isAnsweredBy(DatagramPacket packet) {
            return StunMessage.decode(packet.getData(), 0, packet.getLength())
                    .filter(answer -> answer.transactionId().equals(id))
                    .isPresent();
        }
    }

    /** Asks until the answer comes. */
    private DatagramPacket ask(StunAttribute... more) throws IOException {
        Question question = Question.of(more);
        for (int asked = 0; asked < MOST_ASKED; asked++) {
            socket.send(question.to(world.relayAddress()));
            Optional<DatagramPacket> answer = receive();
            if (answer.filter(question::isAnsweredBy).isPresent()) {
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
            received.add(packet);
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
        Question forbidden = Question.of();
        long before = world.counter(RelayCounter.DROP_UNKNOWN_ADDRESS);
        socket.send(new DatagramPacket(new byte[100], 100, other.getSocketAddress()));
        socket.send(forbidden.to(other.getSocketAddress()));
        await(() -> world.counter(RelayCounter.DROP_UNKNOWN_ADDRESS) == before + 2);

        ask();
        while (receive().isPresent()) {
            assertTrue(received.size() < MOST_ASKED);
        }
        assertTrue(received.stream().noneMatch(forbidden::isAnsweredBy), "answered by a port that only sends");
    }

    private static void await(BooleanSupplier condition) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < endNs, "in time");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
