package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.webrtc.rtp.RtpPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayIT {
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
    void shouldForwardVideoToEveryViewerRewrittenAndWithoutGaps() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        String track = publisher.peer.user() + "-video";
        TestViewer one = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        TestViewer two = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        publisher.sendVideo(true, 1);
        IntStream.rangeClosed(2, 100).forEach(i -> publisher.sendVideo(false, i));
        for (TestViewer viewer : List.of(one, two)) {
            int ssrc = viewer.ssrc(track);
            viewer.awaitNumber(ssrc, number -> number == 100);
            List<byte[]> packets = viewer.packets(ssrc);
            assertEquals(100, packets.size());
            RtpPacket first = TestPackets.read(packets.get(0));
            for (int i = 0; i < packets.size(); i++) {
                RtpPacket packet = TestPackets.read(packets.get(i));
                assertEquals((first.sequenceNumber() + i) & 0xFFFF, packet.sequenceNumber());
                assertEquals(first.timestamp() + 3000 * i, packet.timestamp());
                assertEquals(viewer.payloadType(track), packet.payloadType());
                assertEquals(i + 1, TestPackets.number(packets.get(i)));
            }
        }
    }

    @Test
    void shouldTellTheGatewayWhenBothConnectionsAreUp() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1)).subscribe();
        world.signal.await("states", () -> has(publisher, State.CONNECTED));
        world.signal.await(
                "states",
                () -> world.states(viewer.peer.session()).stream().anyMatch(s -> s.state() == State.CONNECTED));
        assertFalse(has(publisher, State.CLOSED));
    }

    private boolean has(TestPublisher publisher, State state) {
        return world.states(publisher.peer.session()).stream().anyMatch(s -> s.state() == state);
    }

    @Test
    void shouldForwardSoundFromTheFirstPacketOn() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        String track = publisher.peer.user() + "-audio";
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        IntStream.rangeClosed(1, 50).forEach(publisher::sendAudio);
        List<Integer> numbers = viewer.awaitNumber(viewer.ssrc(track), number -> number == 50);
        assertEquals(IntStream.rangeClosed(1, 50).boxed().toList(), numbers);
        assertTrue(publisher.keyFrameRequests() == 0);
    }
}
