package org.anychat.client.media;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtp.KeyFrames;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.SequenceUnwrapper;
import org.anychat.webrtc.rtp.VideoCodec;

/**
 * A track that is received and passed on to one viewer, each packet as it comes, under numbers of its own and with its payload as it was. Another incoming track of the same
 * stream takes the place of the one before with its next key frame, and the numbers go on. For one thread.
 */
final class ForwardedTrack implements SentTrack {
    /** What fits into a frame of Ethernet, with everything around it. Larger ones are not taken by whoever might pass them on. */
    static final int MOST_PAYLOAD_BYTES = 1_420;

    private static final int BUFFER_LENGTH = 2048;
    private static final int RTP_VERSION_BITS = 0x80;
    private static final int MARKER_BIT = 0x80;
    private static final int NAL_TYPE_MASK = 0x1F;
    private static final int NAL_SPS = 7;
    private static final int NAL_STAP_A = 24;
    private static final int STAP_A_FIRST_NAL = 3;
    private static final long KEY_FRAME_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private final MediaCodec codec;
    private final VideoCodec picture;
    private final TrackSender.SendParameters parameters;
    private final TrackSender.PacketOutput output;
    private final Resender resender;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private Origin parent;
    private Span current;
    /** What came before may still come late. */
    private Span previous;

    private final int firstTimestamp;
    private long highest;
    private int lastTimestamp;
    private long lastNs;
    private boolean wished;
    private long wishedNs;
    private IncomingTrack.SenderReport reported;
    private long packets;
    private long bytes;
    private long dropped;

    ForwardedTrack(
            MediaCodec codec, TrackSender.SendParameters parameters, Random random, TrackSender.PacketOutput output) {
        this.codec = codec;
        this.picture = VideoCodec.ofEncodingName(codec.encodingName());
        this.parameters = parameters;
        this.output = output;
        this.firstTimestamp = random.nextInt();
        // RFC 3711 section 3.3.1: not close below the wrap, or early loss would spoil the receiver's rollover count.
        this.highest = random.nextInt(1 << 15);
        this.resender = new Resender(output, random.nextInt(1 << 15));
    }

    /** Where packets come from. */
    private static final class Origin {
        private final IncomingTrack track;
        private final SequenceUnwrapper numbers = new SequenceUnwrapper();
        private int newestTimestamp;

        Origin(IncomingTrack track) {
            this.track = track;
        }

        /** Whether a packet is known to be the first of its frame, as the last of the one before has come just before it. */
        boolean isNextFrame(RtpPacket packet) {
            return numbers.highest() >= 0
                    && numbers.peek(packet.sequenceNumber()) == numbers.highest() + 1
                    && packet.timestamp() != newestTimestamp;
        }

        long take(RtpPacket packet) {
            long sequence = numbers.unwrap(packet.sequenceNumber());
            newestTimestamp = sequence == numbers.highest() ? packet.timestamp() : newestTimestamp;
            return sequence;
        }
    }

    /** A row of numbers of one origin, and what makes them numbers of this track. */
    private static final class Span {
        private final Origin origin;
        private final long first;
        private final long offset;
        private final int timestampOffset;
        private long last = Long.MAX_VALUE;
        private long newest;
        private int newestTimestamp;

        Span(Origin origin, long first, long offset, int timestampOffset) {
            this.origin = origin;
            this.first = first;
            this.offset = offset;
            this.timestampOffset = timestampOffset;
            this.newest = first - 1;
        }

        boolean has(Origin other, long sequence) {
            return origin == other && sequence >= first && sequence <= last;
        }

        boolean isOver() {
            return last != Long.MAX_VALUE;
        }
    }

    MediaCodec codec() {
        return codec;
    }

    @Override
    public int ssrc() {
        return parameters.ssrc();
    }

