package org.anychat.relay.media;

import java.util.function.BooleanSupplier;
import org.anychat.relay.forward.Subscription;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.congestion.BandwidthEstimator;

/**
 * Keeps a viewer's video until the end of the loop's turn, so that what the turn has brought leaves together; and longer
 * where it has to wait: for the viewer's path, which gets a burst at two and a half times what it is known to carry; for the
 * port, or the viewer's own stream, where the system takes no more; or for the loop's next turn.
 * Retransmissions go at once where they may, and come before new video. Sound is not asked.
 */
final class ViewerPacer {
    /** As libwebrtc paces: an encoder's frames differ in size, and a key frame must not take seconds. */
    private static final double PACE = 2.5;

    /** What goes at once after a pause: frames of common size wait for nothing. */
    private static final double BURST_SECONDS = 0.04;

    private static final int MIN_BURST_BYTES = 12_000;
    /** However slow the path, and whatever retransmissions take of it, video is not late for longer because of its pace. */
    private static final double MAX_WAIT_SECONDS = 0.2;

    private static final int MAX_WAIT_MS = 200;

    /** Less than a publication's buffer holds, which has the bytes. */
    private static final int TRACK_BYTES = 192 * 1024;

    private static final int TRACK_PACKETS = 512;
    /** For so many tracks at most there is room at once, also where the viewer is a relay that gets more. */
    private static final int MAX_TRACKS = 16;

    private static final int MAX_RESENDS = 256;
    /** Where the port is what is waited for; longer, and the picture is better begun anew. */
    private static final long CROWDED_NS = 400_000_000;

    /** So many of a viewer's packets leave together, as one segmented datagram where sizes allow. */
    private static final int PACKETS_AT_ONCE = 16;

    /** Between two ticks of a viewer that is looked after once in a round; longer, and it was not connected meanwhile. */
    private static final long MAX_TICKS_NS = (SessionRegistry.ROUND_TICKS + 1) * MediaLoop.TICK_NS;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final WaitingViewers viewers;
    private final EgressPipeline egress;
    private final RelayCounters counters;
    private final BooleanSupplier streamCrowded;
    private final WaitingPackets video = new WaitingPackets(TRACK_PACKETS);
    private final WaitingPackets resends = new WaitingPackets(MAX_RESENDS);
    private int maxBytes = TRACK_BYTES;
    /** How many of the video's packets, the first ones, are of turns before {@link #turn}. */
    private int waited;

    private int turn;
    private boolean listed;
    private boolean crowded;
    private boolean wasCrowded;
    private boolean byStream;
    private double paceBytes;
    private double leastBytes;
    private double creditBytes;
    private long creditNs;
    private long judgedNs;
    private long stuckNs;

    /** {@code streamCrowded} says so of the stream that the viewer's packets go by, where they do. */
    ViewerPacer(WaitingViewers viewers, EgressPipeline egress, RelayCounters counters, BooleanSupplier streamCrowded) {
        this.viewers = viewers;
        this.egress = egress;
        this.counters = counters;
        this.streamCrowded = streamCrowded;
        this.judgedNs = viewers.ranNs();
    }

    /** Of so many tracks video may wait. */
    void videos(int count) {
        int most = Math.max(1, Math.min(count, MAX_TRACKS));
        maxBytes = most * TRACK_BYTES;
        video.maxPackets(most * TRACK_PACKETS);
    }

    /**
     * Each tick where the path is known, or some of them.
     *
     * @param pathBps what the viewer's path carries, 0 where that is not known: then it has no pace
     * @param streams whether the viewer's packets go by a stream, which takes the port's place
     */
    void onTick(long pathBps, boolean streams, long nowNs) {
        refill(nowNs);
        boolean hadPace = paceBytes > 0;
        paceBytes = PACE * pathBps / Byte.SIZE;
        if (!hadPace) {
            creditBytes = burstBytes();
            creditNs = nowNs;
        }
        useStream(streams);
        judgePort(nowNs);
    }

    private void useStream(boolean streams) {
        if (byStream != streams) {
            byStream = streams;
            if (listed) {
                viewers.move(this);
            }
        }
    }

    /** A process that stood still is not the port's fault: only while the loop ran is the port's time. */
    private void judgePort(long nowNs) {
        long sinceNs = Math.min(viewers.ranNs() - judgedNs, MAX_TICKS_NS);
        judgedNs = viewers.ranNs();
        if (video.isEmpty()) {
            stuckNs = 0;
        } else if (isPortCrowded()) {
            stuckNs += sinceNs;
            if (stuckNs > CROWDED_NS && video.ageMs(nowNs) > CROWDED_NS / NANOS_PER_MILLI) {
                becomeCrowded();
            }
        }
    }

    private void becomeCrowded() {
        crowded = true;
        wasCrowded = true;
    }

    /** Whether so much waits for the port that video should stop. */
    boolean isCrowded() {
        return crowded;
    }

    /** Whether it has been crowded since this was asked, be it between two ticks and no more. */
    boolean takeCrowded() {
        boolean taken = wasCrowded || crowded;
        wasCrowded = false;
        return taken;
    }

    /** Whether its packets go by a stream and not by the port. */
    boolean isByStream() {
        return byStream;
    }

    /** Whether it is among the viewers who wait for their turn. */
    boolean isListed() {
        return listed;
    }

