package org.anychat.client.media;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.anychat.client.rtp.Packetizer;
import org.anychat.webrtc.rtcp.NtpTime;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;

/**
 * One published track: takes frames from its source when they are due, sends them, sends packets again on request. Its numbers
 * go on whatever source it has. For one thread.
 */
final class TrackSender implements SentTrack, Packetizer.PayloadConsumer {
    private static final int RTP_VERSION_BITS = 0x80;
    private static final int MARKER_BIT = 0x80;
    private static final int BUFFER_LENGTH = 2048;
    private static final int MOST_FRAMES_AT_ONCE = 50;
    private static final long KEY_FRAME_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long MICROS_PER_SECOND = TimeUnit.SECONDS.toMicros(1);

    private final Random random;
    private final PacketOutput output;
    private MediaSource source;
    private MediaCodec codec;
    private SendParameters parameters;
    private Packetizer packetizer;
    private final Resender resender;
    private final byte[] buffer = new byte[BUFFER_LENGTH];
    private final int firstTimestamp;
    private int sequenceNumber;
    private int timestamp;
    private boolean started;
    private long startedNs;
    private boolean keyFrameRequested;
    private long keyFrameRequestedNs;
    private int gop;
    private int framesSinceKeyFrame;
    private long packets;
    private long bytes;
    private boolean broken;
    private boolean paused;
    private long frames;
    private long droppedFrames;
    private long keyFrames;
    private long keyFrameRequests;

    /**
     * How a track is sent.
     *
     * @param ssrc           of its stream
     * @param payloadType    of its codec
     * @param rtxSsrc        of its retransmission stream
     * @param rtxPayloadType negative: packets are sent again as they were
     */
    record SendParameters(int ssrc, int payloadType, int rtxSsrc, int rtxPayloadType) {}

    /** Where packets go. The buffer may be overwritten, and has room for protection behind the packet. */
    interface PacketOutput {
        void send(byte[] packet, int offset, int length);

        /** Whether more waits already than a live picture may be late by. */
        default boolean isCrowded() {
            return false;
        }

        /** What was sent goes out now, and not with whatever comes next. */
        default void flush() {}
    }

    TrackSender(MediaSource source, SendParameters parameters, Random random, PacketOutput output) {
        this.random = random;
        this.source = source;
        this.codec = source.codec();
        this.parameters = parameters;
        this.output = output;
        this.packetizer = Packetizers.of(codec, random);
        this.firstTimestamp = random.nextInt();
        // RFC 3711 section 3.3.1: not close below the wrap, or early loss would spoil the receiver's rollover count.
        this.sequenceNumber = random.nextInt(1 << 15);
        this.resender = new Resender(output, random.nextInt(1 << 15));
    }

    MediaKind kind() {
        return codec.kind();
    }

    /**
     * Goes on with another source of the same kind, whose codec may have other payload types, or with null for none. Video
     * goes on with a key frame: nothing of another source refers to what the receiver has.
     */
    void source(MediaSource next, int payloadType, int rtxPayloadType) {
        source = next;
        if (next != null) {
            codec = next.codec();
            broken = kind() == MediaKind.VIDEO;
            packetizer = Packetizers.of(codec, random);
            parameters = new SendParameters(parameters.ssrc(), payloadType, parameters.rtxSsrc(), rtxPayloadType);
        }
    }

    /** Goes on with another source of the same codec. */
    void source(MediaSource next) {
        source(next, parameters.payloadType(), parameters.rtxPayloadType());
    }

    /** Whether frames are taken from the source without being sent; video that is to be sent again begins with a key frame. */
    void pause(boolean pause) {
        if (paused && !pause && kind() == MediaKind.VIDEO) {
            broken = true;
        }
        paused = pause;
    }

    @Override
    public int ssrc() {
        return parameters.ssrc();
    }

    /** From now on the source is asked for a key frame where it has sent so many frames; 0 for never. */
    void gop(int frames) {
        gop = frames;
    }

    @Override
    public void onTimer(long nowNs) {
        startedNs = started ? startedNs : nowNs;
        started = true;
        long elapsedUs = TimeUnit.NANOSECONDS.toMicros(nowNs - startedNs);
        for (int count = 0; source != null && count < MOST_FRAMES_AT_ONCE; count++) {
            EncodedFrame frame = source.poll(elapsedUs);
            if (frame == null) {
                return;
            }
            take(frame, nowNs);
        }
    }

    /** Of video what would come late is dropped, and whatever refers to it: a receiver sees a picture that stands still. */
    private void take(EncodedFrame frame, long nowNs) {
        if (paused) {
            return;
        }
        if (kind() == MediaKind.VIDEO) {
            boolean crowded = output.isCrowded();
            broken = crowded || (broken && !frame.keyFrame());
            if (broken) {
                droppedFrames++;
                if (!crowded) {
                    onKeyFrameRequest(nowNs);
                }
                return;
            }
        }
        send(frame);
    }

    /** Requests that follow closely are one. */
    @Override
    public void onKeyFrameRequest(long nowNs) {
        if (keyFrameRequested && nowNs - keyFrameRequestedNs < KEY_FRAME_INTERVAL_NS) {
            return;
        }
        keyFrameRequested = true;
        keyFrameRequestedNs = nowNs;
        keyFrameRequests++;
        if (source != null) {
            source.keyFrameRequested();
        }
    }

    @Override
    public void onNack(int lostSequenceNumber) {
        resender.resend(lostSequenceNumber, parameters, kind() == MediaKind.VIDEO, buffer);
    }

    /** Writes nothing before the first packet. */
    @Override
    public void report(RtcpWriter writer, byte[] cname, long nowNs, long unixNs) {
        if (packets > 0) {
            int nowTimestamp = timestampOf(TimeUnit.NANOSECONDS.toMicros(nowNs - startedNs));
            writer.senderReport(ssrc(), NtpTime.fromUnixNs(unixNs), nowTimestamp, packets, bytes);
            writer.sourceDescription(ssrc(), cname);
        }
    }

    SendStatistics statistics() {
        return new SendStatistics(
                codec, packets, bytes, frames, droppedFrames, keyFrames, resender.resent(), keyFrameRequests);
    }

    @Override
    public void onPayload(byte[] payload, int offset, int length, boolean marker) {
        buffer[0] = (byte) RTP_VERSION_BITS;
        buffer[1] = (byte) (parameters.payloadType() | (marker ? MARKER_BIT : 0));
        NetworkOrder.put16(buffer, 2, sequenceNumber);
        NetworkOrder.put32(buffer, 4, timestamp);
        NetworkOrder.put32(buffer, 8, ssrc());
        System.arraycopy(payload, offset, buffer, RtpPacket.FIXED_HEADER_LENGTH, length);
        int packetLength = RtpPacket.FIXED_HEADER_LENGTH + length;
        resender.keep(buffer, packetLength);
        sequenceNumber = (sequenceNumber + 1) & 0xFFFF;
        packets++;
        bytes += length;
        output.send(buffer, 0, packetLength);
    }

    private void send(EncodedFrame frame) {
        frames++;
        keyFrames += frame.keyFrame() ? 1 : 0;
        timestamp = timestampOf(frame.timeUs());
        packetizer.packetize(frame.data(), 0, frame.data().length, this);
        framesSinceKeyFrame = frame.keyFrame() ? 0 : framesSinceKeyFrame + 1;
        if (gop > 0 && framesSinceKeyFrame >= gop - 1) {
            source.keyFrameDue();
        }
    }

    private int timestampOf(long timeUs) {
        return firstTimestamp + (int) (timeUs * codec.clockRate() / MICROS_PER_SECOND);
    }
}
