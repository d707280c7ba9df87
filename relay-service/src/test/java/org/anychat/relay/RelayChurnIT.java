package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.stun.StunMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes and goes leaves nothing, and what is hostile changes nothing for others. */
class RelayChurnIT {
    private static final int CYCLES = 200;
    private static final int GARBAGE = 5_000;
    /** As much as any system's receive buffer holds: what is more the kernel may drop, the publisher's packets with it. */
    private static final int BETWEEN_FRAMES = 50;

    @RegisterExtension
    final SeededRandom random = new SeededRandom();

    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(2);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldLeaveNothingBehindAfterManyHaveComeAndGone() {
        cycle(0);
        Set<String> threadsBefore = threads();
        for (int i = 1; i < CYCLES; i++) {
            cycle(i);
        }
        assertEquals(0, TestWorld.await(world.verticle.countHeld()));
        assertEquals(2L * CYCLES, world.counter(RelayCounter.SESSIONS_OPENED));
        assertEquals(2L * CYCLES, world.counter(RelayCounter.SESSIONS_CLOSED));
        assertEquals(0, world.counter(RelayCounter.FAULTS));
        Set<String> more = threads();
        more.removeAll(threadsBefore);
        assertTrue(more.size() < 3, () -> "threads that came: " + more);
    }

    /** Some leave by the bus, some close their connection, some just vanish and are closed by their gateway. */
    private void cycle(int number) {
        TestPublisher publisher = world.publisher(world.peer(1 + number % 3)).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1 + number % 3)).subscribe();
        viewer.answerUntil(publisher.videoTrack(), true);
        publisher.sendVideo(true, number);
        viewer.awaitNumber(viewer.ssrc(publisher.videoTrack()), value -> value == number);
        if (number % 3 == 0) {
            viewer.transport.vanish();
            publisher.transport.vanish();
        }
        if (number % 3 == 1) {
            viewer.transport.hangUp();
            publisher.transport.hangUp();
            world.awaitState(viewer.peer, Direction.SUBSCRIBE, State.CLOSED);
            world.awaitState(publisher.peer, Direction.PUBLISH, State.CLOSED);
        } else {
            viewer.leave();
            publisher.leave();
        }
        world.forget(viewer, publisher);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("dtls-handshake"))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldNotBeImpressedByGarbage() throws IOException {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(publisher.videoTrack(), true);
        int held = TestWorld.await(world.verticle.countHeld());
        int ssrc = viewer.ssrc(publisher.videoTrack());
        publisher.sendVideo(true, 1);
        try (DatagramSocket stranger = new DatagramSocket()) {
            for (int i = 0; i < GARBAGE; i++) {
                byte[] garbage = garbage(i);
                stranger.send(new DatagramPacket(garbage, garbage.length, world.relayAddress()));
                if (i % BETWEEN_FRAMES == 0) {
                    int frame = 2 + i / BETWEEN_FRAMES;
                    publisher.sendVideo(false, frame);
                    viewer.awaitNumber(ssrc, number -> number == frame);
                }
            }
        }
        assertEquals(
                IntStream.rangeClosed(1, 1 + GARBAGE / BETWEEN_FRAMES).boxed().toList(), viewer.numbers(ssrc));
        assertEquals(held, TestWorld.await(world.verticle.countHeld()));
        assertEquals(0, world.counter(RelayCounter.FAULTS));
        awaitCounted(RelayCounter.DROP_UNKNOWN_ADDRESS);
        awaitCounted(RelayCounter.DROP_BAD_STUN);
        awaitCounted(RelayCounter.DROP_NOT_A_PROTOCOL);
    }

    /** Garbage may have come to another socket of the port than the publisher's. */
    private void awaitCounted(RelayCounter counter) {
        world.signal.await("garbage is counted as " + counter, () -> world.counter(counter) > 0);
    }

    /** Random bytes behind the first byte of each protocol of the port; every tenth a STUN header that is right. */
    private byte[] garbage(int number) {
        byte[] bytes = new byte[1 + random.random().nextInt(1400)];
        random.random().nextBytes(bytes);
        byte[] firsts = {0, 20, (byte) 0x80, (byte) 0x90, 100};
        bytes[0] = firsts[number % firsts.length];
        if (number % 10 == 0 && bytes.length > StunMessage.HEADER_LENGTH) {
            bytes[1] = 1;
            bytes[4] = 0x21;
            bytes[5] = 0x12;
            bytes[6] = (byte) 0xA4;
            bytes[7] = 0x42;
        }
        return bytes;
    }
}