    /** Whether what waits is within its bounds all the same. */
    boolean hasRoom() {
        return !video.isFull() && video.bytes() < maxBytes;
    }

    /** Whether anything waits, here or before the port. */
    boolean isWaiting() {
        return hasPackets() || isPortCrowded();
    }

    private boolean hasPackets() {
        return !video.isEmpty() || !resends.isEmpty();
    }

    private boolean isPortCrowded() {
        return byStream ? streamCrowded.getAsBoolean() : viewers.isPortCrowded();
    }

    /** Notes a new packet of video, which goes at the turn's end where nothing is to be waited for. */
    void defer(Subscription subscription, int sequenceNumber, int length, long nowNs) {
        noteWaited();
        makeRoom(subscription, length, nowNs);
        if (crowded && video.isFull()) {
            counters.add(RelayCounter.VIDEO_DEFERRED);
            counters.add(RelayCounter.DROP_WAITED);
            return;
        }
        video.add(subscription, sequenceNumber, length, nowNs);
        subscription.addWaiting(length);
        enlist();
    }

    /** What did not go at the end of its own turn has to wait. */
    private void noteWaited() {
        if (turn == viewers.turn()) {
            return;
        }
        turn = viewers.turn();
        if (!video.isEmpty()) {
            counters.add(RelayCounter.VIDEO_DEFERRED, video.count() - waited);
            waited = video.count();
            leastBytes = Math.max(leastBytes, video.bytes() / MAX_WAIT_SECONDS);
        }
    }

    /** Notes a packet that is sent again where it has to wait, for the port and the loop alone; else it goes now. */
    boolean deferAgain(Subscription subscription, int sequenceNumber, int length, long nowNs) {
        if (resends.isEmpty() && mayGo()) {
            onSent(length);
            return false;
        }
        if (resends.isFull()) {
            counters.add(RelayCounter.DROP_WAITED);
            return true;
        }
        resends.add(subscription, sequenceNumber, length, nowNs);
        enlist();
        return true;
    }

    /** Nothing of it is to be sent any more. */
    void forget(Subscription subscription) {
        video.forget(subscription);
        resends.forget(subscription);
    }

    void clear() {
        video.clear();
        resends.clear();
        waited = 0;
        crowded = false;
        wasCrowded = false;
    }

    /** Where the path's pace has too much wait, the first ones go before their time; where the port has, video stops. */
    private void makeRoom(Subscription subscription, int length, long nowNs) {
        while (!video.isEmpty() && isTooMuch(subscription, length)) {
            if (isPortCrowded()) {
                becomeCrowded();
                return;
            }
            sendFirst(video, false, nowNs);
        }
    }

    private boolean isTooMuch(Subscription subscription, int length) {
        return video.isFull()
                || video.bytes() + length > maxBytes
                || subscription.waitingBytes() + length > TRACK_BYTES;
    }

    private boolean mayGo() {
        return !viewers.isTurnOver() && !isPortCrowded();
    }

    private void enlist() {
        if (!listed) {
            listed = true;
            viewers.add(this);
        }
    }

    /** Sends a few packets of those that may go, taken out of the row of the viewers who wait. Returns how many. */
    int takeTurn(long nowNs) {
        listed = false;
        try {
            return send(nowNs);
        } finally {
            if (hasPackets()) {
                enlist();
            }
        }
    }

    private int send(long nowNs) {
        noteWaited();
        refill(nowNs);
        int sent = 0;
        while (sent < PACKETS_AT_ONCE && mayGo()) {
            if (!resends.isEmpty()) {
                sendFirst(resends, true, nowNs);
            } else if (!video.isEmpty() && (hasCredit() || video.ageMs(nowNs) >= MAX_WAIT_MS)) {
                sendFirst(video, false, nowNs);
            } else {
                return sent;
            }
            sent++;
        }
        return sent;
    }

    private void sendFirst(WaitingPackets packets, boolean again, long nowNs) {
        Subscription subscription = packets.subscription();
        int sequenceNumber = packets.sequenceNumber();
        if (!again) {
            waited = Math.max(0, waited - 1);
        }
        if (!again && subscription != null) {
            subscription.addWaiting(-packets.length());
        }
        packets.remove();
        if (video.isEmpty()) {
            crowded = false;
            leastBytes = 0;
        }
        if (subscription != null) {
            onSent(egress.sendWaiting(subscription, sequenceNumber, again, nowNs));
        }
    }

    private void onSent(int length) {
        viewers.onSent();
        if (paceBytes > 0) {
            creditBytes -= length + BandwidthEstimator.OVERHEAD_BYTES;
        }
    }

    private boolean hasCredit() {
        return paceBytes == 0 || creditBytes > 0;
    }

    /** Packets that other loops hand over bring the time when they came, which may be past: no time counts twice. */
    private void refill(long nowNs) {
        long sinceNs = nowNs - creditNs;
        if (paceBytes == 0 || sinceNs <= 0) {
            return;
        }
        double burst = burstBytes();
        double gained = rateBytes() * sinceNs / NANOS_PER_SECOND;
        creditBytes = Math.max(-burst, Math.min(burst, creditBytes + gained));
        creditNs = nowNs;
    }

    private double rateBytes() {
        return Math.max(paceBytes, leastBytes);
    }

    private double burstBytes() {
        return Math.max(MIN_BURST_BYTES, rateBytes() * BURST_SECONDS);
    }
}
