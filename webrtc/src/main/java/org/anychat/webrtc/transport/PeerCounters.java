package org.anychat.webrtc.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What went through one {@link PeerTransport}. Written on its loop, readable from any thread. */
public final class PeerCounters {
    private final LongAdder receivedPackets = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder sentPackets = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final Map<TransportReject, LongAdder> rejects = new EnumMap<>(TransportReject.class);

    PeerCounters() {
        for (TransportReject reason : TransportReject.values()) {
            rejects.put(reason, new LongAdder());
        }
    }

    /**
     * Authentic media packets that came.
     *
     * @return RTP and RTCP
     */
    public long receivedPackets() {
        return receivedPackets.sum();
    }

    /**
     * Their size as datagrams.
     *
     * @return bytes, without UDP and IP headers
     */
    public long receivedBytes() {
        return receivedBytes.sum();
    }

    /**
     * Media packets that went out.
     *
     * @return RTP and RTCP
     */
    public long sentPackets() {
        return sentPackets.sum();
    }

    /**
     * Their size as datagrams.
     *
     * @return bytes, without UDP and IP headers
     */
    public long sentBytes() {
        return sentBytes.sum();
    }

    /**
     * What was dropped.
     *
     * @param reason for which reason
     * @return datagrams or packets
     */
    public long rejected(TransportReject reason) {
        return rejects.get(reason).sum();
    }

    void onReceived(int length) {
        receivedPackets.increment();
        receivedBytes.add(length);
    }

    void onSent(int length) {
        sentPackets.increment();
        sentBytes.add(length);
    }

    void reject(TransportReject reason) {
        rejects.get(reason).increment();
    }
}
