package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RFC 3711 section 3.3.2. */
class ReplayWindowTest {
    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    @Test
    void shouldAgreeWithASetThatForgetsNothing() {
        Random random = seeded.random();
        ReplayWindow window = new ReplayWindow(1000);
        Set<Long> accepted = new HashSet<>(Set.of(1000L));
        for (int i = 0; i < 100_000; i++) {
            long index = window.highest() - 140 + random.nextInt(random.nextInt(50) == 0 ? 400 : 145);
            boolean tooOld = window.highest() - index >= ReplayWindow.SIZE;
            assertEquals(tooOld, window.isTooOld(index));
            if (tooOld) {
                continue;
            }
            boolean replayed = !accepted.add(index);
            assertEquals(replayed, window.isReplayed(index), "index " + index);
            if (!replayed) {
                window.accept(index);
            }
        }
    }

    @Test
    void shouldForgetEverythingOnAJumpOfItsSize() {
        for (int jump : new int[] {63, 64, 65, 127, 128, 1000}) {
            ReplayWindow window = new ReplayWindow(0);
            window.accept(jump);
            assertEquals(jump >= ReplayWindow.SIZE, window.isTooOld(0), "jump " + jump);
            assertEquals(jump < ReplayWindow.SIZE, !window.isTooOld(0) && window.isReplayed(0), "jump " + jump);
        }
    }
}
