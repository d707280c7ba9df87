package org.anychat.client.media;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtp.ReceptionStatistics;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.SequenceUnwrapper;

/** One remote track: orders its packets, asks for the missing ones, joins frames and counts, and gives its packets to those who pass them on. For one thread. */
final class TrackReceiver implements IncomingTrack {
    private static final long REORDERING_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long NACK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long VIDEO_GIVE_UP_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long AUDIO_GIVE_UP_NS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final long KEY_FRAME_PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PLI_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int MOST_NACKED_AT_ONCE = 128;

    private final RemoteTrack track;
    private final int ssrc;
    private final MediaSink sink;
    private final FrameCheck check;
    private final FrameAssembler assembler;
    private final ReorderBuffer reorderBuffer;
    private final ReorderBuffer.Payload payload = new ReorderBuffer.Payload();
    private final ReceptionStatistics reception;
    private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    private final int[] missing = new int[MOST_NACKED_AT_ONCE];
    private final List<ForwardedTrack> forwarded = new ArrayList<>();
    private SenderReport lastReport;
    private int missingCount;
    private long packets;
    private long bytes;
    private long recovered;
    private long oversized;
    private long frames;
    private long keyFrames;
    private long firstPacketNs;
    private long firstKeyFrameNs;
    private long nowNs;
    private boolean undecodable;
    private long undecodableSinceNs;
    private boolean keyFrameWanted;
    private boolean pliSent;
    private long pliSentNs;

    TrackReceiver(RemoteTrack track, int ssrc, MediaSink sink) {
        this(track, ssrc, FrameCheck.NONE, sink);
    }

    TrackReceiver(RemoteTrack track, int ssrc, FrameCheck check, MediaSink sink) {
        this.track = track;
        this.ssrc = ssrc;
        this.sink = sink;
        this.check = check;
        this.assembler = new FrameAssembler(track.codec(), check, this::onFrame);
        this.reorderBuffer = new ReorderBuffer(assembler);
        this.reception = new ReceptionStatistics(track.codec().clockRate());
    }

    RemoteTrack track() {
        return track;
    }

    int ssrc() {
        return ssrc;
    }

    ReceptionStatistics reception() {
        return reception;
    }

    void onSenderReport(long ntp, int rtpTimestamp, long arrivalNs) {
        reception.onSenderReport(ntp, arrivalNs);
        lastReport = new SenderReport(ntp, rtpTimestamp);
    }

    @Override
    public SenderReport lastReport() {
        return lastReport;
    }

    @Override
    public void passTo(ForwardedTrack next) {
        forwarded.add(next);
    }

    @Override
    public void stopPassingTo(ForwardedTrack last) {
        forwarded.remove(last);
    }

    /** What was passed on goes out. */
    void flush() {
        forwarded.forEach(ForwardedTrack::flush);
    }

    boolean started() {
        return packets > 0;
    }

    /** Whether a packet of the track's source was sent before what has come: it does not tell how the source goes on. */
    boolean overtakes(RtpPacket packet) {
        return packets > 0
                && packet.ssrc() == ssrc
                && (short) (packet.sequenceNumber() - reception.extendedHighestSequence()) < 0;
    }

    /** A packet of the track's own stream. */
    void onRtp(RtpPacket packet, long arrivalNs) {
        packets++;
        bytes += packet.payloadLength();
        firstPacketNs = firstPacketNs == 0 ? arrivalNs : firstPacketNs;
        if (reception.onPacket(packet.sequenceNumber(), packet.timestamp(), arrivalNs)) {
            insert(packet, arrivalNs);
        }
    }

    /** A packet of the retransmission stream (RFC 4588), already made the original again. */
    void onRetransmission(RtpPacket packet, long arrivalNs) {
        if (packets > 0 && insert(packet, arrivalNs)) {
            recovered++;
        }
    }

