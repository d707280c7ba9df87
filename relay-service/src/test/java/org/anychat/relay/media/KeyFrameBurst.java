package org.anychat.relay.media;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.udp.UdpPort;
import org.anychat.webrtc.udp.UdpSettings;

/**
 * A program: the way out of a media loop, without encryption, to viewers with sockets of their own on loopback, wherever
 * it is run. A key frame each second and a half, whose packets come a millisecond apart, and sound every 20 ms. Its last
 * line says what came.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Tasks of a loop that ends with the program.
final class KeyFrameBurst implements DatagramReceiver {
    private static final int VIDEO_BYTES = 1200;
    private static final int SOUND_BYTES = 100;
    private static final int SENT_AT = 16;
    private static final int VIDEO = 1;
    private static final long BETWEEN_NS = 1_500_000_000;
    private static final int SECONDS_OF_SOUND = 200;

    private final EventLoop loop;
    private final UdpPort port;
    private final RelayCounters counters = new RelayCounters();
    private final EgressPipeline egress = new EgressPipeline(counters);
    private final WaitingViewers waiting;
    private final Publication video = publication(1, new PublicationFormat(VideoCodec.VP8, 90_000, 1));
    private final Publication sound = publication(2, new PublicationFormat(null, 48_000, 1));
    private final RtpPacket packet = new RtpPacket();
    private final List<Viewer> viewers = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private int videos;
    private int sounds;
    private volatile boolean over;
    /** How many packets of video were published before a packet of sound. */
    private final int[] videosBefore = new int[50 * SECONDS_OF_SOUND];

    private static Publication publication(long id, PublicationFormat format) {
        return new Publication(id, format, new PublisherClock(), SendBufferLimits.DEFAULT);
    }

    private KeyFrameBurst(EventLoop loop, int sendBufferBytes) {
        this.loop = loop;
        this.port = new UdpPort(loop, local().withSendBufferBytes(sendBufferBytes));
        this.waiting = new WaitingViewers(port, fault -> {
            throw new AssertionError(fault);
        });
        port.open(this).toCompletableFuture().join();
    }

    private static UdpSettings local() {
        return UdpSettings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** A viewer's end at the relay, and its own. */
    private final class Viewer implements RtpSink, DatagramReceiver {
        private final ViewerPacer pacer = new ViewerPacer(waiting, egress, counters, () -> false);
        private final InetSocketAddress address;
        private final AtomicInteger received = new AtomicInteger();
        private final AtomicInteger heard = new AtomicInteger();
        private final AtomicInteger overtook = new AtomicInteger();
        private final long[] delaysUs = new long[videosBefore.length];

        Viewer(EventLoop client, int index) {
            UdpPort own = new UdpPort(client, local());
            address = own.open(this).toCompletableFuture().join();
            byte[] ids = new byte[256];
            int none = SubscriptionFormat.NO_RTX;
            subscriptions.add(
                    new Subscription(video, new SubscriptionFormat(2 * index + VIDEO, 96, 0, none, ids, 0), 1, this));
            subscriptions.add(
                    new Subscription(sound, new SubscriptionFormat(2 * index, 111, 0, none, ids, 0), 1, this));
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isCrowded() {
            return pacer.isCrowded();
        }

        @Override
        public boolean defer(Subscription track, int sequenceNumber, int length, long nowNs) {
            pacer.defer(track, sequenceNumber, length, nowNs);
            return true;
        }

        @Override
        public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
            return port.send(data, offset, length, address);
        }

        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
            if ((NetworkOrder.int32(data, offset + 8) & VIDEO) == VIDEO) {
                received.incrementAndGet();
                return;
            }
            int sentUs = NetworkOrder.int32(data, offset + SENT_AT);
            int before = videosBefore[NetworkOrder.uint16(data, offset + 2) - 1];
            int delayUs = (int) (System.nanoTime() / 1000) - sentUs;
            delaysUs[heard.getAndIncrement()] = delayUs;
            overtook.addAndGet(received.get() < before ? 1 : 0);
        }

        @Override
        public void onBatchEnd() {}
    }

    public static void main(String... arguments) throws InterruptedException {
        int[] numbers = Stream.of(arguments).mapToInt(Integer::parseInt).toArray();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
        KeyFrameBurst burst = new KeyFrameBurst(group.next(), numbers[3]);
        EventLoop clients = group.next();
        for (int i = 0; i < numbers[0]; i++) {
            burst.viewers.add(burst.new Viewer(clients, i));
        }
        System.out.println(burst.run(numbers[1], numbers[2]));
        System.exit(0);
    }

    private String run(int packets, int keyFrames) throws InterruptedException {
        loop.scheduleWithFixedDelay(this::speak, 20, 20, TimeUnit.MILLISECONDS);
        loop.scheduleAtFixedRate(this::tick, 10, 10, TimeUnit.MILLISECONDS);
        for (int frame = 0; frame < keyFrames; frame++) {
            LockSupport.parkNanos(BETWEEN_NS);
            for (int i = 0; i < packets; i++) {
                boolean first = i == 0;
                loop.schedule(() -> show(first), i, TimeUnit.MILLISECONDS);
            }
        }
        int last = keyFrames * packets;
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (viewers.stream().anyMatch(viewer -> viewer.received.get() < last) && System.nanoTime() < deadlineNs) {
            LockSupport.parkNanos(BETWEEN_NS / 10);
        }
        over = true;
        LockSupport.parkNanos(BETWEEN_NS);
        return report(last);
    }

    private void tick() {
        long nowNs = System.nanoTime();
        waiting.onTick(nowNs);
        viewers.forEach(viewer -> viewer.pacer.onTick(0, false, nowNs));
        waiting.endTurn(nowNs);
    }

    private void speak() {
        if (!over && sounds < videosBefore.length) {
            videosBefore[sounds] = videos;
            publish(sound, SOUND_BYTES, ++sounds, true);
        }
    }

    private void show(boolean first) {
        publish(video, VIDEO_BYTES, ++videos, first);
    }

    private void publish(Publication track, int bytes, int number, boolean start) {
        long nowNs = System.nanoTime();
        byte[] data = new byte[bytes];
        NetworkOrder.put16(data, 0, 0x8060);
        NetworkOrder.put16(data, 2, number);
        NetworkOrder.put32(data, 4, 3000 * number);
        data[12] = (byte) (start ? 0x10 : 0);
        NetworkOrder.put32(data, SENT_AT, (int) (nowNs / 1000));
        packet.wrap(data, 0, bytes);
        track.encoding(0).onPacket(packet.timestamp(), bytes, nowNs);
        track.encoding(0).sendBuffer().put(number, data, 0, bytes, nowNs);
        for (Subscription subscription : track.subscriptions()) {
            egress.forward(subscription, track.encoding(0), start, packet, nowNs);
        }
        waiting.endTurn(nowNs);
    }

    @Override
    public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {}

    @Override
    public void onBatchEnd() {}

    @Override
    public void onWritable() {
        waiting.endTurn(System.nanoTime());
    }

    private String report(int last) {
        long[] delays = viewers.stream()
                .flatMapToLong(viewer -> Arrays.stream(viewer.delaysUs, 0, viewer.heard.get()))
                .sorted()
                .toArray();
        int lostVideo = viewers.stream()
                .mapToInt(viewer -> last - viewer.received.get())
                .sum();
        int overtook =
                viewers.stream().mapToInt(viewer -> viewer.overtook.get()).sum();
        int silent = viewers.stream()
                .mapToInt(viewer -> viewer.overtook.get() == 0 ? 1 : 0)
                .sum();
        return String.format(
                "video=%d lostVideo=%d heard=%d spoken=%d refused=%d sendErrors=%d deferred=%d overtook=%d overtookNowhere=%d"
                        + " soundP50us=%d soundP99us=%d soundMaxUs=%d",
                last * viewers.size(),
                lostVideo,
                delays.length,
                sounds * viewers.size(),
                port.counters().dropped(),
                port.counters().sendErrors(),
                counters.value(RelayCounter.VIDEO_DEFERRED),
                overtook,
                silent,
                delays[delays.length / 2],
                delays[delays.length * 99 / 100],
                delays[delays.length - 1]);
    }
}
