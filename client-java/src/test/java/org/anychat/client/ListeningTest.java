package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.anychat.client.media.MediaKind;
import org.junit.jupiter.api.Test;

class ListeningTest {
    private static final long LOOK_MS = 100;

    private long nowNs;
    private long packets;
    private final Listening listening = new Listening(() -> nowNs);

    @Test
    void shouldCallHalfASecondWithoutAnythingSilence() {
        hear(10);

        pass(500);
        assertFalse(listening.isSilent());
        pass(LOOK_MS);
        assertTrue(listening.isSilent());
    }

    @Test
    void shouldNotWaitForWhatIsNotToCome() {
        hear(10);

        for (long ms = 0; ms < 5_000; ms += LOOK_MS) {
            nowNs += TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
            listening.look(packets, false);
        }

        assertFalse(listening.isSilent());
    }

    @Test
    void shouldTakeUsualGapsForNoSilence() {
        for (int gap = 0; gap < 5; gap++) {
            pass(400);
            packets++;
            pass(LOOK_MS);
        }

        pass(1_000);
        assertFalse(listening.isSilent());
        pass(1_000);
        assertTrue(listening.isSilent());
    }

    @Test
    void shouldNotCountTheTimeInWhichTheProcessStoodStill() {
        hear(10);
        nowNs += TimeUnit.SECONDS.toNanos(30);

        listening.look(packets, true);

        assertFalse(listening.isSilent());
    }

    @Test
    void shouldWaitLongerAfterASilenceThatWasNone() {
        hear(10);
        listening.bePatient();

        pass(900);
        assertFalse(listening.isSilent());
        pass(200);
        assertTrue(listening.isSilent());
    }

    @Test
    void shouldMissAKindThatDoesNotComeForTenSeconds() {
        assertFalse(listening.misses(MediaKind.VIDEO, true));
        hear(50);
        assertFalse(listening.misses(MediaKind.VIDEO, false), "it came after all");
        assertFalse(listening.misses(MediaKind.VIDEO, true));

        hear(99);
        assertFalse(listening.misses(MediaKind.VIDEO, true));
        hear(1);
        assertTrue(listening.misses(MediaKind.VIDEO, true));
    }

    /** Packets come in each of so many looks. */
    private void hear(int looks) {
        for (int look = 0; look < looks; look++) {
            packets++;
            pass(LOOK_MS);
        }
    }

    private void pass(long ms) {
        for (long passed = 0; passed < ms; passed += LOOK_MS) {
            nowNs += TimeUnit.MILLISECONDS.toNanos(LOOK_MS);
            listening.look(packets, true);
        }
    }
}
