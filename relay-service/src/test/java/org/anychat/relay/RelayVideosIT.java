package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntPredicate;
import org.anychat.contracts.GatewayApi.PauseReason;
import org.anychat.contracts.GatewayApi.VideoPaused;
import org.anychat.contracts.RelayApi.LimitVideos;
import org.anychat.contracts.RelayApi.SelectMedia;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A viewer that gets no more than so many videos at once. */
class RelayVideosIT {
    /** Nobody's: what is sent while it waits must not wait for a signal that is being raised. */
    private final Signal patience = new Signal();

    private TestWorld world;
    private TestPublisher ann;
    private TestPublisher ben;
    private TestViewer viewer;
    private int number;

    private void start(int videosPerViewer) {
        RelayConfig.Limits limits = RelayConfig.Limits.DEFAULT.perViewer(8, videosPerViewer);
        world = new TestWorld(new RelayConfig(TestWorld.NODE, "127.0.0.1", 0, List.of(), 1, "H264", limits));
        ann = world.publisher(world.peer(1)).levels().publish("VP8");
        ben = world.publisher(world.peer(1)).levels().publish("VP8");
        viewer = world.viewer(world.peer(1))
                .subscribe()
                .answerUntil(ann.videoTrack(), true)
                .answerUntil(ben.videoTrack(), true)
                .answerUntil(ben.audioTrack(), true);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** Both send key frames, and whoever speaks sound, until the viewer has a new picture of somebody. */
    private void sees(TestPublisher publisher, TestPublisher speaker) {
        int from = number;
        int ssrc = viewer.ssrc(publisher.videoTrack());
        IntPredicate isNew = got -> got > from;
        patience.await("a picture of " + publisher.peer.user(), () -> {
            sendPictures(speaker);
            return viewer.numbers(ssrc).stream().anyMatch(isNew::test);
        });
    }

    private void sendPictures(TestPublisher speaker) {
        number++;
        ann.sendVideo(true, number);
        ben.sendVideo(true, number);
        if (speaker != null) {
            speaker.sendSpeech(number);
        }
    }

    /** Waits until that is the last that the viewer was told. */
    private void awaitTold(VideoPaused last) {
        patience.await(() -> "pauses " + pauses(), () -> {
            sendPictures(null);
            return !pauses().isEmpty() && pauses().get(pauses().size() - 1).equals(last);
        });
    }

    private List<VideoPaused> pauses() {
        return world.pauses(viewer.peer.session());
    }

    private VideoPaused told(TestPublisher publisher, boolean paused) {
        return new VideoPaused(TestWorld.NODE, viewer.peer.session(), publisher.peer.user(), paused, PauseReason.LIMIT);
    }

    private void limit(int videos) {
        TestWorld.await(world.relay.limitVideos(new LimitVideos(viewer.peer.session(), videos)));
    }

    @Test
    void shouldSendAsManyAsTheViewerWantsAndTellOfTheOthers() {
        start(0);
        sees(ann, null);
        sees(ben, null);
        limit(1);
        awaitTold(told(ben, true));
        int before = number;
        sees(ann, null);
        world.awaitLoops();

        assertTrue(viewer.numbers(viewer.ssrc(ben.videoTrack())).stream().noneMatch(got -> got > before));
        limit(0);
        awaitTold(told(ben, false));
        sees(ben, null);
    }

    @Test
    void shouldTellThatNothingIsPausedOfAVideoThatIsReplaced() {
        start(0);
        sees(ann, null);
        sees(ben, null);
        limit(1);
        awaitTold(told(ben, true));

        ben.leave();
        awaitTold(told(ben, false));
        viewer.answerUntil(ben.videoTrack(), false);
        ben = world.publisher(ben.peer).levels().publish("VP8");
        viewer.answerUntil(ben.videoTrack(), true);
        awaitTold(told(ben, true));
        limit(0);
        awaitTold(told(ben, false));

        sees(ben, null);
    }

    @Test
    void shouldShowWhoeverSpeaks() {
        start(1);
        awaitTold(told(ben, true));
        sees(ben, ben);
        sees(ann, ann);
    }

    @Test
    void shouldShowWhoTheViewerWantsFirstAndNoMoreThanTheRelayAllows() {
        start(1);
        limit(2);
        awaitTold(told(ben, true));
        TestWorld.await(world.relay.select(
                new SelectMedia(viewer.peer.session(), ben.peer.user(), true, true, true, 0, false)));
        awaitTold(told(ben, false));
        assertEquals(told(ann, true), pauses().get(pauses().size() - 2));
        sees(ben, null);
    }

    @Test
    void shouldRefuseAWishOfOneWithoutMediaHere() {
        start(0);
        ServiceException refused = assertThrows(
                ServiceException.class,
                () -> TestWorld.await(world.relay.limitVideos(new LimitVideos(new SessionId("nobody"), 1))));
        assertEquals(ServiceError.ROOM_NOT_IN, refused.error());
    }
}
