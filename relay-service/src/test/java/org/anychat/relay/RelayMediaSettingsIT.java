package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.anychat.contracts.RelayApi.AudioSettings;
import org.anychat.contracts.RelayApi.MediaSettings;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the server's audio and video settings make the relay say to publishers. */
class RelayMediaSettingsIT {
    private static final AudioSettings AMR_WB = new AudioSettings(16_000, 1, 15_850);

    private final TestWorld world = new TestWorld(1);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldAskForAKeyFrameWhenTheGopIsOver() {
        TestPublisher publisher = publisher(8).publish("VP8");
        sendGop(publisher, 7);
        publisher.awaitForwarded(world);
        assertEquals(0, publisher.keyFrameRequests());
        publisher.sendVideo(false, 8);
        awaitKeyFrameRequests(publisher, 1);
        sendGop(publisher, 8);
        awaitKeyFrameRequests(publisher, 2);
    }

    @Test
    void shouldFollowANewGopWithoutDisturbingTheViewers() {
        TestPublisher publisher = publisher(3_000).publish("VP8");
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(publisher.videoTrack(), true);
        int ssrc = viewer.ssrc(publisher.videoTrack());
        sendGop(publisher, 20);
        viewer.awaitNumber(ssrc, number -> number == 20);
        int before = publisher.keyFrameRequests();

        publisher.settings(settings(4)).offer("VP8");
        world.awaitLoops();
        publisher.sendVideo(false, 21);

        awaitKeyFrameRequests(publisher, before + 1);
        viewer.awaitNumber(ssrc, number -> number == 21);
        assertEquals(
                1,
                viewer.packets(ssrc).stream()
                        .filter(packet -> TestPackets.number(packet) == 1)
                        .count());
        assertEquals(1, world.offers(viewer.peer.session()).size());
    }

    @Test
    void shouldTellEveryStandardPublisherTheSoundOfTheIni() {
        assertEquals(
                "minptime=10;useinbandfec=1;maxplaybackrate=16000;stereo=0;maxaveragebitrate=15850",
                opus(publisher(32)).fmtp());
    }

    @Test
    void shouldOfferStereoToViewersWhereItIsAsked() {
        TestPublisher publisher = world.publisher(world.peer(1))
                .settings(new MediaSettings(32, new AudioSettings(44_100, 2, 0)))
                .publish(null);
        assertEquals(
                "minptime=10;useinbandfec=1;maxplaybackrate=48000;stereo=1",
                opusOf(publisher.answer()).fmtp());
        TestViewer viewer = world.viewer(world.peer(1)).subscribe().answerUntil(publisher.audioTrack(), true);
        String offer = world.offers(viewer.peer.session()).get(0).sdp();
        assertEquals(
                "minptime=10;useinbandfec=1;stereo=1;sprop-stereo=1",
                opusOf(offer).fmtp());
    }

    @Test
    void shouldKeepWithinWhatOpusAllows() {
        TestPublisher publisher =
                world.publisher(world.peer(1)).settings(new MediaSettings(0, new AudioSettings(8_000, 1, 4_750)));
        assertEquals(
                "minptime=10;useinbandfec=1;maxplaybackrate=8000;stereo=0;maxaveragebitrate=6000",
                opus(publisher).fmtp());
    }

    private TestPublisher publisher(int gop) {
        return world.publisher(world.peer(1)).settings(settings(gop));
    }

    private static MediaSettings settings(int gop) {
        return new MediaSettings(gop, AMR_WB);
    }

    /** A key frame, number 1, and as many frames after it as make it {@code frames}. */
    private static void sendGop(TestPublisher publisher, int frames) {
        publisher.sendVideo(true, 1);
        IntStream.rangeClosed(2, frames).forEach(number -> publisher.sendVideo(false, number));
    }

    private static void awaitKeyFrameRequests(TestPublisher publisher, int count) {
        publisher.transport.signal.await(
                () -> count + " key frame requests, not " + publisher.keyFrameRequests(),
                () -> publisher.keyFrameRequests() == count);
    }

    private static Codec opus(TestPublisher publisher) {
        publisher.publish("VP8");
        return opusOf(publisher.answer());
    }

    private static Codec opusOf(String sdp) {
        try {
            List<Codec> codecs = SdpParser.parse(sdp).media().get(0).codecs();
            return codecs.stream().filter(codec -> codec.is("opus")).findFirst().orElseThrow();
        } catch (SdpException e) {
            throw new AssertionError(e);
        }
    }
}
