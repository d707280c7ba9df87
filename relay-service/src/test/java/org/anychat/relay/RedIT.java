package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.RoomSpan;
import org.anychat.contracts.RoomId;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.sdp.negotiation.NegotiatedCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redundant sound (RED) through a whole relay, from its negotiation to its bytes. */
class RedIT {
    private static final NodeId OTHER = new NodeId("relay-9");

    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(2);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static byte[] payload(RtpPacket packet) {
        return Arrays.copyOfRange(
                packet.buffer(), packet.payloadOffset(), packet.payloadOffset() + packet.payloadLength());
    }

    @Test
    void shouldAskPublishersForRedundancyBeforeOpus() {
        TestPublisher publisher = world.publisher(world.peer(1)).redundant().publish(null);
        assertTrue(publisher.answer().contains(" 63 111\r\n"), publisher.answer());
        assertTrue(publisher.answer().contains("a=fmtp:63 111/111\r\n"), publisher.answer());

        TestPublisher plain = world.publisher(world.peer(1)).publish(null);
        assertFalse(plain.answer().contains("red/"), plain.answer());
    }

    @Test
    void shouldSendRedundancyToAViewerThatLosesPacketsAndPlainOpusToOthers() {
        TestPublisher publisher = world.publisher(world.peer(1)).redundant().publish(null);
        String track = publisher.audioTrack();
        TestViewer lossy = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        TestViewer plain = world.viewer(world.peer(1)).withoutRed().subscribe().answerUntil(track, true);
        int ssrc = lossy.ssrc(track);
        assertNotEquals(NegotiatedCodec.NO_RED, lossy.redPayloadType(track));
        assertEquals(NegotiatedCodec.NO_RED, plain.redPayloadType(track));

        publisher.sendRedundantAudio(1);
        lossy.awaitNumber(ssrc, number -> number == 1);
        assertEquals(lossy.payloadType(track), lossy.packet(ssrc, 1).payloadType(), "nothing is lost yet");
        long reports = world.counter(RelayCounter.RTCP_IN);
        lossy.transport.sendRtcp(TestPackets.lossReport(ssrc));
        lossy.transport.signal.await("the report is read", () -> world.counter(RelayCounter.RTCP_IN) > reports);
        IntStream.rangeClosed(2, 20).forEach(publisher::sendRedundantAudio);

        assertEquals(IntStream.rangeClosed(1, 20).boxed().toList(), lossy.awaitNumber(ssrc, number -> number == 20));
        RtpPacket redundant = lossy.packet(ssrc, 20);
        assertEquals(lossy.redPayloadType(track), redundant.payloadType());
        assertArrayEquals(TestPackets.redundantOpus(lossy.payloadType(track), 20), payload(redundant));

        assertEquals(
                IntStream.rangeClosed(1, 20).boxed().toList(),
                plain.awaitNumber(plain.ssrc(track), number -> number == 20));
        RtpPacket unwrapped = plain.packet(plain.ssrc(track), 20);
        assertEquals(plain.payloadType(track), unwrapped.payloadType());
        assertArrayEquals(TestPackets.opus(20), payload(unwrapped));
    }

    @Test
    void shouldRestoreWhatIsLostOnTheWayToTheRelay() {
        TestPublisher publisher = world.publisher(world.peer(1)).redundant().publish(null);
        String track = publisher.audioTrack();
        TestViewer viewer = world.viewer(world.peer(1)).withoutRed().subscribe().answerUntil(track, true);
        publisher.sendRedundantAudio(1);
        publisher.loseAudio();
        publisher.sendRedundantAudio(3);

        assertEquals(List.of(1, 2, 3), viewer.awaitNumber(viewer.ssrc(track), number -> number == 3));
        assertArrayEquals(TestPackets.opus(2), payload(viewer.packet(viewer.ssrc(track), 2)));
        assertEquals(1, world.counter(RelayCounter.RESTORED_IN));
    }

    @Test
    void shouldCountWhatIsNoRedundancyOfOpus() {
        TestPublisher publisher = world.publisher(world.peer(1)).redundant().publish(null);
        String track = publisher.audioTrack();
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        byte[] endless = new byte[1200];
        Arrays.fill(endless, (byte) 0xEF);
        publisher.transport.sendRtp(TestPackets.rtp(TestPublisher.RED, 59_000, 1, TestPublisher.AUDIO_SSRC, endless));
        publisher.transport.sendRtp(TestPackets.rtp(
                TestPublisher.RED, 59_001, 1, TestPublisher.AUDIO_SSRC, TestPackets.redundantOpus(9, 1)));
        publisher.sendRedundantAudio(1);

        assertEquals(List.of(1), viewer.awaitNumber(viewer.ssrc(track), number -> number == 1));
        assertEquals(2, world.counter(RelayCounter.DROP_BAD_RED));
    }

    /** Another relay always gets it, as its own viewers may lose packets. */
    @Test
    void shouldCarryRedundancyOverTheLinkOfTwoRelays() {
        RelayApi other = world.otherRelay(OTHER);
        RoomSpan span = new RoomSpan(new RoomId(1), 1, List.of(TestWorld.NODE, OTHER));
        TestWorld.await(world.relay.span(span));
        TestWorld.await(other.span(span));
        TestPublisher publisher =
                new TestPublisher(world, other, world.peer(1)).redundant().publish(null);
        String track = publisher.audioTrack();
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        int ssrc = viewer.ssrc(track);
        int[] number = {0};
        long sending = world.vertx.setPeriodic(20, again -> publisher.sendRedundantAudio(++number[0]));
        viewer.awaitNumber(ssrc, got -> got > 0);
        viewer.transport.sendRtcp(TestPackets.lossReport(ssrc));
        viewer.transport.signal.await(
                "redundancy",
                () -> viewer.packets(ssrc).stream()
                        .map(TestPackets::read)
                        .anyMatch(packet -> packet.payloadType() == viewer.redPayloadType(track)));
        world.vertx.cancelTimer(sending);
        publisher.close();
    }
}
