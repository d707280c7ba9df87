package org.anychat.client.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSource;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static final long FOREVER_US = Long.MAX_VALUE;
    private static final int FRAMES_IN_THE_LOOP = 60;

    @Test
    void shouldGiveNoFrameBeforeItsTime() {
        MediaSource video = Sample.video();

        assertEquals(0, video.poll(0).timeUs());
        assertNull(video.poll(66_665));
        assertEquals(66_666, video.poll(66_666).timeUs());
    }

    @Test
    void shouldGoOnInTimeWhenThePictureRepeats() {
        MediaSource video = Sample.video();
        EncodedFrame first = video.poll(FOREVER_US);
        EncodedFrame last = first;
        for (int index = 1; index < FRAMES_IN_THE_LOOP; index++) {
            last = video.poll(FOREVER_US);
        }
        EncodedFrame again = video.poll(FOREVER_US);

        assertEquals(4_000_000, again.timeUs());
        assertEquals(3_933_333, last.timeUs());
        assertArrayEquals(first.data(), again.data());
    }

    @Test
    void shouldHaveAKeyFrameEachSecond() {
        MediaSource video = Sample.video();
        for (int index = 0; index < FRAMES_IN_THE_LOOP; index++) {
            assertEquals(
                    index % Sample.FRAMES_PER_SECOND == 0,
                    video.poll(FOREVER_US).keyFrame(),
                    "frame " + index);
        }
    }

    @Test
    void shouldJumpToAKeyFrameWhenOneIsWanted() {
        MediaSource video = Sample.video();
        video.poll(FOREVER_US);
        assertFalse(video.poll(FOREVER_US).keyFrame());

        video.keyFrameRequested();
        EncodedFrame next = video.poll(FOREVER_US);

        assertTrue(next.keyFrame());
        assertEquals(133_333, next.timeUs());
        assertFalse(video.poll(FOREVER_US).keyFrame());
    }

    @Test
    void shouldGiveAudioEveryTwentyMilliseconds() {
        MediaSource audio = Sample.audio();
        for (int index = 0; index < 500; index++) {
            assertEquals(index * 20_000L, audio.poll(FOREVER_US).timeUs());
        }
        assertNull(audio.poll(500 * 20_000L - 1));
    }
}
