package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.anychat.relay.stats.RelayCounter;
import org.junit.jupiter.api.Test;

class WaitingViewersTest extends PacerWorld {
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
    void shouldAskNobodyWhoWaitsForThePortWhileItIsCrowded() {
        IntStream.range(0, 199).forEach(i -> new Viewer(1000 + 2 * i, 97));
        port.room = 0;
        keyFrame(2);
        port.asked = 0;
        waiting.endTurn(nowNs);
        assertTrue(port.asked <= 2, () -> "asked " + port.asked);
        port.room = Integer.MAX_VALUE;
        waiting.endTurn(nowNs);
        assertEquals(400, sent.size());
        assertEquals(0, port.unflushed);
    }

    @Test
    void shouldGoOnWhereAViewerComesToAStreamOrLeavesIt() {
        Viewer other = new Viewer(20, 97);
        port.room = 0;
        keyFrame(5);
        viewer.byStream = true;
        tick(0);
        assertEquals(upTo(5), numbers(10));
        assertEquals(0, other.received);
        bringKeyFrame(video, 5);
        viewer.streamRoom = 0;
        waiting.endTurn(nowNs);
        assertEquals(5, viewer.received);
        viewer.byStream = false;
        port.room = Integer.MAX_VALUE;
        tick(0);
        assertEquals(upTo(10), numbers(10));
        assertEquals(upTo(10), numbers(20));
    }

    @Test
    void shouldServeTheOthersWhereAViewersTurnFails() {
        Viewer other = new Viewer(20, 97);
        keyFrame(1);
        viewer.failing = true;
        keyFrame(30);
        assertEquals(upTo(31), numbers(20));
        assertEquals(0, port.unflushed);
        assertFalse(faults.isEmpty());
        viewer.failing = false;
        waiting.endTurn(nowNs);
        keyFrame(1);
        assertEquals(32 - faults.size(), viewer.received, "what was lost with each fault");
        assertEquals(32, other.received);
    }

    @Test
    void shouldServeTheOthersWhereAViewerHasNothingAnyMore() {
        Viewer other = new Viewer(20, 97);
        port.room = 0;
        keyFrame(5);
        viewer.pacer.clear();
        port.room = Integer.MAX_VALUE;
        waiting.endTurn(nowNs);
        assertEquals(5, other.received);
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
