package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.relay.feedback.NackResponder;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;

class ViewerPacerTest extends PacerWorld {
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
    void shouldTellOfCrowdingThatIsOverBeforeItIsAskedFor() {
        port.room = 0;
        keyFrame(200);
        port.room = Integer.MAX_VALUE;
        waiting.endTurn(nowNs);
        assertFalse(viewer.isCrowded());
        assertTrue(viewer.pacer.takeCrowded());
        assertFalse(viewer.pacer.takeCrowded());
    }

    @Test
    void shouldNotTakeTimeWithoutATickOfItsOwnForASlowPort() {
        port.room = 0;
        keyFrame(10);
        for (int i = 0; i < 100; i++) {
            nowNs += TICK_MS * MS;
            waiting.onTick(nowNs);
        }
        viewer.pacer.onTick(0, false, nowNs);
        assertFalse(viewer.isCrowded());
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
}
