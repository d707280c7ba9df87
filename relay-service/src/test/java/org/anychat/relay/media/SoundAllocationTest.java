package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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
import org.anychat.webrtc.rtp.NetworkOrder;
import org.junit.jupiter.api.Test;

/** Of many sounds a viewer gets those who speak, who change all the time; none of it allocates. */
class SoundAllocationTest {
    private static final int PEOPLE = 12;
    private static final int PLACES = 4;
    private static final int VIEWERS = 20;
    private static final int PACKETS = 4_000;
    private static final int PACKET_BYTES = 80;
    private static final long PACKET_NS = 20_000_000;
    private static final int PACKETS_PER_TURN = 40;
    private static final int SPEECH = 30;
    private static final int SILENCE = 127;
    private static final int WARM_UP_RUNS = 3;
    private static final int RUNS = 4;

    private final RelayCounters counters = new RelayCounters();
    private final IngressPipeline ingress = new IngressPipeline(counters, new EgressPipeline(counters));
    private final PublisherFeedback feedback = new PublisherFeedback(1, 1_000_000, counters);
    private final List<StreamTable> people = new ArrayList<>();
    private final List<Viewer> viewers = new ArrayList<>();
    private final byte[] data = new byte[PACKET_BYTES + 64];
    private long nowNs = 1_000_000_000_000L;
    private int packets;

    private final class Viewer implements RtpSink {
        private final ViewerSounds sounds = new ViewerSounds(PLACES);

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean admit(Subscription sound, long at) {
            boolean admitted = sounds.admit(sound, at);
            counters.add(RelayCounter.SOUNDS_ADMITTED, admitted ? 1 : 0);
            return admitted;
        }

        @Override
        public boolean sendRtp(byte[] sent, int offset, int length, int transportSequenceId, long at) {
            return true;
        }
    }

    private void enter(int ssrc) {
        PublicationFormat format = new PublicationFormat(null, 48_000, 1);
        Publication publication = new Publication(ssrc, format, new PublisherClock(), SendBufferLimits.DEFAULT);
        int absent = IncomingTrack.ABSENT;
        IncomingTrack track = new IncomingTrack(
                ssrc,
                format,
                "0",
                111,
                absent,
                false,
                List.of(new Source(ssrc, 0, false)),
                List.of(),
                new ExtensionIds(absent, absent, absent, absent, 1, absent));
        StreamTable table = new StreamTable();
        table.add(track, publication);
        people.add(table);
        for (Viewer viewer : viewers) {
            SubscriptionFormat viewed =
                    new SubscriptionFormat(ssrc, 111, 0, SubscriptionFormat.NO_RTX, new byte[256], 0);
            viewer.sounds.add(new Subscription(publication, viewed, 1, viewer), OutgoingTrack.Wish.ALL);
        }
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        for (int i = 0; i < VIEWERS; i++) {
            viewers.add(new Viewer());
        }
        for (int i = 0; i < PEOPLE; i++) {
            enter(1 + i);
        }
        for (int i = 0; i < WARM_UP_RUNS; i++) {
            run();
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            least = Math.min(least, allocatedBy(this::run));
        }

        assertEquals(0, least, "bytes for " + PACKETS * PEOPLE * VIEWERS + " packets, forwarded or held back");
        assertTrue(counters.value(RelayCounter.SOUNDS_ADMITTED) > 1_000, "people take turns");
        long all = (long) (WARM_UP_RUNS + RUNS) * PACKETS * PEOPLE * VIEWERS;
        assertTrue(counters.value(RelayCounter.RTP_OUT) < all / 2, "most are held back");
    }

    private void run() {
        for (int i = 0; i < PACKETS; i++) {
            packets++;
            nowNs += PACKET_NS;
            int speaker = packets / PACKETS_PER_TURN % PEOPLE;
            for (int person = 0; person < PEOPLE; person++) {
                NetworkOrder.put16(data, 0, 0x906F);
                NetworkOrder.put16(data, 2, packets);
                NetworkOrder.put32(data, 4, packets * 960);
                NetworkOrder.put32(data, 8, 1 + person);
                NetworkOrder.put32(data, 12, 0xBEDE_0001);
                NetworkOrder.put32(data, 16, 0x1000_0000 | (person == speaker ? SPEECH : SILENCE) << 16);
                ingress.onRtp(people.get(person), feedback, data, 0, PACKET_BYTES, nowNs);
            }
            for (int viewer = 0; viewer < VIEWERS; viewer++) {
                viewers.get(viewer).sounds.onTick(nowNs);
            }
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
