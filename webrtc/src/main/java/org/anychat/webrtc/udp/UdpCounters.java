package org.anychat.webrtc.udp;

import java.util.concurrent.atomic.LongAdder;

/** What went through one {@link UdpPort}. Readable from any thread. */
public final class UdpCounters {
    private final LongAdder received = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder oversized = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder segmentRuns = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder sendErrors = new LongAdder();

    UdpCounters() {}

    /**
     * Datagrams that were handed to the receiver.
     *
     * @return a count
     */
    public long received() {
        return received.sum();
    }

    /**
     * Their payload.
     *
     * @return bytes
     */
    public long receivedBytes() {
        return receivedBytes.sum();
    }

    /**
     * Datagrams that were longer than anything of WebRTC, hence cut by the kernel and dropped.
     *
     * @return a count
     */
    public long oversized() {
        return oversized.sum();
    }

    /**
     * Datagrams that were taken for sending.
     *
     * @return a count, those included that a send error hit later
     */
    public long sent() {
        return sent.sum();
    }

    /**
     * Their payload.
     *
     * @return bytes
     */
    public long sentBytes() {
        return sentBytes.sum();
    }

    /**
     * How often several datagrams went to the kernel as one.
     *
     * @return a count of runs
     */
    public long segmentRuns() {
        return segmentRuns.sum();
    }

    /**
     * Datagrams that were refused because the queue was full or the port not open.
     *
     * @return a count
     */
    public long dropped() {
        return dropped.sum();
    }

    /**
     * What the kernel reported: unreachable destinations, packets too long.
     *
     * @return a count of reports
     */
    public long sendErrors() {
        return sendErrors.sum();
    }

    void onReceived(int length) {
        received.increment();
        receivedBytes.add(length);
    }

    void onOversized() {
        oversized.increment();
    }

    void onSent(int length) {
        sent.increment();
        sentBytes.add(length);
    }

    void onSegmentRun() {
        segmentRuns.increment();
    }

    void onDropped() {
        dropped.increment();
    }

    void onSendError() {
        sendErrors.increment();
    }
}
