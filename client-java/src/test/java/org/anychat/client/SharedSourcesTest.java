package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSource;
import org.anychat.client.sample.Sample;
import org.junit.jupiter.api.Test;

class SharedSourcesTest {
    private static final long FRAME_US = 1_000_000 / Sample.FRAMES_PER_SECOND;

    private final SharedSources shared = new SharedSources(List.of(Sample.video()));

    @Test
    void shouldGiveOneConnectionWhatTheSourceGives() {
        MediaSource tap = shared.open().sources().get(0);

        assertEquals(0, tap.poll(0).timeUs());
        assertNull(tap.poll(FRAME_US - 1));
        assertEquals(FRAME_US, tap.poll(FRAME_US + 1).timeUs());
    }

    @Test
    void shouldGoOnWhereTheConnectionBeforeEnded() {
        SharedSources.Taps first = shared.open();
        for (int frame = 0; frame < 100; frame++) {
            assertNotNull(first.sources().get(0).poll(frame * 1_000_000L / Sample.FRAMES_PER_SECOND + 1));
        }
        first.close();

        MediaSource next = shared.open().sources().get(0);

        assertNull(next.poll(0));
        EncodedFrame frame = next.poll(FRAME_US + 2);
        assertNotNull(frame, "the source's time goes on, it does not begin anew");
        assertTrue(Math.abs(FRAME_US - frame.timeUs()) <= 2, frame::toString);
    }

    @Test
    void shouldGiveEachFrameToBothConnections() {
        MediaSource old = shared.open().sources().get(0);
        old.poll(0);
        MediaSource next = shared.open().sources().get(0);
        assertNull(next.poll(0));

        EncodedFrame second = old.poll(FRAME_US + 1);
        EncodedFrame third = next.poll(2 * FRAME_US + 2);

        assertSame(second.data(), third.data());
        assertNotNull(next.poll(2 * FRAME_US + 2));
        assertNotNull(old.poll(2 * FRAME_US + 2));
    }
}
