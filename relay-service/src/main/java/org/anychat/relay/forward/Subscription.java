package org.anychat.relay.forward;

import org.anychat.webrtc.rtp.RtpPacket;

/**
 * One viewer's share of a publication: which layer it gets, and from which packet on. What its packets become on their way is
 * {@link PacketRewriter}'s. The packet's way through it is {@link #selects}, {@link #leavesOut}, {@link #number}, {@link #stamp}; a lost packet's way back is {@link
 * #trace}.
 */
public final class Subscription {
    /** So many stale packets in a row mean that the publisher's numbers have jumped: start anew. */
    static final int MAX_STALE_IN_A_ROW = 200;

    /** No temporal layer is left out. */
    public static final int ALL_FRAMES = TemporalFilter.ALL;

    /** No spatial layer is left out. */
    public static final int ALL_LAYERS = DecodeTargetFilter.ALL_SPATIAL;

    private static final int NO_ENCODING = -1;

    private final Publication publication;
    private final SubscriptionFormat format;
    private final RtpSink sink;
    private final SubscriptionNumbers numbers;
    private final SequenceRewriter rewriter;
    private final PacketRewriter packets;
    /** Of video, otherwise null. */
    private final FrameFilter frames;

    private int current = NO_ENCODING;
    private int target;
    private boolean paused;
    private boolean starved;
    private boolean held;
    private int allowed;
    private int allowedLayers = ALL_LAYERS;
    private int allowedFrames = ALL_FRAMES;
    private int staleInARow;
    private long roundTripNs;
    private int waitingBytes;

    /**
     * Makes a subscription that goes on where another track has ended, and adds it to its publication.
     *
     * @param publication the track, of the same kind
     * @param format how the viewer expects it
     * @param numbers those so far
     * @param sink the viewer's way out
     */
    public Subscription(Publication publication, SubscriptionFormat format, SubscriptionNumbers numbers, RtpSink sink) {
        this.publication = publication;
        this.format = format;
        this.sink = sink;
        this.numbers = numbers;
        this.rewriter = numbers.rewriter();
        this.packets = new PacketRewriter(publication, format, numbers);
        this.frames = packets.frames();
        this.target = publication.encodingCount() - 1;
        this.allowed = target;
        publication.add(this);
    }

    /**
     * Makes a subscription and adds it to its publication.
     *
     * @param publication the track
     * @param format how the viewer expects it
     * @param firstSequenceNumber 1 to 32767, random
     * @param sink the viewer's way out
     */
    public Subscription(Publication publication, SubscriptionFormat format, int firstSequenceNumber, RtpSink sink) {
        this(publication, format, new SubscriptionNumbers(publication.format(), firstSequenceNumber), sink);
    }

    /** Takes it out of its publication. */
    public void close() {
        publication.remove(this);
    }

    /**
     * What another track goes on with; this one is to be closed.
     *
     * @return the numbers so far
     */
    public SubscriptionNumbers numbers() {
        return numbers;
    }

    /**
     * Stops or lets go on; going on, video starts at its next key frame.
     *
     * @param pause whether nothing is to be sent
     */
    public void pause(boolean pause) {
        if (paused && !pause) {
            publication.encoding(target).wantKeyFrame();
        }
        paused = pause;
        if (pause) {
            current = NO_ENCODING;
        }
    }

    /**
     * Whether the viewer is not sent it now, by its own wish.
     *
     * @return true while it is paused
     */
    public boolean isPaused() {
        return paused;
    }

