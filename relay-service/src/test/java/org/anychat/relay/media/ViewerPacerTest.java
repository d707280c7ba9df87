package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anychat.relay.feedback.NackResponder;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.transport.DatagramSender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewerPacerTest {
    private static final int BYTES = 1200;
    private static final int RTX_SSRC = 1000;
    private static final long MS = 1_000_000;
    private static final long TICK_MS = 10;
    private static final long ONE_MBIT = 1_000_000;

    private final RelayCounters counters = new RelayCounters();
    private final EgressPipeline egress = new EgressPipeline(counters);
    private final Port port = new Port();
    private final WaitingViewers waiting = new WaitingViewers(port);
    private final RtpPacket packet = new RtpPacket();
    private final Publication video = publication(1, new PublicationFormat(VideoCodec.VP8, 90_000, 1));
    private final Publication sound = publication(2, new PublicationFormat(null, 48_000, 1));
    private final List<byte[]> sent = new ArrayList<>();
    private long nowNs = 5_000 * MS;
    private int published;
    private int frames;
    private Viewer viewer;

    /** The way out of all viewers, as crowded as the test says. */
    private static final class Port implements DatagramSender {
        private int room = Integer.MAX_VALUE;

        @Override
        public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
            throw new AssertionError("viewers send here");
        }

        @Override
        public void flush() {}

        @Override
        public boolean isCrowded() {
            return room <= 0;
        }
    }

    private final class Viewer implements RtpSink {
        private final ViewerPacer pacer = new ViewerPacer(waiting, egress, counters, this::isStreamCrowded);
        private final Subscription picture;
        private final List<Subscription> all = new ArrayList<>();
        private int received;
        /** It has no pacer. */
        private boolean atOnce;

        private boolean byStream;
        private int streamRoom = Integer.MAX_VALUE;

        Viewer(int ssrc, int rtxPayloadType) {
            picture = new Subscription(
                    video, new SubscriptionFormat(ssrc, 96, RTX_SSRC, rtxPayloadType, new byte[256], 0), 1, this);
            all.add(picture);
            all.add(new Subscription(
                    sound,
                    new SubscriptionFormat(ssrc + 1, 111, 0, SubscriptionFormat.NO_RTX, new byte[256], 0),
                    1,
                    this));
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isCrowded() {
            return pacer.isCrowded() || (byStream && isStreamCrowded());
        }

        private boolean isStreamCrowded() {
            return streamRoom <= 0;
        }

        @Override
        public boolean hasRoom() {
            return pacer.hasRoom();
        }

        @Override
        public boolean isWaiting() {
            return pacer.isWaiting();
        }

        @Override
        public boolean defer(Subscription track, int sequenceNumber, int length, long now) {
            if (atOnce) {
                return false;
            }
            pacer.defer(track, sequenceNumber, length, now);
            return true;
        }

        @Override
        public boolean deferAgain(Subscription track, int sequenceNumber, int length, long now) {
            return pacer.deferAgain(track, sequenceNumber, length, now);
        }

        @Override
        public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long now) {
            sent.add(Arrays.copyOfRange(data, offset, offset + length));
            received++;
            if (byStream) {
                streamRoom--;
            } else {
                port.room--;
            }
            return true;
        }
    }

    private static Publication publication(long id, PublicationFormat format) {
        return new Publication(id, format, new PublisherClock(), SendBufferLimits.DEFAULT);
    }

    @BeforeEach
    void subscribe() {
        viewer = new Viewer(10, 97);
    }

    /** A turn of the loop brings one packet. */
    private void publish(Publication track, int bytes, boolean start) {
        bring(track, bytes, start);
        waiting.endTurn(nowNs);
    }

    private void bring(Publication track, int bytes, boolean start) {
        byte[] data = new byte[bytes];
        int number = published++;
        NetworkOrder.put16(data, 0, 0x8060);
        NetworkOrder.put16(data, 2, number);
        NetworkOrder.put32(data, 4, 3000 * frames);
        data[12] = (byte) (start ? 0x10 : 0);
        packet.wrap(data, 0, bytes);
        track.encoding(0).onPacket(packet.timestamp(), bytes, nowNs);
        track.encoding(0).sendBuffer().put(number, data, 0, bytes, nowNs);
        for (Subscription subscription : track.subscriptions()) {
            egress.forward(subscription, track.encoding(0), start, packet, nowNs);
        }
    }

    private void keyFrame(int packets) {
        keyFrame(video, packets);
    }

    /** A turn brings all of it. */
    private void keyFrame(Publication track, int packets) {
        bringKeyFrame(track, packets);
        waiting.endTurn(nowNs);
    }

    private void bringKeyFrame(Publication track, int packets) {
        frames++;
        for (int i = 0; i < packets; i++) {
            bring(track, BYTES, i == 0);
        }
    }

    private void tick(long pathBps) {
        nowNs += TICK_MS * MS;
        waiting.onTick(nowNs);
        viewer.pacer.onTick(pathBps, viewer.byStream, nowNs);
        waiting.endTurn(nowNs);
    }

    private List<Integer> numbers(int ssrc) {
        List<Integer> numbers = new ArrayList<>();
        for (byte[] data : sent) {
            packet.wrap(data, 0, data.length);
            if (packet.ssrc() == ssrc) {
                numbers.add(packet.sequenceNumber());
            }
        }
        return numbers;
    }

    private static List<Integer> upTo(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    @Test
    void shouldSendVideoAtTheEndOfTheTurnToOneViewerAfterTheOther() {
        Viewer other = new Viewer(20, 97);
        bringKeyFrame(video, 4);
        assertTrue(sent.isEmpty());
        bring(sound, 100, true);
        assertEquals(2, sent.size(), "sound goes at once");
        waiting.endTurn(nowNs);
        assertEquals(
                List.of(11, 21, 10, 10, 10, 10, 20, 20, 20, 20),
                sent.stream().map(data -> (int) data[11]).toList());
        assertEquals(0, counters.value(RelayCounter.VIDEO_DEFERRED));
        assertFalse(viewer.pacer.isWaiting() || other.pacer.isWaiting());
    }

    @Test
    void shouldSendAKeyFrameAtOnceToAViewerWhosePathIsNotKnown() {
        keyFrame(100);
        assertEquals(upTo(100), numbers(10));
        assertEquals(0, counters.value(RelayCounter.VIDEO_DEFERRED));
    }

    @Test
    void shouldSendAFrameOfCommonSizeAtOnceWhateverThePath() {
        tick(ONE_MBIT);
        keyFrame(8);
        assertEquals(8, sent.size());
    }

    @Test
    void shouldSpreadAKeyFrameOverAKnownPathInOrder() {
        tick(ONE_MBIT);
        keyFrame(60);
        int atOnce = sent.size();
        assertTrue(atOnce < 15, () -> "at once " + atOnce);
        int most = 0;
        int ticks = 0;
        while (viewer.pacer.isWaiting()) {
            int before = sent.size();
            tick(ONE_MBIT);
            ticks++;
            most = Math.max(most, sent.size() - before);
        }
        assertEquals(upTo(60), numbers(10));
        assertTrue(most <= 4, "at most this many in a tick: " + most);
        assertTrue(ticks <= 21, "ticks until the end: " + ticks);
    }

    @Test
    void shouldGiveNoCreditTwiceForTimeThatSeemsToRunBackwards() {
        tick(ONE_MBIT);
        keyFrame(60);
        tick(ONE_MBIT);
        int before = sent.size();
        for (int i = 0; i < 100; i++) {
            waiting.endTurn(nowNs - 5 * MS);
            waiting.endTurn(nowNs);
        }
        assertEquals(before, sent.size());
    }

    @Test
    void shouldSendWaitingPacketsAsTheyWouldHaveBeenSent() {
        Viewer unpaced = new Viewer(20, 97);
        unpaced.atOnce = true;
        tick(ONE_MBIT);
        keyFrame(30);
        while (viewer.pacer.isWaiting()) {
            tick(ONE_MBIT);
        }
        List<byte[]> late = sent.stream().filter(data -> data[11] == 10).toList();
        List<byte[]> prompt = sent.stream().filter(data -> data[11] == 20).toList();
        assertEquals(30, late.size());
        for (int i = 0; i < late.size(); i++) {
            byte[] same = prompt.get(i).clone();
            same[11] = 10;
            assertArrayEquals(same, late.get(i));
        }
        assertEquals(unpaced.picture.packetsSent(), viewer.picture.packetsSent());
        assertEquals(unpaced.picture.octetsSent(), viewer.picture.octetsSent());
    }

    @Test
    void shouldSendSoundAtOnceWhileVideoWaits() {
        tick(ONE_MBIT);
        keyFrame(60);
        port.room = 0;
        publish(sound, 100, true);
        assertEquals(1, numbers(11).size());
        assertTrue(viewer.pacer.isWaiting());
    }

    @Test
    void shouldKeepWhatThePortDoesNotTakeAndSendItInOrderWhenItDoes() {
        Viewer other = new Viewer(20, 97);
        port.room = 50;
        keyFrame(100);
        assertEquals(50, sent.size());
        port.room = 70;
        waiting.endTurn(nowNs);
        assertTrue(sent.size() >= 120 && sent.size() < 200, () -> "sent " + sent.size());
        port.room = Integer.MAX_VALUE;
        waiting.endTurn(nowNs);
        assertEquals(upTo(100), numbers(10));
        assertEquals(upTo(100), numbers(20));
        assertFalse(viewer.pacer.isWaiting() || other.pacer.isWaiting());
    }

    @Test
    void shouldLetViewersTakeTurnsWhereThePortTakesLittle() {
        Viewer other = new Viewer(20, 97);
        port.room = 0;
        keyFrame(100);
        for (int i = 0; i < 4; i++) {
            port.room = 1;
            waiting.endTurn(nowNs);
        }
        assertEquals(viewer.received, other.received);
    }

    @Test
    void shouldStopVideoUntilAKeyFrameWhereThePortTakesNothingForLong() {
        port.room = 0;
        keyFrame(10);
        for (int i = 0; i < 45; i++) {
            tick(0);
        }
        assertTrue(viewer.isCrowded());
        publish(video, BYTES, false);
        assertEquals(0, counters.value(RelayCounter.DROP_CROWDED), "the frame that waits is not cut in two");
        frames++;
        publish(video, BYTES, false);
        assertEquals(1, counters.value(RelayCounter.DROP_CROWDED));
        port.room = Integer.MAX_VALUE;
        tick(0);
        assertFalse(viewer.isCrowded());
        publish(video, BYTES, false);
        keyFrame(2);
        assertEquals(upTo(13), numbers(10), "no number is missing");
    }

    @Test
    void shouldAddNothingToAStreamThatIsCrowded() {
        viewer.byStream = true;
        tick(ONE_MBIT);
        keyFrame(60);
        int atOnce = sent.size();
        viewer.streamRoom = 5;
        for (int i = 0; i < 30; i++) {
            tick(ONE_MBIT);
        }
        assertEquals(atOnce + 5, sent.size());
        assertEquals(60 - atOnce, counters.value(RelayCounter.VIDEO_DEFERRED));
        assertEquals(0, egress.pad(viewer.picture, nowNs));
        port.room = 0;
        viewer.streamRoom = Integer.MAX_VALUE;
        while (viewer.pacer.isWaiting()) {
            tick(ONE_MBIT);
        }
        assertEquals(upTo(60), numbers(10));
        assertEquals(0, counters.value(RelayCounter.DROP_CROWDED));
    }

    @Test
    void shouldStopVideoUntilAKeyFrameWhereAStreamTakesNothingForLong() {
        viewer.byStream = true;
        tick(ONE_MBIT);
        keyFrame(60);
        viewer.streamRoom = 0;
        for (int i = 0; i < 45; i++) {
            tick(ONE_MBIT);
        }
        assertTrue(viewer.pacer.isCrowded());
        viewer.streamRoom = Integer.MAX_VALUE;
        frames++;
        publish(video, BYTES, false);
        assertEquals(1, counters.value(RelayCounter.DROP_CROWDED), "what waits goes first");
    }

    @Test
    void shouldNotTakeItsOwnPauseForASlowPort() {
        port.room = 0;
        keyFrame(10);
        tick(0);
        nowNs += 900 * MS;
        tick(0);
        assertFalse(viewer.isCrowded());
    }

    @Test
    void shouldHoldNoMoreThanItsBoundWhereThePortTakesNothing() {
        port.room = 0;
        keyFrame(200);
        assertTrue(viewer.isCrowded());
        port.room = Integer.MAX_VALUE;
        waiting.endTurn(nowNs);
        assertTrue(sent.size() * BYTES <= 192 * 1024 + BYTES, () -> "sent " + sent.size());
        assertEquals(0, counters.value(RelayCounter.DROP_WAITED));
    }

    @Test
    void shouldHoldAsMuchAsItsBoundOfEachOfSeveralVideos() {
        Publication another = publication(3, new PublicationFormat(VideoCodec.VP8, 90_000, 1));
        SubscriptionFormat format = new SubscriptionFormat(30, 96, 0, SubscriptionFormat.NO_RTX, new byte[256], 0);
        viewer.all.add(new Subscription(another, format, 1, viewer));
        viewer.pacer.videos(2);
        port.room = 0;
        keyFrame(130);
        keyFrame(another, 130);
        assertFalse(viewer.isCrowded());
        keyFrame(another, 60);
        assertTrue(viewer.isCrowded(), "of one of them");
        port.room = Integer.MAX_VALUE;
        waiting.endTurn(nowNs);
        assertEquals(upTo(130), numbers(10));
        assertTrue(numbers(30).size() >= 130);
        assertEquals(0, counters.value(RelayCounter.DROP_WAITED));
    }

    @Test
    void shouldRatherBeTooFastThanLoseAKeyFrameThatIsTooLargeToWait() {
        viewer.pacer.videos(20);
        tick(ONE_MBIT);
        keyFrame(400);
        while (viewer.pacer.isWaiting()) {
            tick(ONE_MBIT);
        }
        assertEquals(upTo(400), numbers(10));
    }

    @Test
    void shouldSendRetransmissionsBeforeNewVideo() {
        keyFrame(3);
        port.room = 0;
        keyFrame(5);
        new NackResponder(viewer.picture, egress, counters).onNack(2, nowNs);
        assertEquals(3, sent.size());
        assertEquals(0, counters.value(RelayCounter.RETRANSMISSIONS_OUT));
        port.room = Integer.MAX_VALUE;
        waiting.endTurn(nowNs);
        packet.wrap(sent.get(3), 0, sent.get(3).length);
        assertEquals(RTX_SSRC, packet.ssrc());
        assertEquals(1, counters.value(RelayCounter.RETRANSMISSIONS_OUT));
        assertEquals(upTo(8), numbers(10));
    }

    @Test
    void shouldSendVideoThatHasWaitedForLongWhateverRetransmissionsTake() {
        tick(ONE_MBIT);
        keyFrame(60);
        for (int i = 0; i < 25; i++) {
            tick(ONE_MBIT);
            for (int again = 0; again < 20; again++) {
                assertFalse(viewer.pacer.deferAgain(viewer.picture, 1, BYTES, nowNs));
            }
        }
        assertEquals(upTo(60), numbers(10));
        assertEquals(0, counters.value(RelayCounter.DROP_WAITED));
    }

    @Test
    void shouldSendNoPaddingWhileVideoWaits() {
        tick(ONE_MBIT);
        keyFrame(60);
        assertEquals(0, egress.pad(viewer.picture, nowNs));
        while (viewer.pacer.isWaiting()) {
            tick(ONE_MBIT);
        }
        assertTrue(egress.pad(viewer.picture, nowNs) > 0);
    }

    @Test
    void shouldSendNothingOfATrackThatHasEnded() {
        port.room = 0;
        keyFrame(5);
        viewer.pacer.forget(viewer.picture);
        port.room = Integer.MAX_VALUE;
        waiting.endTurn(nowNs);
        assertTrue(sent.isEmpty());
        assertFalse(viewer.pacer.isWaiting());
    }

    @Test
    void shouldCountWhatItsBufferHasNoMoreAndAskForAKeyFrame() {
        port.room = 0;
        keyFrame(5);
        nowNs += 2_000 * MS;
        port.room = Integer.MAX_VALUE;
        assertFalse(video.encoding(0).takeKeyFrameWanted());
        waiting.endTurn(nowNs);
        assertTrue(sent.isEmpty());
        assertEquals(5, counters.value(RelayCounter.DROP_WAITED));
        assertTrue(video.encoding(0).takeKeyFrameWanted(), "nobody has the packets for the gap");
    }

    @Test
    void shouldServeVideoWhereATurnIsFullOfRetransmissions() {
        keyFrame(1);
        for (int i = 0; i < WaitingViewers.PACKETS_BEFORE_ITS_END; i++) {
            assertFalse(viewer.pacer.deferAgain(viewer.picture, 1, BYTES, nowNs));
        }
        assertTrue(waiting.isTurnOver());
        assertTrue(viewer.pacer.deferAgain(viewer.picture, 1, BYTES, nowNs), "it waits for the turn's end");
        publish(video, BYTES, false);
        assertEquals(upTo(2), numbers(10));
        assertEquals(1, counters.value(RelayCounter.RETRANSMISSIONS_OUT));
    }

    @Test
    void shouldLeaveTheRestOfATurnToTheNext() {
        List<Viewer> many = IntStream.range(0, 199)
                .mapToObj(i -> new Viewer(1000 + 2 * i, 97))
                .toList();
        keyFrame(30);
        assertEquals(WaitingViewers.PACKETS_PER_TURN, sent.size());
        bring(sound, 100, true);
        assertEquals(WaitingViewers.PACKETS_PER_TURN + 200, sent.size());
        waiting.endTurn(nowNs);
        assertTrue(many.stream().allMatch(one -> one.received == 31));
        assertEquals(200 * 30 - WaitingViewers.PACKETS_PER_TURN, counters.value(RelayCounter.VIDEO_DEFERRED));
    }
}