    /** Passes on what comes of a track, from its next key frame on; what was passed on before goes on until then. */
    void from(IncomingTrack next) {
        if (parent != null && parent.track == next) {
            return;
        }
        Origin before = parent;
        Origin known = originOf(next);
        parent = known == null ? new Origin(next) : known;
        release(before);
        wished = false;
        if (known == null) {
            next.passTo(this);
        }
    }

    /** Passes on nothing any more. */
    void stop() {
        Origin last = parent;
        Span[] spans = {current, previous};
        parent = null;
        current = null;
        previous = null;
        release(last);
        for (Span span : spans) {
            release(span == null ? null : span.origin);
        }
    }

    private void release(Origin origin) {
        boolean used = origin == parent
                || (current != null && current.origin == origin)
                || (previous != null && previous.origin == origin);
        if (origin != null && !used) {
            origin.track.stopPassingTo(this);
        }
    }

    /** A packet has come, in whatever order, and perhaps not for the first time. */
    void onPacket(IncomingTrack source, RtpPacket packet, long nowNs) {
        Origin origin = originOf(source);
        if (origin == null || packet.payloadLength() > MOST_PAYLOAD_BYTES) {
            dropped++;
            return;
        }
        boolean keyFrame = isKeyFrame(origin, packet);
        long sequence = origin.take(packet);
        Span span = spanOf(origin, sequence);
        if (span != null && span == current && beginsFrame(span, packet, sequence) && output.isCrowded()) {
            span.last = sequence - 1;
            span = null;
        }
        if (span == null && isAwaited(origin, sequence)) {
            // What came before a packet that is late was not passed on.
            boolean newest = sequence == origin.numbers.highest();
            span = mayBegin(keyFrame && newest, nowNs) ? begin(origin, packet, sequence, nowNs) : null;
        }
        if (span == null) {
            dropped++;
        } else {
            send(span, packet, sequence, nowNs);
        }
    }

    private Origin originOf(IncomingTrack source) {
        if (parent != null && parent.track == source) {
            return parent;
        }
        if (current != null && current.origin.track == source) {
            return current.origin;
        }
        return previous != null && previous.origin.track == source ? previous.origin : null;
    }

    private Span spanOf(Origin origin, long sequence) {
        if (current != null && current.has(origin, sequence)) {
            return current;
        }
        return previous != null && previous.has(origin, sequence) ? previous : null;
    }

    /** What was begun of a frame is sent to its end. */
    private boolean beginsFrame(Span span, RtpPacket packet, long sequence) {
        return picture != null && sequence > span.newest && packet.timestamp() != span.newestTimestamp;
    }

    /** Whether the viewer goes on, or begins, with what comes from here. */
    private boolean isAwaited(Origin origin, long sequence) {
        return origin == parent
                && (current == null || current.origin != origin || (current.isOver() && sequence > current.last));
    }

    /** Whether a viewer could begin with a packet. A picture of H.264 begins with its parameter sets, which may have been lost, or may come late. */
    private boolean isKeyFrame(Origin origin, RtpPacket packet) {
        return picture != null
                && KeyFrames.isStart(picture, packet)
                && (picture != VideoCodec.H264 || hasParameterSets(packet) || origin.isNextFrame(packet));
    }

    /** First of all, alone or in a STAP-A (RFC 6184 section 5.7.1). */
    private static boolean hasParameterSets(RtpPacket packet) {
        int type = packet.buffer()[packet.payloadOffset()] & NAL_TYPE_MASK;
        boolean aggregated = type == NAL_STAP_A && packet.payloadLength() > STAP_A_FIRST_NAL;
        int first = aggregated ? packet.buffer()[packet.payloadOffset() + STAP_A_FIRST_NAL] & NAL_TYPE_MASK : type;
        return first == NAL_SPS;
    }

    /** Whether anything may be begun now; where it may, and there is nothing to begin with, it is asked for. */
    private boolean mayBegin(boolean keyFrame, long nowNs) {
        if (picture == null) {
            return true;
        }
        if (output.isCrowded()) {
            return false;
        }
        if (!keyFrame) {
            wish(nowNs);
        }
        return keyFrame;
    }

