package org.anychat.relay.media;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.anychat.relay.forward.Encoding;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.forward.SvcFrames;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.LinkConditions;
import org.anychat.testsupport.VirtualNetwork;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtcp.TransportFeedbackBuilder;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;

/**
 * A simulcast publisher that answers key frame requests as a browser does, the relay's forwarding towards one viewer, a
 * bottleneck, and the viewer's feedback.
 */
final class ShapedViewer implements RtpSink {
    private static final InetSocketAddress RELAY = new InetSocketAddress("192.0.2.1", 1000);
    private static final InetSocketAddress VIEWER = new InetSocketAddress("192.0.2.2", 2000);
    private static final int[] LAYERS_BPS = {150_000, 500_000, 1_700_000};
    private static final int NUMBERING = 3;
    private static final int AUDIO_SSRC = 1;
    private static final int VIDEO_SSRC = 2;
    private static final int RTX_SSRC = 3;
    private static final long MS = 1_000_000;
    private static final long FRAME_NS = 33 * MS;
    private static final int FRAMES_PER_SECOND = 30;
    private static final int KEY_FRAME_FACTOR = 4;
    private static final int PACKET_BYTES = 1100;
    private static final int AUDIO_BYTES = 92;
    private static final int OPUS = 111;
    private static final int RED = 63;
    /** The headers of a redundant block and of the primary (RFC 2198), and the block. */
    private static final int RED_BYTES = 5 + AUDIO_BYTES - RtpPacket.FIXED_HEADER_LENGTH;

    private static final int SENT_AT = 24;
    private static final long KEY_FRAME_DELAY_NS = 120 * MS;
    private static final long AUDIO_GAP_NS = 500 * MS;
    private static final long DELAY_NS = 25 * MS;
    private static final long CROWDED_NS = 200 * MS;
    private static final int[] TEMPORAL_LAYERS = {0, 2, 1, 2};
    /** Of the average frame: 40, 60 and 100 percent of the rate up to each layer. */
    private static final int[] TEMPORAL_PERCENT = {160, 80, 80};

    final FakeClock clock = new FakeClock();
    final RelayCounters counters = new RelayCounters();
    final ViewerBandwidth bandwidth;
    private final EgressPipeline egress = new EgressPipeline(counters);
    private final VirtualNetwork network;
    private final VirtualNetwork.Endpoint relay;
    private final VirtualNetwork.Endpoint viewer;
    private final Publication audio = publication(1, new PublicationFormat(null, 48_000, 1, RED));
    private final Publication video;
    /** Spatial layers of one encoding instead of simulcast, or null. */
    private final SvcFrames svc;

    private final Subscription audioTo;
    private final Subscription videoTo;
    private final TransportFeedbackBuilder arrivals = new TransportFeedbackBuilder();
    private final RtcpReader reader = new RtcpReader();
    private final RtpPacket packet = new RtpPacket();
    private final RtpPacket arrived = new RtpPacket();
    private final int[] sequenceNumbers = new int[LAYERS_BPS.length + 1];
    private final long[] keyFrameDueNs = new long[LAYERS_BPS.length];
    private long lastFrameNs;
    private long longestFreezeNs;
    private long lastAudioNs;
    private int audioGaps;
    private long worstAudioDelayNs;
    private final Terms terms;
    private boolean sound = true;
    private boolean redundancy;
    private boolean temporalLayers;
    private int frames;
    private int highestLayer = -1;
    private int keyFrames;
    private long streamBps = 1;
    private long streamFreeNs;

    /** How the viewer is connected, and what it tells. */
    enum Terms {
        /** How packets of both arrive. */
        TELLS,
        /** Nothing. */
        SILENT,
        /** How packets of sound arrive; it has no retransmission stream for the video. */
        TELLS_OF_SOUND,
        /** Nothing, over a connection that loses nothing and keeps what it cannot send yet. */
        STREAM
    }

    ShapedViewer(Random random, Terms terms) {
        this(random, terms, null);
    }

