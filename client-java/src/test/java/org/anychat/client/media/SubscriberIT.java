package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.client.sample.Sample;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SdpWriter;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;
import org.anychat.webrtc.sdp.negotiation.NegotiatedCodec;
import org.anychat.webrtc.sdp.negotiation.PublishedTrack;
import org.anychat.webrtc.sdp.negotiation.SubscriberOffer;
import org.anychat.webrtc.sdp.negotiation.ViewerTrack;
import org.anychat.webrtc.transport.CloseReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubscriberIT {
    private static final RemoteTrack BENS_VIDEO = new RemoteTrack(-3, MediaCodec.H264);
    private static final RemoteTrack BENS_AUDIO = new RemoteTrack(-3, MediaCodec.OPUS);
    private static MediaLoop loop;

    private final FrameCollector received = new FrameCollector();
    private RelayPeer relay;
    private Subscriber subscriber;
    private SubscriberOffer offers;

    @BeforeAll
    static void startLoop() {
        loop = new MediaLoop();
    }

    @AfterAll
    static void closeLoop() {
        loop.close();
    }

    @BeforeEach
    void openSubscriber() throws Exception {
        subscriber = loop.call(() -> new Subscriber(loop.resources(), received));
    }

    @AfterEach
    void close() throws Exception {
        loop.run(() -> {
            subscriber.close();
            relay.close();
        });
    }

    @Test
    void shouldReceiveTracksUnchanged() throws Exception {
        open(0, 1);
        ViewerTrack video = add("-3", MediaCodec.H264);
        ViewerTrack audio = add("-3", MediaCodec.OPUS);
        negotiate();
        send(video, Sample.video());
        send(audio, Sample.audio());

        RemoteTrack one = received.begun.take();
        RemoteTrack other = received.begun.take();
        assertEquals(Set.of(BENS_VIDEO, BENS_AUDIO), Set.of(one, other));
        int jumps = new SampleFrames(Sample.video()).assertFollowed(received.frames(MediaKind.VIDEO), 20, "video");
        assertAskedFor(jumps);
        new SampleFrames(Sample.audio()).assertFollowed(received.frames(MediaKind.AUDIO), 40, "audio");
        TrackStatistics statistics = statisticsOf(BENS_VIDEO);
        assertTrue(statistics.keyFrames() >= 1, statistics.toString());
        assertTrue(statistics.firstKeyFrameNs() >= statistics.firstPacketNs(), statistics.toString());
        assertEquals(0, statistics.lost());
    }

    @Test
    void shouldMendLossWithRetransmissions() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SubscriberIT seed " + seed);
        open(0.1, seed);
        ViewerTrack video = add("-3", MediaCodec.H264);
        negotiate();
        send(video, Sample.video());

        int jumps =
                new SampleFrames(Sample.video()).assertFollowed(received.frames(MediaKind.VIDEO), 45, "seed " + seed);
        assertAskedFor(jumps);

        TrackStatistics statistics = statisticsOf(BENS_VIDEO);
        assertTrue(statistics.recovered() > 0, statistics + ", seed " + seed);
        assertTrue(statistics.lost() > 0, statistics + ", seed " + seed);
        assertTrue(loop.call(relay::receiverReports) > 0);
    }

    @Test
    void shouldAskForAKeyFrameWhenItJoinsInTheMiddle() throws Exception {
        open(0, 1);
        ViewerTrack video = add("-3", MediaCodec.H264);
        negotiate();
        MediaSource running = Sample.video();
        running.poll(Long.MAX_VALUE);
        send(video, running);

        EncodedFrame first = received.frames(MediaKind.VIDEO).take();

        assertTrue(first.keyFrame());
        // It asks again where the first one takes its time.
        assertTrue(loop.call(relay::sendStatistics).get(0).keyFrameRequests() >= 1);
    }

    @Test
    void shouldFollowTracksThatComeAndGo() throws Exception {
        open(0, 1);
        ViewerTrack video = add("-3", MediaCodec.H264);
        negotiate();
        send(video, Sample.video());
        received.frames(MediaKind.VIDEO).take();

        ViewerTrack other = add("-4", MediaCodec.OPUS);
        negotiate();
        send(other, Sample.audio());
        received.frames(MediaKind.AUDIO).take();
        loop.run(() -> offers.removeTrack(video));
        negotiate();

        assertEquals(BENS_VIDEO, received.begun.take());
        assertEquals(new RemoteTrack(-4, MediaCodec.OPUS), received.begun.take());
        assertEquals(BENS_VIDEO, received.ended.take());
        assertEquals(1, loop.call(subscriber::statistics).size());
    }

    @Test
    void shouldConnectBeforeAnybodySends() throws Exception {
        open(0, 1);
        negotiate();

        assertTrue(relay.connected().isDone());
        assertTrue(received.begun.isEmpty());
    }

    @Test
    void shouldEndTracksWhenTheRelayEndsTheConnection() throws Exception {
        open(0, 1);
        add("-3", MediaCodec.H264);
        negotiate();

        loop.run(() -> relay.close());

        assertEquals(CloseReason.REMOTE, subscriber.closed().get(10, TimeUnit.SECONDS));
        assertEquals(BENS_VIDEO, received.ended.take());
    }

    @Test
    void shouldRefuseAnOfferThatIsNone() throws Exception {
        open(0, 1);

        assertThrows(MediaException.class, () -> subscriber.answer("v=0\r\n"));
    }

    private void open(double lossRate, long seed) throws Exception {
        CompletableFuture<RelayPeer> opened =
                loop.call(() -> new RelayPeer(loop.resources(), received, lossRate, seed).open());
        relay = opened.get(10, TimeUnit.SECONDS);
        offers = loop.call(() ->
                new SubscriberOffer(relay.localParameters(), MediaCapabilities.relay(), "relay", new Random(seed)));
    }

    private ViewerTrack add(String streamId, MediaCodec codec) throws Exception {
        boolean video = codec.kind() == MediaKind.VIDEO;
        Codec sent = new Codec(
                publishedPayloadType(codec),
                codec.encodingName(),
                codec.clockRate(),
                video ? 1 : 2,
                video ? "packetization-mode=1;profile-level-id=42e01f" : "",
                video ? List.of("nack", "nack pli") : List.of());
        PublishedTrack track = new PublishedTrack(
                codec.sdpKind(),
                streamId,
                streamId + "-" + codec.sdpKind().token(),
                List.of(new NegotiatedCodec(sent, NegotiatedCodec.NO_RTX)),
                List.of());
        return loop.call(() -> offers.addTrack(track).orElseThrow());
    }

    private static int publishedPayloadType(MediaCodec codec) {
        return codec.kind() == MediaKind.VIDEO ? 102 : 111;
    }

    private void negotiate() throws Exception {
        loop.call(() -> {
            SubscriberOffer.Offer offer = offers.offer();
            String answer = subscriber.answer(SdpWriter.write(offer.description()));
            offers.answered(offer.revision(), SdpParser.parse(answer)).ifPresent(relay::accept);
            return null;
        });
        relay.connected().get(20, TimeUnit.SECONDS);
    }

    private void send(ViewerTrack track, MediaSource source) throws Exception {
        int published = publishedPayloadType(source.codec());
        TrackSender.SendParameters parameters = new TrackSender.SendParameters(
                track.ssrc(), track.payloadType(published), track.rtxSsrc().orElse(0), track.rtxPayloadType(published));
        loop.run(() -> relay.send(source, parameters));
    }

    private void assertAskedFor(int keyFrames) throws Exception {
        long asked = loop.call(relay::sendStatistics).stream()
                .mapToLong(SendStatistics::keyFrameRequests)
                .sum();
        assertTrue(keyFrames <= asked, () -> keyFrames + " early key frames, " + asked + " asked for");
    }

    private TrackStatistics statisticsOf(RemoteTrack track) throws Exception {
        return loop.call(subscriber::statistics).stream()
                .filter(statistics -> statistics.track().equals(track))
                .findFirst()
                .orElseThrow();
    }
}
