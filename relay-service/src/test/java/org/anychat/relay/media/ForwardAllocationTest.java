package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.anychat.relay.feedback.PublisherFeedback;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.RtpSink;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.SubscriptionFormat;
import org.anychat.relay.media.IncomingTrack.ExtensionIds;
import org.anychat.relay.media.IncomingTrack.Source;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtcp.TransportFeedbackBuilder;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpProfile;
import org.anychat.webrtc.srtp.SrtpReceiver;
import org.anychat.webrtc.srtp.SrtpSender;
import org.anychat.webrtc.transport.DatagramSender;
import org.junit.jupiter.api.Test;

/** The way of a packet, from the publisher's SRTP to the viewers', allocates nothing. */
class ForwardAllocationTest {
    private static final int VIEWERS = 20;
    private static final int PACKETS = 5_000;
    private static final int PACKET_BYTES = 1100;
    private static final int SSRC = 100;
    private static final int TRANSPORT_SEQUENCE_ID = 3;
    private static final int DESCRIPTOR_ID = 6;

    /** Two spatial layers, a decode target each, and a template for a key frame and for the layer above it. */
    private static final int STRUCTURE = 0x01BA_2400;

    private static final int PACKETS_PER_FEEDBACK = 10;
    private static final long DELAY_NS = 20_000_000;
    private static final int WARM_UP_RUNS = 3;
    private static final int RUNS = 4;

    private final RelayCounters counters = new RelayCounters();
    private final EgressPipeline egress = new EgressPipeline(counters);
    private final IngressPipeline ingress = new IngressPipeline(counters, egress);
    private final StreamTable streams = new StreamTable();
    private final PublisherFeedback feedback = new PublisherFeedback(1, 1_000_000, counters);
    private final SrtpKeys keys = keys();
    private final SrtpSender publisher = new SrtpSender(keys);
    private final SrtpReceiver receiver = new SrtpReceiver(keys);
    private final byte[] datagram = new byte[PACKET_BYTES + 64];
    private final List<Viewer> viewers = new ArrayList<>();
    private int sequenceNumber;
    private Runnable beforeRun = () -> {};
    private boolean temporalLayers;
    private boolean slowPort;
    private boolean crowded;
    private final WaitingViewers waiting = new WaitingViewers(
            new DatagramSender() {
                @Override
                public boolean send(byte[] data, int offset, int length, InetSocketAddress to) {
                    throw new AssertionError("viewers do not send here");
                }

                @Override
                public void flush() {}

                @Override
                public boolean isCrowded() {
                    return crowded;
                }
            },
            fault -> {
                throw new AssertionError(fault);
            });
    private boolean described;

    /** Sends as a session does, and is told every ten packets that all have arrived. */
    private final class Viewer implements RtpSink {
        private final SrtpSender srtp = new SrtpSender(keys());
        private final ViewerBandwidth bandwidth = new ViewerBandwidth(egress, counters, (video, reason, paused) -> {});
        private final ViewerPacer pacer = new ViewerPacer(waiting, egress, counters, () -> false);
        private final TransportFeedbackBuilder arrivals = new TransportFeedbackBuilder();
        private final RtcpWriter writer = new RtcpWriter();
        private final RtcpReader reader = new RtcpReader();
        private final RtpPacket read = new RtpPacket();
        private final byte[] rtcp = new byte[1500];
        private int sent;

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean defer(Subscription video, int number, int length, long nowNs) {
            pacer.defer(video, number, length, nowNs);
            return true;
        }

        @Override
        public boolean sendRtp(byte[] data, int offset, int length, int transportSequenceId, long nowNs) {
            int numbered = bandwidth.number(data, offset, length, transportSequenceId);
            read.wrap(data, offset, numbered);
            int number = NetworkOrder.uint16(data, read.extensions().find(transportSequenceId));
            arrivals.onPacket(number, nowNs + DELAY_NS);
            boolean done = srtp.protectRtp(data, offset, numbered) > 0;
            bandwidth.onSent(numbered, transportSequenceId, nowNs);
            if (++sent % PACKETS_PER_FEEDBACK == 0) {
                tell(nowNs);
            }
            return done;
        }

