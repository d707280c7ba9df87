package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Audience;
import org.anychat.contracts.RelayApi.ReadStatistics;
import org.anychat.contracts.RelayApi.Reattach;
import org.anychat.contracts.RelayApi.SelectMedia;
import org.anychat.contracts.RelayApi.SetAudience;
import org.anychat.contracts.RelayApi.TrackStatistics;
import org.anychat.contracts.SessionId;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.rtcp.NtpTime;
import org.anychat.webrtc.rtcp.RtcpKind;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Media through a whole relay: real sockets, ICE, DTLS and SRTP on both sides. */
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

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264"})
    void shouldForwardVideoToEveryViewerRewrittenAndWithoutGaps(String codec) {
        TestPublisher publisher = world.publisher(world.peer(1)).publish(codec);
        String track = publisher.videoTrack();
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
    void shouldForwardSoundFromTheFirstPacketOn() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        String track = publisher.audioTrack();
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        IntStream.rangeClosed(1, 50).forEach(publisher::sendAudio);
        List<Integer> numbers = viewer.awaitNumber(viewer.ssrc(track), number -> number == 50);
        assertEquals(IntStream.rangeClosed(1, 50).boxed().toList(), numbers);
        assertEquals(0, publisher.keyFrameRequests());
    }

    @Test
    void shouldSendToTheAudienceAloneWhateverOthersSelect() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        String track = publisher.audioTrack();
        TestViewer partner = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        TestViewer other = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        publisher.sendAudio(1);
        other.awaitNumber(other.ssrc(track), number -> number == 1);

        audience(publisher, new Audience(false, List.of(partner.peer.user())));
        TestWorld.await(world.relay.select(new SelectMedia(other.peer.session(), publisher.peer.user(), true, true)));
        world.awaitLoops();
        publisher.sendAudio(2);
        partner.awaitNumber(partner.ssrc(track), number -> number == 2);
        audience(publisher, Audience.EVERYBODY);
        publisher.sendAudio(3);

        assertEquals(List.of(1, 3), other.awaitNumber(other.ssrc(track), number -> number == 3));
        assertEquals(List.of(1, 2, 3), partner.awaitNumber(partner.ssrc(track), number -> number == 3));
    }

    @Test
    void shouldKeepTheAudienceOfAPublicationFromViewersThatComeLater() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish(null);
        String track = publisher.audioTrack();
        TestViewer partner = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        audience(publisher, new Audience(false, List.of(partner.peer.user())));
        TestViewer late = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        publisher.sendAudio(1);
        partner.awaitNumber(partner.ssrc(track), number -> number == 1);
        audience(publisher, Audience.EVERYBODY);
        publisher.sendAudio(2);

        assertEquals(List.of(2), late.awaitNumber(late.ssrc(track), number -> number == 2));
    }

    private void audience(TestPublisher publisher, Audience audience) {
        TestWorld.await(world.relay.setAudience(new SetAudience(publisher.peer.session(), audience)));
        world.awaitLoops();
    }

    @Test
    void shouldTellWhatAPublisherSends() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        new Signal().await("a second with packets of both", () -> {
            publisher.sendVideo(true, 1);
            publisher.sendAudio(1);
            List<TrackStatistics> tracks = TestWorld.await(
                            world.relay.statistics(new ReadStatistics(publisher.peer.session())))
                    .tracks();
            return tracks.stream()
                    .filter(track -> track.bitrateBps() > 0 && track.expected() > 0)
                    .map(TrackStatistics::codec)
                    .collect(Collectors.toSet())
                    .equals(Set.of("VP8", "opus"));
        });
        assertEquals(
                List.of(),
                TestWorld.await(world.relay.statistics(new ReadStatistics(new SessionId("nobody"))))
                        .tracks());
    }

    @Test
    void shouldKeepRoomsApart() {
        TestPublisher here = world.publisher(world.peer(1)).publish("VP8");
        TestPublisher there = world.publisher(world.peer(2)).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(here.videoTrack(), true);
        there.sendVideo(true, 1);
        here.sendVideo(true, 2);
        viewer.awaitNumber(viewer.ssrc(here.videoTrack()), number -> number == 2);
        assertFalse(viewer.has(there.videoTrack()));
        assertEquals(1, viewer.transport.rtp().size());
    }

    @Test
    void shouldAskForAKeyFrameForALateViewerAndStartItThere() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        publisher.sendVideo(true, 1);
        publisher.sendVideo(false, 2);
        String track = publisher.videoTrack();
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        publisher.transport.signal.await("a key frame request", () -> publisher.keyFrameRequests() > 0);
        publisher.sendVideo(false, 3);
        publisher.sendVideo(true, 4);
        publisher.sendVideo(false, 5);
        assertEquals(List.of(4, 5), viewer.awaitNumber(viewer.ssrc(track), number -> number == 5));
    }

    @Test
    void shouldSendLostPacketsAgainAsRtx() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        String track = publisher.videoTrack();
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        int ssrc = viewer.ssrc(track);
        viewer.transport.lose(
                packet -> TestPackets.read(packet).ssrc() == ssrc && TestPackets.number(packet) % 10 == 5);
        publisher.sendVideo(true, 1);
        IntStream.rangeClosed(2, 30).forEach(i -> publisher.sendVideo(false, i));
        viewer.awaitNumber(ssrc, number -> number == 30);
        int first = viewer.packet(ssrc, 1).sequenceNumber();
        viewer.transport.sendRtcp(
                TestPackets.nack(ssrc, (first + 4) & 0xFFFF, (first + 14) & 0xFFFF, (first + 24) & 0xFFFF));
        int rtxSsrc = viewer.rtxSsrc(track);
        viewer.awaitNumber(rtxSsrc, number -> number == 25);
        assertEquals(List.of(5, 15, 25), viewer.numbers(rtxSsrc));
        RtpPacket again = TestPackets.read(viewer.packets(rtxSsrc).get(0));
        int original = NetworkOrder.uint16(again.buffer(), again.payloadOffset());
        assertEquals((first + 4) & 0xFFFF, original);
        assertEquals(3, world.counter(RelayCounter.RETRANSMISSIONS_OUT));
    }

    @Test
    void shouldAskThePublisherForWhatItLostAndPassItOn() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        String track = publisher.videoTrack();
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        publisher.sendVideo(true, 1);
        publisher.holdVideo(2);
        publisher.sendVideo(false, 3);
        publisher.transport.signal.await(
                "a NACK", () -> TestPackets.count(publisher.transport.rtcp(), RtcpKind.NACK) > 0);
        publisher.sendHeld();
        viewer.awaitNumber(viewer.ssrc(track), number -> number == 2);
        assertEquals(new TreeSet<>(List.of(1, 2, 3)), new TreeSet<>(viewer.numbers(viewer.ssrc(track))));
        int first = viewer.packet(viewer.ssrc(track), 1).sequenceNumber();
        assertEquals((first + 1) & 0xFFFF, viewer.packet(viewer.ssrc(track), 2).sequenceNumber());
        assertEquals(1, world.counter(RelayCounter.RECOVERED_IN));
    }

    @Test
    void shouldReportToViewersOnThePublishersTime() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        String track = publisher.videoTrack();
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        publisher.sendVideo(true, 1);
        RtpPacket sent = awaitFirst(viewer, track);
        long unixNs = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        // The publisher's clock is an hour slow: viewers are told the relay's.
        long publishersNs = unixNs - TimeUnit.HOURS.toNanos(1);
        publisher.transport.sendRtcp(TestPackets.senderReport(
                TestPublisher.VIDEO_SSRC, NtpTime.fromUnixNs(publishersNs), publisher.videoTimestamp()));
        int before = TestPackets.count(viewer.transport.rtcp(), RtcpKind.SENDER_REPORT);
        viewer.transport.signal.await(
                "two more reports",
                () -> TestPackets.count(viewer.transport.rtcp(), RtcpKind.SENDER_REPORT) >= before + 2);
        List<RtcpReader> reports = TestPackets.of(viewer.transport.rtcp(), RtcpKind.SENDER_REPORT);
        RtcpReader report = reports.get(reports.size() - 1);
        assertEquals(viewer.ssrc(track), report.senderSsrc());
        long elapsedNs = NtpTime.toUnixNs(report.ntpTimestamp()) - unixNs;
        int ticks = report.rtpTimestamp() - sent.timestamp();
        int expectedTicks = Math.toIntExact(elapsedNs * 90 / 1_000_000);
        // On a busy machine the publisher's report may have been some time on its way.
        assertTrue(Math.abs(ticks - expectedTicks) < 90 * 500, ticks + " ticks, by the clock " + expectedTicks);
        assertEquals(1, report.packetCount());
    }

    private static RtpPacket awaitFirst(TestViewer viewer, String track) {
        viewer.awaitNumber(viewer.ssrc(track), number -> number == 1);
        return viewer.packet(viewer.ssrc(track), 1);
    }

    @Test
    void shouldReportToPublishersWhatArrivesAndHowMuchTheyMaySend() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        IntStream.rangeClosed(1, 20).forEach(i -> publisher.sendVideo(i == 1, i));
        List<byte[]> rtcp = publisher.transport.awaitRtcp(RtcpKind.RECEIVER_REPORT, 2);
        List<RtcpReader> reports = TestPackets.of(rtcp, RtcpKind.RECEIVER_REPORT);
        RtcpReader last = reports.get(reports.size() - 1);
        assertEquals(2, last.count());
        assertTrue(last.blockSsrc(0) == TestPublisher.VIDEO_SSRC || last.blockSsrc(1) == TestPublisher.VIDEO_SSRC);
        RtcpReader remb = TestPackets.of(rtcp, RtcpKind.REMB).get(0);
        assertTrue(remb.rembBitrateBps() > 3_900_000, "REMB " + remb.rembBitrateBps());
    }

    @Test
    void shouldStopAndGoOnAsTheViewerSelects() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        String track = publisher.videoTrack();
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        publisher.sendVideo(true, 1);
        viewer.awaitNumber(viewer.ssrc(track), number -> number == 1);
        select(viewer, publisher, false);
        world.awaitLoops();
        publisher.sendVideo(false, 2);
        publisher.awaitForwarded(world);
        select(viewer, publisher, true);
        publisher.transport.signal.await("a key frame request", () -> publisher.keyFrameRequests() > 0);
        publisher.sendVideo(true, 3);
        assertEquals(List.of(1, 3), viewer.awaitNumber(viewer.ssrc(track), number -> number == 3));
        assertEquals(
                (viewer.packet(viewer.ssrc(track), 1).sequenceNumber() + 1) & 0xFFFF,
                viewer.packet(viewer.ssrc(track), 3).sequenceNumber());
    }

    @Test
    void shouldSendWhatCameByAnotherWayOnceTheClientIsBackAtAnotherGateway() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("VP8");
        String track = publisher.videoTrack();
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(track, true);
        publisher.sendVideo(true, 1);
        viewer.awaitNumber(viewer.ssrc(track), number -> number == 1);
        SelectMedia wish = new SelectMedia(viewer.peer.session(), publisher.peer.user(), true, true);
        TestWorld.await(world.relay.select(wish.elsewhere(true)));
        TestWorld.await(world.relay.reattach(new Reattach(viewer.peer.session(), viewer.peer.gateway())));
        world.awaitLoops();
        publisher.sendVideo(false, 2);
        publisher.awaitForwarded(world);

        TestWorld.await(world.relay.reattach(new Reattach(viewer.peer.session(), new NodeId("elsewhere"))));

        publisher.transport.signal.await("a key frame request", () -> publisher.keyFrameRequests() > 0);
        publisher.sendVideo(true, 3);
        assertEquals(List.of(1, 3), viewer.awaitNumber(viewer.ssrc(track), number -> number == 3));
    }

    private void select(TestViewer viewer, TestPublisher publisher, boolean video) {
        TestWorld.await(world.relay.select(new SelectMedia(viewer.peer.session(), publisher.peer.user(), video, true)));
    }
}
