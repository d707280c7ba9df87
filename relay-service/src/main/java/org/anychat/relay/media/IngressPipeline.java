package org.anychat.relay.media;

import org.anychat.relay.feedback.IncomingStream;
import org.anychat.relay.feedback.NackGenerator.Arrival;
import org.anychat.relay.feedback.PublisherFeedback;
import org.anychat.relay.forward.Encoding;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.forward.TemporalLayer;
import org.anychat.relay.media.StreamTable.Binding;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtp.HeaderExtensions;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.PictureSize;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.Rtx;
import org.anychat.webrtc.transport.DatagramReceiver;

/** What happens to one authentic packet of a publisher, from decryption to the viewers. One per loop. */
final class IngressPipeline {
    private static final int AUDIO_LEVEL = 0x7F;

    /**
     * Bytes of which video's packets are made a multiple: those of a frame differ by one byte, as encoders split them, and
     * the kernel takes only equal ones as one (UDP GSO). There is {@link DatagramReceiver#TAIL_ROOM} for it.
     */
    private static final int EQUAL_LENGTHS = 16;

    private final RelayCounters counters;
    private final EgressPipeline egress;
    private final RtpPacket packet = new RtpPacket();
    private final LostSound lostSound = new LostSound();
    private final TemporalLayer temporalLayer = new TemporalLayer();

    IngressPipeline(RelayCounters counters, EgressPipeline egress) {
        this.counters = counters;
        this.egress = egress;
    }

    /**
     * The way of a packet; it ends early where the packet is of no use.
     *
     * @return how many packets before it were restored from it
     */
    int onRtp(StreamTable streams, PublisherFeedback feedback, byte[] data, int offset, int length, long nowNs) {
        counters.add(RelayCounter.RTP_IN);
        if (!isReadable(data, offset, length)) {
            return 0;
        }
        noteArrival(streams, feedback, nowNs);
        Binding binding = identify(streams);
        if (binding == null || !hasNegotiatedPayload(binding)) {
            return 0;
        }
        int redundantBytes = 0;
        int restored = 0;
        if (isRed(binding)) {
            if (!lostSound.read(packet, binding.track().payloadType())) {
                drop(RelayCounter.DROP_BAD_RED);
                return 0;
            }
            redundantBytes = lostSound.overheadBytes();
            restored = restoreLost(binding.stream(), nowNs);
        }
        Arrival arrival = binding.rtx() ? recover(binding, nowNs) : receive(binding, nowNs);
        if (!isNews(arrival)) {
            return restored;
        }
        IncomingStream stream = binding.stream();
        boolean isStart = lookForKeyFrame(stream);
        if (stream.publication().format().isVideo()) {
            packet.padTo(EQUAL_LENGTHS);
            int descriptorId = binding.track().extensions().dependencyDescriptor();
            stream.encoding().onDependencies(packet, descriptorId, isStart, nowNs);
        }
        keep(stream, packet, redundantBytes, nowNs);
        forward(stream, packet, isStart, nowNs);
        return restored;
    }

    private boolean isRed(Binding binding) {
        return !binding.rtx()
                && packet.payloadType() == binding.track().format().redPayloadType();
    }

    /** What was lost on the way here goes on to the viewers before the packet that brought it along. */
    private int restoreLost(IncomingStream stream, long nowNs) {
        int count = 0;
        RtpPacket restored = lostSound.next(stream, nowNs);
        while (restored != null) {
            count++;
            counters.add(RelayCounter.RESTORED_IN);
            keep(stream, restored, 0, nowNs);
            forward(stream, restored, stream.publication().isStart(restored), nowNs);
            restored = lostSound.next(stream, nowNs);
        }
        return count;
    }

    private boolean isReadable(byte[] data, int offset, int length) {
        if (length > EgressPipeline.MAX_PACKET_BYTES) {
            return drop(RelayCounter.DROP_OVERSIZED);
        }
        return packet.wrap(data, offset, length) || drop(RelayCounter.DROP_MALFORMED_RTP);
    }

