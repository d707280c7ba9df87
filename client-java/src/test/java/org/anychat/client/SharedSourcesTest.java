package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.FrameSigner;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaSource;
import org.anychat.client.sample.Sample;
import org.junit.jupiter.api.Test;

class SharedSourcesTest {
    private static final int TRAILER_LENGTH = 85;
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

    @Test
    void shouldSignEachFrameOnceForAllEdgesAndNotForTheRelay() {
        FrameSigner signer = new FrameSigner(1, -2);
        MediaSource relay = shared.open().sources().get(0);
        relay.poll(0);
        MediaSource edge = shared.open(signer).sources().get(0);
        MediaSource other = shared.open(signer).sources().get(0);
        edge.poll(0);
        other.poll(0);

        EncodedFrame plain = relay.poll(FRAME_US + 2);
        EncodedFrame signed = edge.poll(FRAME_US + 2);

        assertSame(signed.data(), other.poll(FRAME_US + 2).data());
        assertArrayEquals(plain.data(), Arrays.copyOf(signed.data(), plain.data().length));
        assertEquals(plain.data().length + TRAILER_LENGTH, signed.data().length);
        assertEquals(plain.keyFrame(), signed.keyFrame());
    }

    @Test
    void shouldAskForOneKeyFrameWhereSeveralReceiversDoAndForAnotherLater() {
        Wishes source = new Wishes();
        SharedSources several = new SharedSources(List.of(source));
        List<MediaSource> taps =
                Stream.generate(() -> several.open().sources().get(0)).limit(5).toList();
        taps.forEach(tap -> tap.poll(0));

        taps.forEach(MediaSource::keyFrameRequested);
        assertEquals(1, source.wishes);

        taps.forEach(tap -> tap.poll(299_999));
        assertEquals(1, source.wishes);
        taps.forEach(tap -> tap.poll(300_000));
        assertEquals(2, source.wishes, "those after the first are not forgotten");
        taps.forEach(tap -> tap.poll(900_000));
        assertEquals(2, source.wishes);
    }

    @Test
    void shouldForgetTheWishThatAKeyFrameHasFulfilled() {
        Wishes source = new Wishes();
        MediaSource tap = new SharedSources(List.of(source)).open().sources().get(0);
        tap.poll(0);
        tap.keyFrameRequested();
        tap.keyFrameRequested();
        source.next = new EncodedFrame(new byte[1], 0, true);
        assertNotNull(tap.poll(100_000));

        tap.poll(400_000);

        assertEquals(1, source.wishes);
    }

    @Test
    void shouldPassOnEachKeyFrameThatIsDueByTheNumberOfFrames() {
        Wishes source = new Wishes();
        MediaSource tap = new SharedSources(List.of(source)).open().sources().get(0);
        tap.keyFrameDue();
        tap.keyFrameDue();

        assertEquals(2, source.wishes);
    }

    /** Counts what it is asked for. */
    private static final class Wishes implements MediaSource {
        private int wishes;
        private EncodedFrame next;

        @Override
        public MediaCodec codec() {
            return MediaCodec.VP8;
        }

        @Override
        public EncodedFrame poll(long elapsedUs) {
            EncodedFrame given = next;
            next = null;
            return given;
        }

        @Override
        public void keyFrameRequested() {
            wishes++;
        }
    }
}
