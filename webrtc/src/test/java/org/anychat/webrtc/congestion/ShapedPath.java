package org.anychat.webrtc.congestion;

import java.net.InetSocketAddress;
import java.util.Random;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.LinkConditions;
import org.anychat.testsupport.VirtualNetwork;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.rtcp.TransportFeedback;
import org.anychat.webrtc.rtcp.TransportFeedbackBuilder;
import org.anychat.webrtc.rtp.NetworkOrder;

/**
 * A sender of sound and of video that keeps to the estimate, a path with a bottleneck, and a receiver with the feedback
 * of a real one, all in simulated time.
 */
final class ShapedPath {
    static final int AUDIO_BYTES = 120;

    private static final InetSocketAddress SENDER = new InetSocketAddress("192.0.2.1", 1000);
    private static final InetSocketAddress RECEIVER = new InetSocketAddress("192.0.2.2", 2000);
    private static final long MS = 1_000_000;
    private static final long QUEUE_MS = 500;
    private static final int PACKET_BYTES = 1100;
    private static final int PADDING_BYTES = 270;
    private static final int SRTP_TAG = 16;
    private static final int AUDIO = 1;
    private static final int FRAMES_PER_SECOND = 30;

    final FakeClock clock = new FakeClock();
    final BandwidthEstimator estimator = new BandwidthEstimator(BandwidthEstimator.Limits.DEFAULT);
    private final VirtualNetwork network;
    private final VirtualNetwork.Endpoint sender;
    private final VirtualNetwork.Endpoint receiver;
    private final TransportFeedbackBuilder arrivals = new TransportFeedbackBuilder();
    private final RtcpReader reader = new RtcpReader();
    private final TransportFeedback feedback = new TransportFeedback();
    private long maxVideoBps = Long.MAX_VALUE;
    private long minVideoBps;
    private boolean answers = true;
    private boolean sends = true;
    private long receiverClockNs;
    private LinkConditions conditions;
    private long deliveredBytes;
    private long worstAudioDelayNs;
    private int paddingSent;
    private int audioSent;
    private int audioArrived;

    ShapedPath(Random random, long delayMs, double loss) {
        network = new VirtualNetwork(clock, random);
        conditions = LinkConditions.PERFECT.withDelayMs(delayMs).withLoss(loss);
        network.conditions(conditions);
        sender = network.bind(SENDER, this::onFeedback);
        receiver = network.bind(RECEIVER, this::onMedia);
        clock.every(20 * MS, now -> sendAudio());
        clock.every(1000 * MS / FRAMES_PER_SECOND, now -> sendFrame());
        clock.every(10 * MS, now -> onTick());
        clock.every(100 * MS, now -> sendFeedback());
    }

    void linkBps(long bitrateBps) {
        network.throttle(RECEIVER, bitrateBps, QUEUE_MS);
    }

    /** Both ways, of what is sent from now on. */
    void delayMs(long ms) {
        conditions = conditions.withDelayMs(ms);
        network.conditions(conditions);
    }

    /** Of what is sent from now on, feedback as well. */
    void loss(double share) {
        conditions = conditions.withLoss(share);
        network.conditions(conditions);
    }

    /** The most that the video has to offer, as its highest layer. */
    void maxVideoBps(long bps) {
        maxVideoBps = bps;
        estimator.want(bps);
    }

    /** The least that the video sends, whatever the estimate. */
    void minVideoBps(long bps) {
        minVideoBps = bps;
    }

    void wants(long bps) {
        estimator.want(bps);
    }

    void silence() {
        answers = false;
    }

    void sends(boolean whether) {
        sends = whether;
    }

    /** What the receiver's clock shows now. */
    void receiverClockMs(long shown) {
        receiverClockNs = shown * MS - clock.nowNs();
    }

    private void sendAudio() {
        audioSent++;
        send(AUDIO_BYTES, AUDIO);
    }

    private void sendFrame() {
        double bps = Math.max(minVideoBps, Math.min(maxVideoBps, estimator.estimateBps() - 65_000));
        double left = bps / 8 / FRAMES_PER_SECOND;
        while (left > 0) {
            int bytes = (int) Math.min(PACKET_BYTES, Math.max(60, left - BandwidthEstimator.OVERHEAD_BYTES));
            send(bytes, 0);
            left -= bytes + BandwidthEstimator.OVERHEAD_BYTES;
        }
    }

    private void onTick() {
        estimator.onTimer(clock.nowNs());
        for (int due = estimator.paddingDue(clock.nowNs()); due > 0; due -= PADDING_BYTES) {
            send(PADDING_BYTES - BandwidthEstimator.OVERHEAD_BYTES, 0);
            paddingSent++;
        }
    }

    private void send(int bytes, int kind) {
        if (!sends) {
            return;
        }
        byte[] packet = new byte[bytes + SRTP_TAG];
        NetworkOrder.put16(packet, 0, estimator.nextSequenceNumber());
        packet[2] = (byte) kind;
        NetworkOrder.put32(packet, 3, (int) (clock.nowNs() / 1000));
        estimator.onSent(bytes, clock.nowNs());
        sender.send(packet, 0, packet.length, RECEIVER);
    }

    private void onMedia(byte[] data, int offset, int length, InetSocketAddress from) {
        arrivals.onPacket(NetworkOrder.uint16(data, offset), clock.nowNs() + receiverClockNs);
        deliveredBytes += length - SRTP_TAG + BandwidthEstimator.OVERHEAD_BYTES;
        if (data[offset + 2] == AUDIO) {
            audioArrived++;
            int delayUs = (int) (clock.nowNs() / 1000) - NetworkOrder.int32(data, offset + 3);
            worstAudioDelayNs = Math.max(worstAudioDelayNs, delayUs * 1000L);
        }
    }

    private void sendFeedback() {
        byte[] buffer = new byte[1200];
        RtcpWriter writer = new RtcpWriter();
        writer.wrap(buffer, 0, buffer.length);
        while (answers && arrivals.append(writer, 1, 2)) {
            receiver.send(buffer, 0, writer.length(), SENDER);
            writer.wrap(buffer, 0, buffer.length);
        }
    }

    private void onFeedback(byte[] data, int offset, int length, InetSocketAddress from) {
        reader.wrap(data, offset, length);
        while (reader.next()) {
            if (feedback.wrap(reader)) {
                estimator.onFeedback(feedback, clock.nowNs());
            }
        }
    }

    /** Lets time pass; what the path has delivered meanwhile in bits per second. */
    long run(long durationMs) {
        long before = deliveredBytes;
        worstAudioDelayNs = 0;
        paddingSent = 0;
        audioSent = 0;
        audioArrived = 0;
        clock.advanceMs(durationMs);
        return (deliveredBytes - before) * 8 * 1000 / durationMs;
    }

    /** Until the estimate is as wanted; how long it took. */
    long runUntil(java.util.function.LongPredicate wanted, long atMostMs) {
        for (long passed = 0; passed < atMostMs; passed += 10) {
            if (wanted.test(estimator.estimateBps())) {
                return passed;
            }
            clock.advanceMs(10);
        }
        return atMostMs;
    }

    /** Packets of probes, in the last run. */
    int paddingSent() {
        return paddingSent;
    }

    /** In the last run. */
    long worstAudioDelayMs() {
        return worstAudioDelayNs / MS;
    }

    /** In the last run, those under way at its ends aside. */
    int audioLost() {
        return audioSent - audioArrived;
    }
}
