package org.anychat.relay.media;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.transport.DatagramSender;
import org.junit.jupiter.api.BeforeEach;

/** A publisher of sound and video, and the end of a loop's turn for its viewers, without sockets and without a loop. */
abstract class PacerWorld {
    static final int BYTES = 1200;
    static final int RTX_SSRC = 1000;
    static final long MS = 1_000_000;
    static final long TICK_MS = 10;
    static final long ONE_MBIT = 1_000_000;

    final RelayCounters counters = new RelayCounters();
    final EgressPipeline egress = new EgressPipeline(counters);
    final Port port = new Port();
    final List<RuntimeException> faults = new ArrayList<>();
    final WaitingViewers waiting = new WaitingViewers(port, faults::add);
    final RtpPacket packet = new RtpPacket();
    final Publication video = publication(1, new PublicationFormat(VideoCodec.VP8, 90_000, 1));
    final Publication sound = publication(2, new PublicationFormat(null, 48_000, 1));
    final List<byte[]> sent = new ArrayList<>();
    long nowNs = 5_000 * MS;
    int published;
    int frames;
    Viewer viewer;

    /** The way out of all viewers, as crowded as the test says. */
    static final class Port implements DatagramSender {
        int room = Integer.MAX_VALUE;
        int asked;
        int unflushed;

        @Override
        public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
            throw new AssertionError("viewers send here");
        }

        @Override
        public void flush() {
            unflushed = 0;
        }

        @Override
        public boolean isCrowded() {
            asked++;
            return room <= 0;
        }
    }

    final class Viewer implements RtpSink {
        final ViewerPacer pacer = new ViewerPacer(waiting, egress, counters, this::isStreamCrowded);
        final Subscription picture;
        final List<Subscription> all = new ArrayList<>();
        int received;
        /** It has no pacer. */
        boolean atOnce;

        boolean failing;
        boolean byStream;
        int streamRoom = Integer.MAX_VALUE;

        Viewer(int ssrc, int rtxPayloadType) {
            picture = new Subscription(
                    video, new SubscriptionFormat(ssrc, 96, RTX_SSRC, rtxPayloadType, new byte[256], 0), 1, this);
            all.add(picture);
            all.add(new Subscription(
                    sound,
                    new SubscriptionFormat(ssrc + 1, 111, 0, SubscriptionFormat.NO_RTX, new byte[256], 0),
                    1,
                    this));
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isCrowded() {
            return pacer.isCrowded() || (byStream && isStreamCrowded());
        }

        boolean isStreamCrowded() {
            return streamRoom <= 0;
        }

        @Override
        public boolean hasRoom() {
            return pacer.hasRoom();
        }

        @Override
        public boolean isWaiting() {
            return pacer.isWaiting();
        }

        @Override
        public boolean defer(Subscription track, int sequenceNumber, int length, long now) {
            if (atOnce) {
                return false;
            }
            pacer.defer(track, sequenceNumber, length, now);
            return true;
        }

        @Override
        public boolean deferAgain(Subscription track, int sequenceNumber, int length, long now) {
            return pacer.deferAgain(track, sequenceNumber, length, now);
        }

        @Override
        public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long now) {
            if (failing) {
                throw new IllegalStateException("a viewer's fault");
            }
            sent.add(Arrays.copyOfRange(data, offset, offset + length));
            received++;
            port.unflushed++;
            if (byStream) {
                streamRoom--;
            } else {
                port.room--;
            }
            return true;
        }
    }

    static Publication publication(long id, PublicationFormat format) {
        return new Publication(id, format, new PublisherClock(), SendBufferLimits.DEFAULT);
    }

    @BeforeEach
    void subscribe() {
        viewer = new Viewer(10, 97);
    }

    /** A turn of the loop brings one packet. */
    void publish(Publication track, int bytes, boolean start) {
        bring(track, bytes, start);
        waiting.endTurn(nowNs);
    }

    void bring(Publication track, int bytes, boolean start) {
        byte[] data = new byte[bytes];
        int number = published++;
        NetworkOrder.put16(data, 0, 0x8060);
        NetworkOrder.put16(data, 2, number);
        NetworkOrder.put32(data, 4, 3000 * frames);
        data[12] = (byte) (start ? 0x10 : 0);
        packet.wrap(data, 0, bytes);
        track.encoding(0).onPacket(packet.timestamp(), bytes, nowNs);
        track.encoding(0).sendBuffer().put(number, data, 0, bytes, nowNs);
        for (Subscription subscription : track.subscriptions()) {
            egress.forward(subscription, track.encoding(0), start, packet, nowNs);
        }
    }

    void keyFrame(int packets) {
        keyFrame(video, packets);
    }

    /** A turn brings all of it. */
    void keyFrame(Publication track, int packets) {
        bringKeyFrame(track, packets);
        waiting.endTurn(nowNs);
    }

    void bringKeyFrame(Publication track, int packets) {
        frames++;
        for (int i = 0; i < packets; i++) {
            bring(track, BYTES, i == 0);
        }
    }

    void tick(long pathBps) {
        nowNs += TICK_MS * MS;
        waiting.onTick(nowNs);
        viewer.pacer.onTick(pathBps, viewer.byStream, nowNs);
        waiting.endTurn(nowNs);
    }

    List<Integer> numbers(int ssrc) {
        List<Integer> numbers = new ArrayList<>();
        for (byte[] data : sent) {
            packet.wrap(data, 0, data.length);
            if (packet.ssrc() == ssrc) {
                numbers.add(packet.sequenceNumber());
            }
        }
        return numbers;
    }

    static List<Integer> upTo(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }
}