    /** The publisher has one encoding with spatial layers. */
    ShapedViewer(Random random, Terms terms, SvcFrames svc) {
        this.terms = terms;
        this.svc = svc;
        this.video = publication(
                2,
                svc == null
                        ? new PublicationFormat(VideoCodec.VP8, 90_000, LAYERS_BPS.length)
                        : new PublicationFormat(svc.codec(), 90_000, 1));
        network = new VirtualNetwork(clock, random);
        network.conditions(LinkConditions.PERFECT.withDelayMs(25));
        relay = network.bind(RELAY, (data, offset, length, from) -> onFeedback(data, offset, length));
        viewer = network.bind(VIEWER, (data, offset, length, from) -> onMedia(data, offset, length));
        bandwidth = new ViewerBandwidth(egress, counters, (pausedVideo, reason, paused) -> {});
        byte[] ids = new byte[256];
        boolean tellsOfSound = terms == Terms.TELLS || terms == Terms.TELLS_OF_SOUND;
        audioTo = subscribe(
                audio,
                new SubscriptionFormat(AUDIO_SSRC, OPUS, 0, -1, ids, tellsOfSound ? NUMBERING : 0)
                        .withRed(SubscriptionFormat.Redundancy.ON_LOSS, RED));
        videoTo = subscribe(video, videoFormat(ids));
        clock.every(20 * MS, now -> sendAudio());
        clock.every(FRAME_NS, now -> sendFrames());
        clock.every(10 * MS, now -> bandwidth.onTick(isCrowded(), now));
        bandwidth.weigh(clock.nowNs());
        clock.every(50 * MS, videoTo::onTimer);
        clock.every(100 * MS, now -> tell());
        begin();
    }

    private SubscriptionFormat videoFormat(byte... ids) {
        int numbering = terms == Terms.TELLS ? NUMBERING : 0;
        int rtx = terms == Terms.TELLS_OF_SOUND ? SubscriptionFormat.NO_RTX : 97;
        return new SubscriptionFormat(VIDEO_SSRC, 96, RTX_SSRC, rtx, ids, numbering);
    }

    private static Publication publication(long id, PublicationFormat format) {
        return new Publication(id, format, new PublisherClock(), SendBufferLimits.DEFAULT);
    }

    private Subscription subscribe(Publication track, SubscriptionFormat format) {
        Subscription subscription = new Subscription(track, format, 1, this);
        bandwidth.add(subscription, new OutgoingTrack(track.id(), format, 7, OutgoingTrack.Wish.ALL));
        return subscription;
    }

    void linkBps(long bitrateBps) {
        network.throttle(VIEWER, bitrateBps, 500);
        streamBps = bitrateBps;
    }

    /** The publisher's frames are of three temporal layers each. */
    void withTemporalLayers() {
        temporalLayers = true;
    }

    /** The publisher sends each packet of sound once more with the next. */
    void withRedundancy() {
        redundancy = true;
    }

    /** The viewer's report says that sound was lost. */
    void reportLostSound() {
        audioTo.onLoss(clock.nowNs());
    }

    /** Whether the viewer gets each packet of sound once more with the next. */
    boolean getsRedundancy() {
        return audioTo.wantsRedundancy(clock.nowNs());
    }

    /** The publisher has no microphone. */
    void withoutSound() {
        sound = false;
        bandwidth.remove(audioTo);
    }

    /** The video was to go out on another source as well, and does not any more. */
    void withoutSecondVideo() {
        byte[] ids = new byte[256];
        Subscription second =
                subscribe(video, new SubscriptionFormat(VIDEO_SSRC + 2, 96, RTX_SSRC + 2, 97, ids, NUMBERING));
        second.pause(true);
        bandwidth.wish(second, OutgoingTrack.Wish.NOTHING);
        second.close();
        bandwidth.remove(second);
    }

    private void sendAudio() {
        if (sound) {
            forward(audio, audioTo, LAYERS_BPS.length, AUDIO_BYTES + (redundancy ? RED_BYTES : 0), true);
        }
    }

