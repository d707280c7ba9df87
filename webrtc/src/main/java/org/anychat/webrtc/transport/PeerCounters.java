package org.anychat.webrtc.transport;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What went through one {@link PeerTransport}. One thread adds, without locked instructions; every thread may read. */
public final class PeerCounters {
    private final AtomicLong receivedPackets = new AtomicLong();
    private final AtomicLong receivedBytes = new AtomicLong();
    private final AtomicLong sentPackets = new AtomicLong();
    private final AtomicLong sentBytes = new AtomicLong();
    private final Map<TransportReject, AtomicLong> rejects = new EnumMap<>(TransportReject.class);

    PeerCounters() {
        for (TransportReject reason : TransportReject.values()) {
            rejects.put(reason, new AtomicLong());
        }
    }

    /**
     * Authentic media packets that came.
     *
     * @return RTP and RTCP
     */
    public long receivedPackets() {
        return receivedPackets.getOpaque();
    }

    /**
     * Their size as datagrams.
     *
     * @return bytes, without UDP and IP headers
     */
    public long receivedBytes() {
        return receivedBytes.getOpaque();
    }

    /**
     * Media packets that went out.
     *
     * @return RTP and RTCP
     */
    public long sentPackets() {
        return sentPackets.getOpaque();
    }

    /**
     * Their size as datagrams.
     *
     * @return bytes, without UDP and IP headers
     */
    public long sentBytes() {
        return sentBytes.getOpaque();
    }

    /**
     * What was dropped.
     *
     * @param reason for which reason
     * @return datagrams or packets
     */
    public long rejected(TransportReject reason) {
        return rejects.get(reason).getOpaque();
    }

    void onReceived(int length) {
        add(receivedPackets, 1);
        add(receivedBytes, length);
    }

    void onSent(int length) {
        add(sentPackets, 1);
        add(sentBytes, length);
    }

    void reject(TransportReject reason) {
        add(rejects.get(reason), 1);
    }

    private static void add(AtomicLong counter, long more) {
        counter.setOpaque(counter.getPlain() + more);
    }
}