    /**
     * Says which layer the viewer's path has room for. Another layer than before begins at its next key frame, which is
     * asked for; until then the one before goes on, where the path can bear it.
     *
     * @param highest the layer of simulcast, 0 without, or -1 for none at all
     * @param spatial the highest of its spatial layers that there is room for, or {@link #ALL_LAYERS}
     * @param temporal the highest of its temporal layers that there is room for, 0 to 2, or {@link #ALL_FRAMES}
     * @param atOnce whether what is above must stop now, at the price of a picture that stands still until the key frame
     * @param nowNs the time
     */
    public void allow(int highest, int spatial, int temporal, boolean atOnce, long nowNs) {
        starved = highest < 0;
        if (starved) {
            current = NO_ENCODING;
            return;
        }
        if (atOnce && current > highest) {
            current = NO_ENCODING;
        }
        allowed = highest;
        allowedLayers = spatial;
        allowedFrames = temporal;
        if (frames != null && current == allowed) {
            frames.want(spatial, temporal, atOnce);
        }
        aim(nowNs);
    }

    /**
     * The highest temporal layer that is sent.
     *
     * @return 0 to 2, or {@link #ALL_FRAMES}
     */
    public int temporalLimit() {
        return frames == null ? ALL_FRAMES : frames.temporalLimit();
    }

    /**
     * The layer that is sent: of simulcast, or the spatial one where one encoding has them.
     *
     * @return 0 for the lowest, or -1 where nothing is sent
     */
    public int sentLayer() {
        boolean spatial = current != NO_ENCODING && frames != null && publication.encodingCount() == 1;
        return spatial ? frames.spatialLimit() : current;
    }

    /**
     * Stops the layer that is sent, until a key frame: a packet of it is left out.
     *
     * @param encoding the packet's
     * @return false where it is of another layer, and nothing has changed
     */
    public boolean stop(Encoding encoding) {
        boolean sent = encoding.index() == current;
        current = sent ? NO_ENCODING : current;
        return sent;
    }

    /**
     * Whether a packet is of the frame, and the layer, that the packet before it was of.
     *
     * @param encoding the packet's
     * @param packet the publisher's
     * @return false where another frame begins
     */
    public boolean continuesFrame(Encoding encoding, RtpPacket packet) {
        return encoding.index() == current && rewriter.timestamp() == rewriter.currentTimestamp(packet.timestamp());
    }

    /**
     * Whether the viewer's path has no room for it.
     *
     * @return true while it is not sent for that
     */
    public boolean isStarved() {
        return starved;
    }

    /**
     * Stops or lets go on while others come before it: louder ones, where it is a sound. Going on, video starts at its next
     * key frame.
     *
     * @param hold whether nothing is to be sent
     */
    public void hold(boolean hold) {
        if (held && !hold && isVideo()) {
            publication.encoding(target).wantKeyFrame();
        }
        held = hold;
        if (hold) {
            current = NO_ENCODING;
        }
    }

    /**
     * Whether others come before it.
     *
     * @return true while it is not sent for that
     */
    public boolean isHeld() {
        return held;
    }

    private boolean rests() {
        return paused || starved || held;
    }

    /**
     * Aims at the best layer that is alive and allowed, and asks for a key frame where the viewer waits for one.
     *
     * @param nowNs the time
     */
    public void onTimer(long nowNs) {
        if (!rests()) {
            aim(nowNs);
        }
    }

    private void aim(long nowNs) {
        target = publication.bestEncoding(allowed, Math.min(target, allowed), nowNs);
        Encoding aim = publication.encoding(target);
        if (!paused && current != target && aim.hasStarted() && isVideo() && !sink.isCrowded()) {
            aim.wantKeyFrame();
        }
        if (current != NO_ENCODING && frames != null && frames.needsKeyFrame() && !sink.isCrowded()) {
            publication.encoding(current).wantKeyFrame();
        }
    }

    /**
     * Whether the viewer gets a packet. The first packet of a key frame of the layer aimed at switches to that layer.
     *
     * @param encoding the packet's
     * @param isStart {@link Publication#isStart} of the packet
     * @param packet the publisher's packet
     * @param nowNs the time
     * @return true where {@link #number} is to follow
     */
    public boolean selects(Encoding encoding, boolean isStart, RtpPacket packet, long nowNs) {
        if (encoding.index() == current) {
            return true;
        }
        if (rests() || !isStart || encoding.index() != target) {
            return false;
        }
        current = encoding.index();
        boolean limited = current == allowed;
        packets.begin(
                encoding, packet, limited ? allowedLayers : ALL_LAYERS, limited ? allowedFrames : ALL_FRAMES, nowNs);
        return true;
    }