    private void sendFrames() {
        if (svc != null) {
            sendPicture(isKeyFrameDue(0));
            return;
        }
        for (int layer = 0; layer < LAYERS_BPS.length; layer++) {
            sendFrame(layer, isKeyFrameDue(layer));
        }
        frames++;
    }

    private boolean isKeyFrameDue(int layer) {
        if (video.encoding(layer).takeKeyFrameWanted() && keyFrameDueNs[layer] == 0) {
            keyFrameDueNs[layer] = clock.nowNs() + KEY_FRAME_DELAY_NS;
        }
        boolean due = keyFrameDueNs[layer] != 0 && clock.nowNs() >= keyFrameDueNs[layer];
        keyFrameDueNs[layer] = due ? 0 : keyFrameDueNs[layer];
        keyFrames += due ? 1 : 0;
        return due;
    }

    private void sendPicture(boolean keyFrame) {
        Encoding encoding = video.encoding(0);
        for (SvcFrames.Frame frame : svc.next(keyFrame || !encoding.hasStarted())) {
            for (byte[] data : frame.packets()) {
                packet.wrap(data, 0, data.length);
                encoding.onPacket(packet.timestamp(), data.length, clock.nowNs());
                boolean start = video.isStart(packet);
                encoding.onDependencies(packet, SvcFrames.EXTENSION_ID, start, clock.nowNs());
                egress.forward(videoTo, encoding, start, packet, clock.nowNs());
                highestLayer = Math.max(highestLayer, layer());
            }
        }
    }

    private int temporalLayer() {
        return TEMPORAL_LAYERS[frames % TEMPORAL_LAYERS.length];
    }

    private void sendFrame(int layer, boolean keyFrame) {
        int left = LAYERS_BPS[layer] / 8 / FRAMES_PER_SECOND * (keyFrame ? KEY_FRAME_FACTOR : 1);
        left = temporalLayers && !keyFrame ? left * TEMPORAL_PERCENT[temporalLayer()] / 100 : left;
        boolean first = true;
        while (left > 0) {
            int bytes = Math.max(60, Math.min(PACKET_BYTES, left));
            forward(video, videoTo, layer, bytes, keyFrame && first);
            left -= bytes;
            first = false;
        }
    }

    private void forward(Publication track, Subscription to, int layer, int bytes, boolean start) {
        byte[] data = new byte[bytes];
        int number = sequenceNumbers[layer]++ & 0xFFFF;
        NetworkOrder.put16(data, 0, 0x8060);
        NetworkOrder.put16(data, 2, number);
        NetworkOrder.put32(data, 4, (int) (clock.nowNs() / 11_111));
        data[12] = 0x10;
        data[13] = (byte) (start ? 0 : 1);
        NetworkOrder.put32(data, SENT_AT, (int) (clock.nowNs() / 1000));
        packet.wrap(data, 0, bytes);
        Encoding encoding = track.encoding(track == audio ? 0 : layer);
        int redundantBytes = track == audio && redundancy ? RED_BYTES : 0;
        encoding.onPacket(packet.timestamp(), bytes - redundantBytes, clock.nowNs());
        if (redundantBytes > 0) {
            encoding.onRedundancy(redundantBytes, clock.nowNs());
            putRedundancy(data);
        }
        if (track == video && temporalLayers) {
            int temporalLayer = start ? 0 : temporalLayer();
            data[12] = (byte) 0x90;
            data[13] = 0x20;
            data[14] = (byte) (temporalLayer << 6 | 0x20);
            data[15] = (byte) (start ? 0 : 1);
            encoding.onTemporalLayer(temporalLayer, bytes, clock.nowNs());
        }
        egress.forward(to, encoding, start, packet, clock.nowNs());
        highestLayer = Math.max(highestLayer, layer());
    }

