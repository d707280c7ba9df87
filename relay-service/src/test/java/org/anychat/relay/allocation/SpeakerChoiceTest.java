package org.anychat.relay.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.anychat.testsupport.FakeClock;
import org.junit.jupiter.api.Test;

class SpeakerChoiceTest {
    private final FakeClock clock = new FakeClock();
    private final SpeakerChoice choice = new SpeakerChoice();

    private int hear(int ann, int ben) {
        choice.begin();
        choice.consider(-2, ann);
        choice.consider(-3, ben);
        return choice.decide(clock.nowNs());
    }

    @Test
    void shouldChooseNobodyInSilence() {
        assertEquals(SpeakerChoice.NOBODY, hear(20, 0));
    }

    @Test
    void shouldChooseWhoSpeaksAndKeepToItInAPause() {
        assertEquals(-2, hear(90, 20));
        clock.advanceMs(5_000);
        assertEquals(-2, hear(10, 20));
    }

    @Test
    void shouldChangeOnlyForSomebodyClearlyLouder() {
        hear(90, 0);
        clock.advanceMs(5_000);
        assertEquals(-2, hear(90, 95));
        assertEquals(-3, hear(70, 95));
    }

    @Test
    void shouldNotChangeFasterThanASecond() {
        hear(90, 0);
        clock.advanceMs(200);
        assertEquals(-2, hear(10, 100));
        clock.advanceMs(1_000);
        assertEquals(-3, hear(10, 100));
    }
}
