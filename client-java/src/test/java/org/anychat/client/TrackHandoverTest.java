package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.junit.jupiter.api.Test;

class TrackHandoverTest {
    private static final RemoteTrack VIDEO = new RemoteTrack(-3, MediaCodec.H264);
    private static final RemoteTrack OTHER = new RemoteTrack(-4, MediaCodec.OPUS);

    private static final RemoteTrack VP8 = new RemoteTrack(-3, MediaCodec.VP8);

    private final List<String> seen = new ArrayList<>();
    private boolean open = true;
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
            () -> TimeUnit.MILLISECONDS.toNanos(nowMs),
            (userId, kind) -> open);

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

    @Test
    void shouldTakeNothingOfADirectConnectionBeforeItBegins() {
        TrackHandover.Feed relay = handover.open();
        TrackHandover.Feed direct = handover.openDirect();
        direct.onTrack(VIDEO);
        direct.onFrame(VIDEO, frame('d', 0, true));
        assertFalse(handover.isRelayed(-3));
        relay.onTrack(VIDEO);
        relay.onFrame(VIDEO, frame('a', 0, true));
        direct.onFrame(VIDEO, frame('e', 0, true));
        assertTrue(handover.isRelayed(-3));
        assertTrue(direct.hasBrought(MediaKind.VIDEO));

        direct.begin();
        direct.onFrame(VIDEO, frame('f', 0, false));
        assertFalse(direct.shows(-3, MediaKind.VIDEO));
        direct.onFrame(VIDEO, frame('g', 0, true));
        assertTrue(direct.shows(-3, MediaKind.VIDEO));
        relay.onFrame(VIDEO, frame('b', 10, true));

        assertEquals(List.of("begins -3", "-3 a at 0", "-3 g at 0"), seen);
    }

    @Test
    void shouldGoBackToTheRelayWithItsNextKeyFrame() {
        TrackHandover.Feed direct = direct();
        TrackHandover.Feed relay = handover.open();
        relay.onTrack(VIDEO);
        relay.onFrame(VIDEO, frame('n', 0, true));
        assertTrue(direct.isNeeded(), "a newer relay is not preferred to what comes directly");

        direct.giveWay();
        direct.onFrame(VIDEO, frame('e', 66, false));
        relay.onFrame(VIDEO, frame('o', 66, false));
        relay.onFrame(VIDEO, frame('p', 66, true));
        direct.onFrame(VIDEO, frame('f', 132, true));

        assertFalse(direct.isNeeded());
        assertEquals(List.of("-3 e at 66", "-3 p at 66"), seen.subList(3, seen.size()));
    }

    @Test
    void shouldEndWhatComesDirectlyOnceItsUserHasClosedIt() {
        TrackHandover.Feed direct = handover.openDirect();
        direct.begin();
        direct.onTrack(VIDEO);
        direct.onFrame(VIDEO, frame('d', 0, true));
        handover.refresh();
        assertEquals(List.of("begins -3", "-3 d at 0"), seen);

        open = false;
        handover.refresh();
        direct.onFrame(VIDEO, frame('e', 66, true));

        assertEquals(List.of("begins -3", "-3 d at 0", "ends -3"), seen);
    }

    @Test
    void shouldShowAnotherCodecAsAnotherTrack() {
        TrackHandover.Feed relay = handover.open();
        relay.onTrack(VIDEO);
        relay.onFrame(VIDEO, frame('a', 0, true));
        TrackHandover.Feed direct = handover.openDirect();
        direct.begin();
        direct.onTrack(VP8);
        direct.onFrame(VP8, frame('d', 500, true));

        assertEquals(List.of("begins -3", "-3 a at 0", "ends -3", "begins -3", "-3 d at 500"), seen);
    }

    /** A connection by which the one user's picture comes. */
    private TrackHandover.Feed direct() {
        TrackHandover.Feed relay = handover.open();
        relay.onTrack(VIDEO);
        relay.onFrame(VIDEO, frame('a', 0, true));
        TrackHandover.Feed direct = handover.openDirect();
        direct.begin();
        direct.onTrack(VIDEO);
        direct.onFrame(VIDEO, frame('d', 0, true));
        relay.close();
        return direct;
    }

    private static EncodedFrame frame(char name, long timeMs, boolean keyFrame) {
        return new EncodedFrame(new byte[] {(byte) name}, TimeUnit.MILLISECONDS.toMicros(timeMs), keyFrame);
    }
}
