package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.junit.jupiter.api.Test;

class TrackHandoverTest {
    private static final RemoteTrack VIDEO = new RemoteTrack(-3, MediaCodec.H264);
    private static final RemoteTrack OTHER = new RemoteTrack(-4, MediaCodec.OPUS);

    private final List<String> seen = new ArrayList<>();
    private long nowMs;
    private final TrackHandover handover = new TrackHandover(
            new MediaSink() {
                @Override
                public void onTrack(RemoteTrack track) {
                    seen.add("begins " + track.userId());
                }

                @Override
                public void onTrackEnded(RemoteTrack track) {
                    seen.add("ends " + track.userId());
                }

                @Override
                public void onFrame(RemoteTrack track, EncodedFrame frame) {
                    seen.add(track.userId() + " " + (char) frame.data()[0] + " at "
                            + TimeUnit.MICROSECONDS.toMillis(frame.timeUs()));
                }
            },
            () -> TimeUnit.MILLISECONDS.toNanos(nowMs));

    @Test
    void shouldPassOneConnectionOnAsItIs() {
        TrackHandover.Feed feed = handover.open();
        feed.onTrack(VIDEO);
        feed.onFrame(VIDEO, frame('a', 0, true));
        feed.onFrame(VIDEO, frame('b', 66, false));
        feed.onTrackEnded(VIDEO);

        assertEquals(List.of("begins -3", "-3 a at 0", "-3 b at 66", "ends -3"), seen);
    }

    @Test
    void shouldChangeOverAtAKeyFrameWithTheTrackAndItsTimeGoingOn() {
        TrackHandover.Feed old = handover.open();
        old.onTrack(VIDEO);
        old.onFrame(VIDEO, frame('a', 0, true));
        TrackHandover.Feed next = handover.open();
        next.onTrack(VIDEO);
        next.onFrame(VIDEO, frame('x', 0, false));
        old.onFrame(VIDEO, frame('b', 66, false));
        assertTrue(old.isNeeded());
        nowMs = 66;
        next.onFrame(VIDEO, frame('y', 66, true));
        old.onFrame(VIDEO, frame('c', 132, true));
        assertFalse(old.isNeeded());
        old.close();
        next.onFrame(VIDEO, frame('z', 132, false));

        assertEquals(List.of("begins -3", "-3 a at 0", "-3 b at 66", "-3 y at 132", "-3 z at 198"), seen);
    }

    @Test
    void shouldWaitForTheNewConnectionWhereTheOldOneEndsFirst() {
        TrackHandover.Feed old = handover.open();
        old.onTrack(VIDEO);
        old.onTrack(OTHER);
        handover.open().onTrack(VIDEO);

        old.close();

        assertEquals(List.of("begins -3", "begins -4", "ends -4"), seen);
    }

    @Test
    void shouldNotFallBackToAnOlderConnection() {
        TrackHandover.Feed old = handover.open();
        TrackHandover.Feed next = handover.open();
        next.onTrack(VIDEO);
        next.onFrame(VIDEO, frame('x', 0, true));
        old.onTrack(VIDEO);
        old.onFrame(VIDEO, frame('a', 0, true));

        assertEquals(List.of("begins -3", "-3 x at 0"), seen);
    }

    private static EncodedFrame frame(char name, long timeMs, boolean keyFrame) {
        return new EncodedFrame(new byte[] {(byte) name}, TimeUnit.MILLISECONDS.toMicros(timeMs), keyFrame);
    }
}