    /**
     * Whether a packet that {@link #selects} has let through is left out all the same, being of layers that the viewer's
     * path has no room for. To be asked once for each packet.
     *
     * @param isStart {@link Publication#isStart} of the packet
     * @param packet the publisher's packet
     * @return true where {@link #number} is not to follow
     */
    public boolean leavesOut(boolean isStart, RtpPacket packet) {
        return packets.leavesOut(isStart, packet);
    }

    /**
     * Finds the packet's numbers at this viewer.
     *
     * @param packet the publisher's
     * @param nowNs the time
     * @return false where it is too old to be sent
     */
    public boolean number(RtpPacket packet, long nowNs) {
        if (packets.number(packet, nowNs)) {
            staleInARow = 0;
            return true;
        }
        if (++staleInARow >= MAX_STALE_IN_A_ROW) {
            staleInARow = 0;
            current = NO_ENCODING;
        }
        return false;
    }

    /**
     * The number that {@link #number} found last.
     *
     * @return 0 to 65535
     */
    public int newestSequenceNumber() {
        return rewriter.sequenceNumber();
    }

    /**
     * Counts what waits for its turn.
     *
     * @param bytes that have come to it, below 0 those that have gone
     */
    public void addWaiting(int bytes) {
        waitingBytes += bytes;
    }

    /** {@return how many bytes wait for their turn} */
    public int waitingBytes() {
        return waitingBytes;
    }

    /**
     * Takes note that the viewer has lost packets: for a while it gets the redundancy that it takes.
     *
     * @param nowNs the time
     */
    public void onLoss(long nowNs) {
        packets.redundancy().onLoss(nowNs);
    }

    /**
     * Says whether the viewer's path has room for redundancy beside its videos; a relay gets it in any case.
     *
     * @param withhold whether there is none
     */
    public void withholdRedundancy(boolean withhold) {
        packets.redundancy().withhold(withhold);
    }

    /**
     * Whether the viewer gets redundancy, where the publisher sends it.
     *
     * @param nowNs the time
     * @return true while it loses packets and there is room, or where it is a relay
     */
    public boolean wantsRedundancy(long nowNs) {
        return packets.redundancy().isWanted(nowNs);
    }

    /**
     * Makes a copy of the packet the viewer's: the numbers that {@link #number} found, its payload type, its ids, and no
     * redundancy where the viewer gets none now.
     *
     * @param copy holds the copy, changed in place
     * @param offset of the copy
     * @param length in bytes
     * @return its length afterwards, less where it comes too late to be of use and goes out empty
     */
    public int stamp(byte[] copy, int offset, int length) {
        return packets.stamp(copy, offset, length);
    }

    /**
     * Makes a copy of a packet that was sent before the viewer's once more, see {@link #mayResend}.
     *
     * @param segment from {@link #trace}
     * @param viewerSequenceNumber as it was sent
     * @param copy holds the publisher's packet, changed in place
     * @param offset of the copy
     * @param length in bytes
     * @return its length afterwards, the same as when it was sent
     */
    public int stampAgain(int segment, int viewerSequenceNumber, byte[] copy, int offset, int length) {
        return packets.stampAgain(segment, viewerSequenceNumber, copy, offset, length);
    }

    /**
     * Makes a copy of a packet of video that was numbered before the viewer's, as {@link #stamp} would have then.
     *
     * @param segment from {@link #trace}
     * @param viewerSequenceNumber that {@link #number} found
     * @param copy holds the publisher's packet, changed in place
     * @param offset of the copy
     * @param length in bytes
     * @return its length afterwards
     */
    public int stampLater(int segment, int viewerSequenceNumber, byte[] copy, int offset, int length) {
        return packets.stampLater(segment, viewerSequenceNumber, copy, offset, length);
    }

