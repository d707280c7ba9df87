package org.anychat.relay.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.testsupport.FakeClock;
import org.junit.jupiter.api.Test;

class KeyFrameRequesterTest {
    private final FakeClock clock = new FakeClock();
    private final KeyFrameRequester requester = new KeyFrameRequester();

    @Test
    void shouldAskForNothingThatNobodyWants() {
        assertFalse(requester.isDue(clock.nowNs()));
    }

    @Test
    void shouldAskAtOnceForTheFirstWish() {
        requester.want();
        assertTrue(requester.isDue(clock.nowNs()));
    }

    @Test
    void shouldMakeOneRequestOfManyWishes() {
        int asked = 0;
        for (int i = 0; i < 50; i++) {
            requester.want();
            asked += requester.isDue(clock.nowNs()) ? 1 : 0;
            clock.advanceMs(9);
        }
        assertEquals(1, asked);
    }

    @Test
    void shouldAskAgainAtOnceForThoseWhoCameTooLateForAKeyFrame() {
        requester.want();
        assertTrue(requester.isDue(clock.nowNs()));
        clock.advanceMs(40);
        requester.onKeyFrame();
        requester.want();
        assertTrue(requester.isDue(clock.nowNs()));
    }

    @Test
    void shouldRepeatWhatAnEncoderMayHaveIgnoredAsSoonAsItListensAgain() {
        requester.want();
        assertTrue(requester.isDue(clock.nowNs()));
        clock.advanceMs(40);
        requester.onKeyFrame();
        requester.want();
        assertTrue(requester.isDue(clock.nowNs()));
        clock.advanceNs(KeyFrameRequester.DEAF_NS - 40_000_001);
        assertFalse(requester.isDue(clock.nowNs()));
        clock.advanceNs(1);
        assertTrue(requester.isDue(clock.nowNs()));
        clock.advanceNs(KeyFrameRequester.INTERVAL_NS - 1);
        assertFalse(requester.isDue(clock.nowNs()));
    }

    @Test
    void shouldAskTwiceASecondWhereEachAnswerIsFollowedByAWish() {
        int asked = 0;
        for (int ms = 0; ms < 60_000; ms++) {
            requester.want();
            if (requester.isDue(clock.nowNs())) {
                asked++;
                requester.onKeyFrame();
            }
            clock.advanceMs(1);
        }
        assertEquals(120 + KeyFrameRequester.BURST - 1, asked);
    }

    @Test
    void shouldRepeatUntilAKeyFrameComes() {
        requester.want();
        assertTrue(requester.isDue(clock.nowNs()));
        clock.advanceMs(500);
        assertTrue(requester.isDue(clock.nowNs()));
        requester.onKeyFrame();
        clock.advanceMs(10_000);
        assertFalse(requester.isDue(clock.nowNs()));
    }

    @Test
    void shouldAskOnceForWhatNobodyWaitsFor() {
        requester.wantOnce();
        assertTrue(requester.isDue(clock.nowNs()));
        clock.advanceMs(10_000);
        assertFalse(requester.isDue(clock.nowNs()));
    }

    @Test
    void shouldKeepTheAverageForWhatNobodyWaitsFor() {
        requester.want();
        assertTrue(requester.isDue(clock.nowNs()));
        requester.onKeyFrame();
        for (int i = 1; i < KeyFrameRequester.BURST; i++) {
            requester.wantOnce();
            assertTrue(requester.isDue(clock.nowNs()));
            requester.onKeyFrame();
        }
        requester.wantOnce();
        assertFalse(requester.isDue(clock.nowNs()));
        clock.advanceNs(KeyFrameRequester.INTERVAL_NS);
        assertTrue(requester.isDue(clock.nowNs()));
    }

    @Test
    void shouldGrowTiredOfAPublisherThatDoesNotAnswer() {
        requester.want();
        int asked = 0;
        for (int i = 0; i < 6000; i++) {
            asked += requester.isDue(clock.nowNs()) ? 1 : 0;
            clock.advanceMs(10);
        }
        assertTrue(asked >= 16 && asked <= 24, "asked " + asked + " times in a minute");
    }
}