    /** Every packet counts for the sender's estimation, probes and padding too. */
    private void noteArrival(StreamTable streams, PublisherFeedback feedback, long nowNs) {
        int id = streams.transportSequenceNumberId();
        int value = id == IncomingTrack.ABSENT
                ? HeaderExtensions.NOT_FOUND
                : packet.extensions().find(id);
        if (value != HeaderExtensions.NOT_FOUND && packet.extensions().lengthOf(id) == Short.BYTES) {
            feedback.onArrival(NetworkOrder.uint16(packet.buffer(), value), nowNs);
        }
    }

    private void noteAudioLevel(IncomingStream stream, int id, long nowNs) {
        if (id != IncomingTrack.ABSENT && packet.extensions().lengthOf(id) == Byte.BYTES) {
            int level = packet.buffer()[packet.extensions().find(id)] & AUDIO_LEVEL;
            stream.onAudioLevel(level);
            stream.publication().loudness().onLevel(level, nowNs);
        } else {
            stream.publication().loudness().onNoLevel();
        }
    }

    private Binding identify(StreamTable streams) {
        Binding binding = streams.find(packet);
        if (binding == null) {
            counters.add(RelayCounter.DROP_UNKNOWN_SSRC);
        }
        return binding;
    }

    private boolean hasNegotiatedPayload(Binding binding) {
        int expected = binding.rtx()
                ? binding.track().rtxPayloadType()
                : binding.track().payloadType();
        return packet.payloadType() == expected || isRed(binding) || drop(RelayCounter.DROP_UNKNOWN_PAYLOAD_TYPE);
    }

    private Arrival receive(Binding binding, long nowNs) {
        IncomingStream stream = binding.stream();
        noteAudioLevel(stream, binding.track().extensions().audioLevel(), nowNs);
        return stream.onPacket(packet.sequenceNumber(), packet.timestamp(), packet.payloadLength(), nowNs);
    }

    /** Makes an RTX packet the original again; null where it holds none, as the probes of a sender's estimation do. */
    private Arrival recover(Binding binding, long nowNs) {
        if (packet.payloadLength() == 0) {
            return null;
        }
        if (!Rtx.decapsulate(
                packet, binding.track().payloadType(), binding.stream().ssrc())) {
            counters.add(RelayCounter.DROP_BAD_RTX);
            return null;
        }
        return binding.stream().onRetransmission(packet.sequenceNumber(), nowNs);
    }

    private boolean isNews(Arrival arrival) {
        if (arrival == Arrival.DUPLICATE) {
            return drop(RelayCounter.DROP_DUPLICATE);
        }
        if (arrival == Arrival.RECOVERED) {
            counters.add(RelayCounter.RECOVERED_IN);
        }
        return arrival != null;
    }

    private boolean lookForKeyFrame(IncomingStream stream) {
        Publication publication = stream.publication();
        boolean isStart = publication.isStart(packet);
        if (isStart && publication.format().isVideo()) {
            counters.add(RelayCounter.KEY_FRAMES_IN);
            stream.onKeyFrame();
            int size = PictureSize.of(publication.format().codec(), packet);
            if (size != PictureSize.UNKNOWN) {
                stream.onPictureSize(size);
                stream.encoding().onPictureSize(size);
            }
        }
        return isStart;
    }

    private void keep(IncomingStream stream, RtpPacket kept, int redundantBytes, long nowNs) {
        Encoding encoding = stream.encoding();
        encoding.onPacket(kept.timestamp(), kept.length() - redundantBytes, nowNs);
        if (redundantBytes > 0) {
            encoding.onRedundancy(redundantBytes, nowNs);
        }
        int index = temporalLayer.read(stream.publication().format().codec(), kept);
        if (index != TemporalLayer.ABSENT) {
            encoding.onTemporalLayer(index, kept.length(), nowNs);
        }
        encoding.sendBuffer().put(kept.sequenceNumber(), kept.buffer(), kept.offset(), kept.length(), nowNs);
    }

    private void forward(IncomingStream stream, RtpPacket forwarded, boolean isStart, long nowNs) {
        Subscription[] viewers = stream.publication().subscriptions();
        for (int i = 0; i < viewers.length; i++) {
            egress.forward(viewers[i], stream.encoding(), isStart, forwarded, nowNs);
        }
    }

    private boolean drop(RelayCounter reason) {
        counters.add(reason);
        return false;
    }
}