    private Span begin(Origin origin, RtpPacket packet, long sequence, long nowNs) {
        boolean goesOn = current != null && current.origin == origin;
        int timestampOffset = goesOn ? current.timestampOffset : join(nowNs) - packet.timestamp();
        Span span = new Span(origin, sequence, highest + 1 - sequence, timestampOffset);
        Span before = previous;
        previous = current;
        current = span;
        if (previous != null && !previous.isOver()) {
            previous.last = previous.newest;
        }
        reported = goesOn ? reported : null;
        release(before == null ? null : before.origin);
        return span;
    }

    /** The timestamp for what comes now. */
    private int join(long nowNs) {
        if (packets == 0) {
            return firstTimestamp;
        }
        long elapsedUs = TimeUnit.NANOSECONDS.toMicros(nowNs - lastNs);
        return lastTimestamp + (int) Math.max(1, elapsedUs * codec.clockRate() / TimeUnit.SECONDS.toMicros(1));
    }

    private void send(Span span, RtpPacket packet, long sequence, long nowNs) {
        long number = sequence + span.offset;
        if (number <= highest - ResendBuffer.CAPACITY || resender.has((int) number & 0xFFFF)) {
            dropped++; // too late for anybody, or here already
            return;
        }
        int timestamp = packet.timestamp() + span.timestampOffset;
        if (sequence > span.newest) {
            span.newest = sequence;
            span.newestTimestamp = packet.timestamp();
        }
        if (number > highest) {
            highest = number;
            lastTimestamp = timestamp;
            lastNs = nowNs;
        }
        buffer[0] = (byte) RTP_VERSION_BITS;
        buffer[1] = (byte) (parameters.payloadType() | (packet.marker() ? MARKER_BIT : 0));
        NetworkOrder.put16(buffer, 2, (int) number);
        NetworkOrder.put32(buffer, 4, timestamp);
        NetworkOrder.put32(buffer, 8, ssrc());
        System.arraycopy(
                packet.buffer(), packet.payloadOffset(), buffer, RtpPacket.FIXED_HEADER_LENGTH, packet.payloadLength());
        int length = RtpPacket.FIXED_HEADER_LENGTH + packet.payloadLength();
        resender.keep(buffer, length);
        packets++;
        bytes += packet.payloadLength();
        output.send(buffer, 0, length);
    }

    /** What was passed on goes out. */
    void flush() {
        output.flush();
    }

    @Override
    public void onTimer(long nowNs) {
        // Packets go out as they come.
    }

    /** What is not there yet is being asked for, and goes out when it comes. */
    @Override
    public void onNack(int lostSequenceNumber) {
        resender.resend(lostSequenceNumber, parameters, picture != null, buffer);
    }

    @Override
    public void onKeyFrameRequest(long nowNs) {
        if (picture != null) {
            wish(nowNs);
        }
    }

    private void wish(long nowNs) {
        boolean recent = wished && nowNs - wishedNs < KEY_FRAME_INTERVAL_NS;
        if (parent != null && !recent) {
            wished = true;
            wishedNs = nowNs;
            parent.track.requestKeyFrame();
        }
    }

    /** What the sender has said, once, in this track's time: so picture and sound stay together over any number of hops. */
    @Override
    public void report(RtcpWriter writer, byte[] cname, long nowNs, long unixNs) {
        IncomingTrack.SenderReport last = current == null ? null : current.origin.track.lastReport();
        if (last == null || last.equals(reported)) {
            return;
        }
        reported = last;
        int rtpTimestamp = last.rtpTimestamp() + current.timestampOffset;
        writer.senderReport(ssrc(), last.ntp(), rtpTimestamp, packets, bytes);
        writer.sourceDescription(ssrc(), cname);
    }

    long packets() {
        return packets;
    }

    long retransmissions() {
        return resender.resent();
    }

    /** Packets that came and were not passed on. */
    long dropped() {
        return dropped;
    }
}
