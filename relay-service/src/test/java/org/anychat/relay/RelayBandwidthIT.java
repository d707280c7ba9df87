package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtcp.TransportFeedbackBuilder;
import org.anychat.webrtc.rtp.HeaderExtensions;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a whole relay does for viewers that tell how packets arrive. */
class RelayBandwidthIT {
    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(1);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** A viewer of both tracks that tells how packets arrive. */
    private TestViewer telling(TestPublisher publisher) {
        return world.viewer(world.peer(1))
                .telling()
                .subscribe()
                .answerUntil(publisher.videoTrack(), true)
                .answerUntil(publisher.audioTrack(), true);
    }

    @Test
    void shouldNumberAllThatItSendsToAViewerThatTellsThoughThePublisherNumbersNothing() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = telling(publisher);
        int id = viewer.numberingId(publisher.videoTrack());
        assertNotEquals(0, id);
        assertEquals(id, viewer.numberingId(publisher.audioTrack()));
        send(publisher, 50);
        int video = viewer.ssrc(publisher.videoTrack());
        int audio = viewer.ssrc(publisher.audioTrack());
        viewer.awaitNumber(video, number -> number == 50);
        viewer.awaitNumber(audio, number -> number == 50);
        List<Integer> numbers = viewer.transport.rtp().stream()
                .map(TestPackets::read)
                .map(packet -> transportNumber(packet, id))
                .sorted()
                .toList();
        assertTrue(numbers.size() >= 100, "packets: " + numbers.size());
        assertEquals(IntStream.range(0, numbers.size()).boxed().toList(), numbers);
        assertEquals(
                IntStream.rangeClosed(1, 50).boxed().toList(), viewer.numbers(video), "the payload is as it was sent");
    }

    /** Padding makes lengths equal; it has to stay at the end of what is numbered, and of what is sent again. */
    @Test
    void shouldPadVideoAndNumberItAndSendItAgain() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = telling(publisher);
        int id = viewer.numberingId(publisher.videoTrack());
        int video = viewer.ssrc(publisher.videoTrack());
        int rtx = viewer.rtxSsrc(publisher.videoTrack());
        int frame = TestPackets.vp8(true, 1).length;
        publisher.sendVideo(true, 1);
        publisher.sendAudio(2);
        viewer.awaitNumber(video, number -> number == 1);
        viewer.awaitNumber(viewer.ssrc(publisher.audioTrack()), number -> number == 2);

        RtpPacket sent = viewer.packet(video, 1);
        assertEquals(frame, sent.payloadLength());
        assertEquals(11, sent.paddingLength());
        assertEquals(0, viewer.packet(viewer.ssrc(publisher.audioTrack()), 2).paddingLength());
        viewer.transport.sendRtcp(TestPackets.nack(video, sent.sequenceNumber()));
        viewer.awaitNumber(rtx, number -> number == 1);

        RtpPacket again = viewer.packet(rtx, 1);
        assertEquals(Short.BYTES + frame, again.payloadLength());
        assertEquals(11, again.paddingLength());
        assertEquals(sent.sequenceNumber(), NetworkOrder.uint16(again.buffer(), again.payloadOffset()));
        assertNotEquals(transportNumber(sent, id), transportNumber(again, id));
    }

    @Test
    void shouldNumberNothingForAViewerThatDoesNotTell() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(publisher.videoTrack(), true);
        publisher.sendVideo(true, 1);
        int ssrc = viewer.ssrc(publisher.videoTrack());
        viewer.awaitNumber(ssrc, number -> number == 1);
        assertEquals(0, viewer.numberingId(publisher.videoTrack()));
        assertEquals(12, viewer.packet(ssrc, 1).headerLength());
    }

    @Test
    void shouldNotSendNumberedSoundAgainUnderTheSameNumber() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1)).telling().subscribe().answerUntil(publisher.audioTrack(), true);
        int ssrc = viewer.ssrc(publisher.audioTrack());
        publisher.sendAudio(1);
        publisher.sendAudio(2);
        viewer.awaitNumber(ssrc, number -> number == 2);
        viewer.transport.sendRtcp(TestPackets.nack(ssrc, viewer.packet(ssrc, 1).sequenceNumber()));
        viewer.transport.signal.await("the NACK has come", () -> world.counter(RelayCounter.NACKS_MISSED) == 1);
        assertEquals(0, world.counter(RelayCounter.RETRANSMISSIONS_OUT));
    }

    @Test
    void shouldNumberNoVideoThatHasNoRetransmissionStreamAndKeepThePublishersNumbersToItself() {
        TestPublisher publisher = world.publisher(world.peer(1)).numbering().publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1))
                .telling()
                .withoutRtx()
                .subscribe()
                .answerUntil(publisher.videoTrack(), true);
        assertNotEquals(0, viewer.numberingId(publisher.videoTrack()));
        int ssrc = viewer.ssrc(publisher.videoTrack());
        publisher.sendVideo(true, 1);
        publisher.sendVideo(false, 2);
        viewer.awaitNumber(ssrc, number -> number == 2);
        RtpPacket packet = viewer.packet(ssrc, 1);
        assertEquals(HeaderExtensions.NOT_FOUND, packet.extensions().find(viewer.numberingId(publisher.videoTrack())));
        viewer.transport.sendRtcp(TestPackets.nack(ssrc, packet.sequenceNumber()));
        viewer.transport.signal.await("the packet again", () -> world.counter(RelayCounter.RETRANSMISSIONS_OUT) == 1);
    }

    @Test
    void shouldPauseTheVideoOfAViewerThatAcknowledgesNothingAndTellIt() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = telling(publisher);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        int number = 0;
        while (world.pauses(viewer.peer.session()).isEmpty()) {
            assertTrue(System.nanoTime() < deadlineNs, "no pause");
            number++;
            publisher.sendVideoOf(1000, number % 50 == 1, number);
            publisher.sendAudio(number);
            viewer.awaitNumber(viewer.ssrc(publisher.audioTrack()), new Sent(number));
        }
        assertEquals(
                publisher.peer.user(),
                world.pauses(viewer.peer.session()).get(0).publisher());
        assertTrue(world.pauses(viewer.peer.session()).get(0).paused());
        publisher.sendAudio(++number);
        viewer.awaitNumber(viewer.ssrc(publisher.audioTrack()), new Sent(number));
    }

    /** The packet of a number has come. */
    private record Sent(int number) implements java.util.function.IntPredicate {
        @Override
        public boolean test(int value) {
            return value == number;
        }
    }

    @Test
    void shouldRefuseFeedbackOfPacketsThatWereNeverSent() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1)).telling().subscribe().answerUntil(publisher.videoTrack(), true);
        byte[] buffer = new byte[200 + DatagramReceiver.TAIL_ROOM];
        RtcpWriter writer = new RtcpWriter();
        writer.wrap(buffer, 0, 200);
        TransportFeedbackBuilder forged = new TransportFeedbackBuilder();
        IntStream.range(40_000, 40_100).forEach(number -> forged.onPacket(number, number));
        assertTrue(forged.append(writer, 1, viewer.ssrc(publisher.videoTrack())));
        viewer.transport.sendRtcp(java.util.Arrays.copyOf(buffer, writer.length()));
        viewer.transport.signal.await(
                "the feedback is refused", () -> world.counter(RelayCounter.FEEDBACK_REFUSED) == 1);
    }

    private static void send(TestPublisher publisher, int frames) {
        for (int i = 1; i <= frames; i++) {
            publisher.sendVideo(i == 1, i);
            publisher.sendAudio(i);
        }
    }

    private static int transportNumber(RtpPacket packet, int id) {
        return NetworkOrder.uint16(packet.buffer(), packet.extensions().find(id));
    }
}