        private void tell(long nowNs) {
            writer.wrap(rtcp, 0, rtcp.length);
            arrivals.append(writer, 1, 2);
            reader.wrap(rtcp, 0, writer.length());
            reader.next();
            bandwidth.onFeedback(reader, nowNs);
            bandwidth.onTick(false, nowNs);
            pacer.onTick(bandwidth.pathBps(), false, nowNs);
        }
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        publish();
        long least = leastAllocated();

        assertEquals((long) (WARM_UP_RUNS + RUNS) * PACKETS * VIEWERS, counters.value(RelayCounter.RTP_OUT));
        assertEquals(0, least, "bytes for " + PACKETS * VIEWERS + " forwarded packets");
    }

    @Test
    void shouldAllocateNothingForPacketsThatWait() {
        publish();
        slowPort = true;
        long least = leastAllocated();

        long packets = (long) (WARM_UP_RUNS + RUNS) * PACKETS * VIEWERS;
        assertEquals(packets, counters.value(RelayCounter.RTP_OUT));
        assertEquals(packets, counters.value(RelayCounter.VIDEO_DEFERRED));
        assertEquals(0, least, "bytes for " + PACKETS * VIEWERS + " packets");
    }

    @Test
    void shouldAllocateNothingWhereFramesAreLeftOut() {
        Publication publication = publish();
        temporalLayers = true;
        beforeRun = () -> {
            for (Subscription subscription : publication.subscriptions()) {
                subscription.allow(0, Subscription.ALL_LAYERS, 0, false, 20_000_000L * sequenceNumber);
            }
        };
        long least = leastAllocated();

        long packets = (long) (WARM_UP_RUNS + RUNS) * PACKETS * VIEWERS;
        long thinned = counters.value(RelayCounter.THINNED_OUT);
        assertEquals(packets, counters.value(RelayCounter.RTP_OUT) + thinned);
        assertTrue(thinned >= VIEWERS * RUNS, () -> "left out: " + thinned);
        assertEquals(0, least, "bytes for " + PACKETS * VIEWERS + " packets");
    }

    @Test
    void shouldAllocateNothingWhereFramesAreChosenByTheirDescriptors() {
        Publication publication = publish(VideoCodec.AV1);
        described = true;
        beforeRun = () -> {
            for (Subscription subscription : publication.subscriptions()) {
                subscription.allow(0, 0, 0, false, 20_000_000L * sequenceNumber);
            }
        };
        long least = leastAllocated();

        long packets = (long) (WARM_UP_RUNS + RUNS) * PACKETS * VIEWERS;
        long thinned = counters.value(RelayCounter.THINNED_OUT);
        assertEquals(packets, counters.value(RelayCounter.RTP_OUT) + thinned);
        assertTrue(thinned >= VIEWERS * RUNS, () -> "left out: " + thinned);
        assertEquals(0, least, "bytes for " + PACKETS * VIEWERS + " packets");
    }

    private Publication publish() {
        return publish(VideoCodec.VP8);
    }