    /** Both blocks say when the packet was sent. */
    private static void putRedundancy(byte... data) {
        data[1] = RED;
        int length = AUDIO_BYTES - RtpPacket.FIXED_HEADER_LENGTH;
        NetworkOrder.put32(data, RtpPacket.FIXED_HEADER_LENGTH, (0x80 | OPUS) << 24 | 960 << 10 | length);
        data[RtpPacket.FIXED_HEADER_LENGTH + 4] = OPUS;
        NetworkOrder.put32(data, SENT_AT + RED_BYTES, NetworkOrder.int32(data, SENT_AT));
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
        int numbered = bandwidth.number(data, offset, length, transportSequenceId);
        bandwidth.onSent(numbered, transportSequenceId, nowNs);
        if (terms == Terms.STREAM) {
            byte[] copy = Arrays.copyOfRange(data, offset, offset + numbered + 16);
            streamFreeNs = Math.max(streamFreeNs, nowNs) + copy.length * 8L * 1000 * MS / streamBps;
            clock.schedule(streamFreeNs - nowNs + DELAY_NS, () -> onMedia(copy, 0, copy.length));
        } else {
            relay.send(data, offset, numbered + 16, VIEWER);
        }
        return true;
    }

    @Override
    public boolean isCrowded() {
        return terms == Terms.STREAM && streamFreeNs - clock.nowNs() > CROWDED_NS;
    }

    private void onMedia(byte[] data, int offset, int length) {
        arrived.wrap(data, offset, length - 16);
        int at = arrived.extensions().find(NUMBERING);
        if (at >= 0) {
            arrivals.onPacket(NetworkOrder.uint16(data, at), clock.nowNs());
        }
        if (arrived.ssrc() == AUDIO_SSRC) {
            onAudio(data);
        } else if (arrived.ssrc() == VIDEO_SSRC) {
            longestFreezeNs = Math.max(longestFreezeNs, clock.nowNs() - lastFrameNs);
            lastFrameNs = clock.nowNs();
        }
    }

    private void onAudio(byte[] data) {
        int sentUs = NetworkOrder.int32(data, arrived.payloadOffset() + 12);
        int delayUs = (int) (clock.nowNs() / 1000) - sentUs;
        worstAudioDelayNs = Math.max(worstAudioDelayNs, delayUs * 1000L);
        audioGaps += clock.nowNs() - lastAudioNs > AUDIO_GAP_NS ? 1 : 0;
        lastAudioNs = clock.nowNs();
    }

    private void tell() {
        byte[] buffer = new byte[1200];
        RtcpWriter writer = new RtcpWriter();
        writer.wrap(buffer, 0, buffer.length);
        while (arrivals.append(writer, 1, 2)) {
            viewer.send(buffer, 0, writer.length(), RELAY);
            writer.wrap(buffer, 0, buffer.length);
        }
    }

    private void onFeedback(byte[] data, int offset, int length) {
        reader.wrap(data, offset, length);
        while (reader.next()) {
            bandwidth.onFeedback(reader, clock.nowNs());
        }
    }

    void run(long durationMs) {
        clock.advanceMs(durationMs);
    }

    /** How long it took. */
    long runUntil(BooleanSupplier condition, long atMostMs) {
        long passed = 0;
        while (passed < atMostMs && !condition.getAsBoolean()) {
            clock.advanceMs(10);
            passed += 10;
        }
        return passed;
    }

    /** Begins to look at freezes and sound. */
    void begin() {
        lastFrameNs = clock.nowNs();
        lastAudioNs = clock.nowNs();
        longestFreezeNs = 0;
        worstAudioDelayNs = 0;
        audioGaps = 0;
        keyFrames = 0;
    }

    /** Those that the publisher was made to send. */
    int keyFrames() {
        return keyFrames;
    }

    /** The highest layer that was sent at any time, -1 for none. */
    int highestLayer() {
        return highestLayer;
    }

    /** What is sent, -1 for nothing. */
    int layer() {
        return videoTo.sentLayer();
    }

    boolean isStarved() {
        return videoTo.isStarved();
    }

    /** The highest temporal layer that is sent. */
    int temporalLimit() {
        return videoTo.temporalLimit();
    }

    long longestFreezeMs() {
        return longestFreezeNs / MS;
    }

    long worstAudioDelayMs() {
        return worstAudioDelayNs / MS;
    }

    /** Gaps in the sound of more than half a second. */
    int audioLostForLong() {
        return audioGaps;
    }
}
