package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.testsupport.FakeClock;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;

/** What a viewer that gets one video at once is told of the videos that it does not get. */
class ViewerPausesTest implements RtpSink {
    private static final PublicationFormat VIDEO = new PublicationFormat(VideoCodec.VP8, 90_000, 1);
    private static final int ANN = -2;
    private static final int BEN = -3;

    private final FakeClock clock = new FakeClock();
    private final RelayCounters counters = new RelayCounters();
    private final List<String> told = new ArrayList<>();
    private final ViewerBandwidth bandwidth = new ViewerBandwidth(
            new EgressPipeline(counters),
            counters,
            (user, reason, paused) -> told.add(user + " " + reason + " " + paused));
    private int publications;

    ViewerPausesTest() {
        bandwidth.maxVideos(1);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
        return true;
    }

    private Subscription watch(int owner) {
        Publication video = new Publication(++publications, VIDEO, new PublisherClock(), SendBufferLimits.DEFAULT);
        video.encoding(0).onPacket(1, 1_000, clock.nowNs());
        SubscriptionFormat format =
                new SubscriptionFormat(100 + publications, 96, 0, SubscriptionFormat.NO_RTX, new byte[256], 0);
        Subscription subscription = new Subscription(video, format, 1, this);
        bandwidth.add(subscription, new OutgoingTrack(video.id(), format, owner, OutgoingTrack.Wish.ALL));
        bandwidth.weigh(clock.nowNs());
        return subscription;
    }

    @Test
    void shouldTellThatNothingIsPausedWhenTheLastPausedVideoEnds() {
        watch(BEN);
        Subscription camera = watch(ANN);
        Subscription screen = watch(ANN);

        bandwidth.remove(camera);
        bandwidth.weigh(clock.nowNs());
        assertEquals(List.of("-2 LIMIT true"), told);

        bandwidth.remove(screen);
        assertEquals(List.of("-2 LIMIT true", "-2 LIMIT false"), told);
    }

    @Test
    void shouldTellNothingWhenAVideoEndsThatWasSentWhileAnotherIsPaused() {
        watch(ANN);
        Subscription camera = watch(BEN);
        watch(BEN);
        bandwidth.wish(camera, new OutgoingTrack.Wish(false, true, 0));
        bandwidth.weigh(clock.nowNs());
        assertEquals(List.of("-3 LIMIT true", "-2 LIMIT true"), told);

        bandwidth.remove(camera);

        assertEquals(List.of("-3 LIMIT true", "-2 LIMIT true"), told);
    }

    @Test
    void shouldTellAtOnceWhenAllVideosOfAUserEndTogether() {
        watch(BEN);
        Subscription camera = watch(ANN);
        watch(ANN);

        bandwidth.removeAll(camera.publication().id());
        bandwidth.removeAll(camera.publication().id() + 1);

        assertEquals(List.of("-2 LIMIT true", "-2 LIMIT false"), told);
    }
}