    /** Asks for what is missing, gives up what is too old. Appends feedback to a compound. */
    void onTimer(long timeNs, int feedbackSsrc, RtcpWriter writer) {
        nowNs = timeNs;
        if (reorderBuffer.waiting()) {
            reorderBuffer.giveUp(timeNs - giveUpNs());
        }
        // Sound is not sent again: it would come too late.
        if (track.codec().kind() == MediaKind.VIDEO) {
            nack(timeNs, feedbackSsrc, writer);
            requestKeyFrame(timeNs, feedbackSsrc, writer);
        }
    }

    TrackStatistics statistics() {
        long jitterUs = reception.jitter()
                * TimeUnit.SECONDS.toMicros(1)
                / track.codec().clockRate();
        return new TrackStatistics(
                track,
                packets,
                bytes,
                reception.cumulativeLost(),
                recovered,
                jitterUs,
                frames,
                keyFrames,
                assembler.rejected() + oversized,
                firstPacketNs,
                firstKeyFrameNs);
    }

    private boolean insert(RtpPacket packet, long arrivalNs) {
        nowNs = arrivalNs;
        if (check != FrameCheck.NONE && packet.payloadLength() > ForwardedTrack.MOST_PAYLOAD_BYTES) {
            // Those below would lack it and blame this end, which had it: a liar above would not be found out.
            oversized++;
            return false;
        }
        if (check == FrameCheck.NONE) { // whose a single packet is nobody knows
            sink.onPacket(track, packet.buffer(), packet.offset(), packet.length());
        }
        payload.at(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
        long sequence = unwrapper.unwrap(packet.sequenceNumber());
        boolean accepted = reorderBuffer.insert(sequence, packet.timestamp(), packet.marker(), payload, arrivalNs);
        // Those below get what this end has looked at, and not the end of a frame that is forged.
        if (accepted && !check.isOver()) {
            for (ForwardedTrack next : forwarded) {
                next.onPacket(this, packet, arrivalNs);
            }
        }
        return accepted;
    }

    private long giveUpNs() {
        return track.codec().kind() == MediaKind.VIDEO ? VIDEO_GIVE_UP_NS : AUDIO_GIVE_UP_NS;
    }

    private void nack(long timeNs, int feedbackSsrc, RtcpWriter writer) {
        missingCount = 0;
        reorderBuffer.visitMissing(timeNs - REORDERING_NS, timeNs - NACK_INTERVAL_NS, timeNs, this::onMissing);
        if (missingCount > 0) {
            writer.nack(feedbackSsrc, ssrc, missing, missingCount);
        }
    }

    private void onMissing(int sequenceNumber) {
        if (missingCount < missing.length) {
            missing[missingCount++] = sequenceNumber;
        }
    }

    /** Asks for a key frame though nothing is missing: whoever takes the frames begins with one. */
    @Override
    public void requestKeyFrame() {
        keyFrameWanted = true;
    }

    private void requestKeyFrame(long timeNs, int feedbackSsrc, RtcpWriter writer) {
        boolean needed = packets > 0 && assembler.keyFrameNeeded();
        if (needed && !undecodable) {
            undecodableSinceNs = timeNs;
        }
        undecodable = needed;
        // A hole may be in the key frame itself, and about to be filled.
        long patienceNs = reorderBuffer.waiting() ? VIDEO_GIVE_UP_NS : KEY_FRAME_PATIENCE_NS;
        boolean patient = timeNs - undecodableSinceNs < patienceNs;
        boolean recent = pliSent && timeNs - pliSentNs < PLI_INTERVAL_NS;
        boolean due = (needed && !patient) || (keyFrameWanted && packets > 0);
        if (due && !recent && writer.pli(feedbackSsrc, ssrc)) {
            keyFrameWanted = false;
            pliSent = true;
            pliSentNs = timeNs;
        }
    }

    private void onFrame(EncodedFrame frame) {
        frames++;
        if (frame.keyFrame()) {
            keyFrames++;
            firstKeyFrameNs = firstKeyFrameNs == 0 ? nowNs : firstKeyFrameNs;
        }
        sink.onFrame(track, frame);
    }
}
