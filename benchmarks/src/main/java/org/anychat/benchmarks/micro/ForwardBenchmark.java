package org.anychat.benchmarks.micro;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpProfile;
import org.anychat.webrtc.srtp.SrtpSender;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A video packet on its way to a hundred viewers: parsed, rewritten for each, and with AES-GCM. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(value = 1, jvmArgsAppend = SrtpBenchmark.OPEN)
public class ForwardBenchmark {
    private static final int VIEWERS = 100;
    private static final int LENGTH = 1200;
    private static final int EXTENSION_ID = 5;
    private static final long INTERVAL_NS = 10_000_000;

    private final byte[] datagram = new byte[2048];
    private final byte[] copy = new byte[2048];
    private final RtpPacket packet = new RtpPacket();
    private final Publication publication = new Publication(
            1, new PublicationFormat(VideoCodec.VP8, 90_000, 1), new PublisherClock(), SendBufferLimits.DEFAULT);
    private final SrtpSender[] senders = new SrtpSender[VIEWERS];
    private int packets;

    /** For JMH. */
    public ForwardBenchmark() {}

    /** Makes the viewers. */
    @Setup
    public void makeViewers() {
        byte[] ids = new byte[256];
        ids[EXTENSION_ID] = 3;
        Random random = new Random(1);
        for (int i = 0; i < VIEWERS; i++) {
            byte[] material = new byte[SrtpProfile.AEAD_AES_128_GCM.keyingMaterialLength()];
            random.nextBytes(material);
            senders[i] = new SrtpSender(SrtpKeys.fromKeyingMaterial(SrtpProfile.AEAD_AES_128_GCM, material, true));
            SubscriptionFormat format = new SubscriptionFormat(i, 96, 1000 + i, 97, ids, 0);
            Subscription added = new Subscription(publication, format, 1, new NoSink());
            added.onTimer(0);
        }
    }

    /**
     * Reads the header and finds an extension.
     *
     * @return where it is
     */
    @Benchmark
    public int parse() {
        arrive();
        return packet.extensions().find(EXTENSION_ID);
    }

    /**
     * Copies and rewrites; the time is that of each viewer.
     *
     * @return something of the last copy
     */
    @Benchmark
    @OperationsPerInvocation(VIEWERS)
    public int rewrite() {
        arrive();
        long nowNs = packets * INTERVAL_NS;
        for (Subscription viewer : publication.subscriptions()) {
            rewrite(viewer, nowNs);
        }
        return copy[LENGTH - 1];
    }

    /**
     * Copies, rewrites and protects; the time is that of each viewer.
     *
     * @return the protected packet's length
     */
    @Benchmark
    @OperationsPerInvocation(VIEWERS)
    public int fanOut() {
        arrive();
        long nowNs = packets * INTERVAL_NS;
        Subscription[] viewers = publication.subscriptions();
        int length = 0;
        for (int i = 0; i < viewers.length; i++) {
            rewrite(viewers[i], nowNs);
            length = senders[i].protectRtp(copy, 0, LENGTH);
        }
        return length;
    }

    private void rewrite(Subscription viewer, long nowNs) {
        boolean sent = viewer.selects(publication.encoding(0), true, packet, nowNs)
                && !viewer.leavesOut(true, packet)
                && viewer.number(packet, nowNs);
        if (!sent) {
            throw new IllegalStateException("not for the viewer");
        }
        System.arraycopy(datagram, 0, copy, 0, LENGTH);
        viewer.stamp(copy, 0, LENGTH);
    }

    private void arrive() {
        packets++;
        NetworkOrder.put16(datagram, 0, 0x9060);
        NetworkOrder.put16(datagram, 2, packets);
        NetworkOrder.put32(datagram, 4, packets * 900);
        NetworkOrder.put32(datagram, 8, 1);
        NetworkOrder.put32(datagram, 12, 0xBEDE_0001);
        NetworkOrder.put32(datagram, 16, 0x5100_0000);
        packet.wrap(datagram, 0, LENGTH);
    }

    /** What is forwarded here goes nowhere. */
    private static final class NoSink implements RtpSink {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
            return true;
        }
    }
}