    private Publication publish(VideoCodec codec) {
        PublicationFormat format = new PublicationFormat(codec, 90_000, 1);
        Publication publication = new Publication(1, format, new PublisherClock(), SendBufferLimits.DEFAULT);
        ExtensionIds ids = new ExtensionIds(
                IncomingTrack.ABSENT,
                IncomingTrack.ABSENT,
                IncomingTrack.ABSENT,
                5,
                IncomingTrack.ABSENT,
                DESCRIPTOR_ID);
        List<Source> sources = List.of(new Source(SSRC, 0, false));
        streams.add(new IncomingTrack(1, format, "0", 96, 97, true, sources, List.of(), ids), publication);
        for (int i = 0; i < VIEWERS; i++) {
            Viewer viewer = new Viewer();
            viewers.add(viewer);
            byte[] extensionIds = new byte[256];
            extensionIds[DESCRIPTOR_ID] = 4;
            extensionIds[5] = (byte) (i % 2 == 0 ? TRANSPORT_SEQUENCE_ID : 0);
            SubscriptionFormat viewed =
                    new SubscriptionFormat(i, 96, 1000 + i, 97, extensionIds, TRANSPORT_SEQUENCE_ID);
            Subscription subscription = new Subscription(publication, viewed, 1, viewer);
            viewer.bandwidth.add(subscription, new OutgoingTrack(1, viewed, i, OutgoingTrack.Wish.ALL));
        }
        return publication;
    }

    private long leastAllocated() {
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            run();
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            // Of the cheapest run: the compiler at work beside it can only make others dearer.
            least = Math.min(least, allocatedBy(this::run));
        }
        return least;
    }

    private static SrtpKeys keys() {
        SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
        byte[] key = new byte[profile.masterKeyLength()];
        byte[] salt = new byte[profile.masterSaltLength()];
        return new SrtpKeys(profile, key, salt, key, salt);
    }

    private void run() {
        beforeRun.run();
        for (int i = 0; i < PACKETS; i++) {
            NetworkOrder.put16(datagram, 0, 0x9060);
            NetworkOrder.put16(datagram, 2, sequenceNumber);
            NetworkOrder.put32(datagram, 4, sequenceNumber * 100);
            NetworkOrder.put32(datagram, 8, SSRC);
            NetworkOrder.put32(datagram, 12, 0xBEDE_0001);
            NetworkOrder.put32(datagram, 16, 0x5100_0000 | (sequenceNumber & 0xFFFF) << 8);
            if (described) {
                putDescriptor();
            } else {
                putPayload();
            }
            sequenceNumber++;
            int protectedLength = publisher.protectRtp(datagram, 0, PACKET_BYTES);
            int length = receiver.unprotectRtp(datagram, 0, protectedLength);
            long nowNs = 20_000_000L * sequenceNumber;
            ingress.onRtp(streams, feedback, datagram, 0, length, nowNs);
            crowded = slowPort;
            waiting.endTurn(nowNs);
            crowded = false;
            waiting.endTurn(nowNs);
        }
    }

    /** In turns a key frame with its structure, and a frame of the layer above; each is whole. */
    private void putDescriptor() {
        boolean key = (sequenceNumber & 1) == 0;
        NetworkOrder.put32(datagram, 12, 0x1000_0004);
        NetworkOrder.put16(datagram, 16, DESCRIPTOR_ID << 8 | 8);
        NetworkOrder.put32(datagram, 18, (key ? 0xC0 : 0xC1) << 24 | (sequenceNumber & 0xFFFF) << 8 | (key ? 0x80 : 0));
        NetworkOrder.put32(datagram, 22, key ? STRUCTURE : 0);
        NetworkOrder.put32(datagram, 26, 0x0502_0000 | (sequenceNumber & 0xFFFF));
        NetworkOrder.put16(datagram, 30, 0);
        NetworkOrder.put16(datagram, 32, key ? 0x1808 : 0x1030);
    }

    /** A key frame in every packet, or frames of layer 0 and 1 in turns behind the first one, none of which is a way up. */
    private void putPayload() {
        if (temporalLayers) {
            NetworkOrder.put16(datagram, 20, 0x9020);
            datagram[22] = (byte) ((sequenceNumber & 1) << 6);
            datagram[23] = (byte) (sequenceNumber == 0 ? 0 : 1);
        } else {
            NetworkOrder.put16(datagram, 20, 0x1000);
        }
    }

    private static long allocatedBy(Runnable run) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        run.run();
        return threads.getThreadAllocatedBytes(id) - before;
    }
}