    /**
     * Whether a packet may be sent again under its own number: only what is the same each time. Another message under the
     * same number would be one under the same nonce, which gives AES-GCM's authentication key away.
     *
     * @return false where there is no retransmission stream, and packets have transport-wide numbers, or redundancy at times
     */
    public boolean mayResend() {
        return packets.mayResend();
    }

    /**
     * Finds where a number that the viewer misses came from.
     *
     * @param viewerSequenceNumber as it was sent
     * @return a segment for {@link #tracedEncoding}, {@link #tracedSequenceNumber} and {@link #stampAgain}, or {@link
     *     SequenceRewriter#UNKNOWN}
     */
    public int trace(int viewerSequenceNumber) {
        return rewriter.trace(viewerSequenceNumber);
    }

    /**
     * The layer of a traced packet.
     *
     * @param segment from {@link #trace}
     * @return the encoding whose buffer may have it
     */
    public Encoding tracedEncoding(int segment) {
        return publication.encoding(rewriter.source(segment));
    }

    /**
     * The publisher's number of a traced packet.
     *
     * @param segment from {@link #trace}
     * @param viewerSequenceNumber as it was sent
     * @return 0 to 65535
     */
    public int tracedSequenceNumber(int segment, int viewerSequenceNumber) {
        return rewriter.sourceSequenceNumber(segment, viewerSequenceNumber);
    }

    /** The viewer cannot decode and asks for a key frame. */
    public void onKeyFrameRequest() {
        if (!rests() && isVideo() && !sink.isCrowded()) {
            publication.encoding(current == NO_ENCODING ? target : current).wantKeyFrame();
        }
    }

    /**
     * The layer that is being sent.
     *
     * @return the encoding, or null where nothing is
     */
    public Encoding currentEncoding() {
        return current == NO_ENCODING ? null : publication.encoding(current);
    }

    /**
     * The viewer's timestamp at a moment, for a sender report.
     *
     * @param nowNs the time
     * @return the 32 bits; only while {@link #currentEncoding} is not null
     */
    public int timestampAt(long nowNs) {
        return rewriter.currentTimestamp(publication.encoding(current).timestampAt(nowNs));
    }

    /**
     * Takes the next number of the retransmission stream.
     *
     * @return 0 to 65535
     */
    public int nextRtxSequenceNumber() {
        return numbers.nextRtxSequenceNumber();
    }

    /**
     * The timestamp of the newest packet, which a packet of padding repeats.
     *
     * @return the 32 bits
     */
    public int newestTimestamp() {
        return rewriter.timestamp();
    }

    /**
     * Takes note of the round trip that a receiver report shows.
     *
     * @param measuredNs nanoseconds
     */
    public void onRoundTrip(long measuredNs) {
        roundTripNs = measuredNs;
    }

    /**
     * The round trip to the viewer.
     *
     * @return nanoseconds, 0 while unknown
     */
    public long roundTripNs() {
        return roundTripNs;
    }

    /**
     * What kind of track it is.
     *
     * @return false for audio
     */
    public boolean isVideo() {
        return publication.format().isVideo();
    }

    /**
     * The track.
     *
     * @return the publication
     */
    public Publication publication() {
        return publication;
    }

    /**
     * How the viewer expects the track.
     *
     * @return the format
     */
    public SubscriptionFormat format() {
        return format;
    }

    /**
     * The viewer's way out.
     *
     * @return the sink
     */
    public RtpSink sink() {
        return sink;
    }

    /**
     * Packets sent, without retransmissions, for sender reports.
     *
     * @return the count
     */
    public long packetsSent() {
        return numbers.packetsSent();
    }

    /**
     * Payload bytes of those packets, for sender reports.
     *
     * @return the count
     */
    public long octetsSent() {
        return numbers.octetsSent();
    }
}
