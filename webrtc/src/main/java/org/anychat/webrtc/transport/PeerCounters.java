package org.anychat.webrtc.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What went through one {@link PeerTransport}. One thread adds, without locked instructions; every thread may read. The
 * counters of a packet on its way are fields, so that they are in one line of the processor's cache.
 */
public final class PeerCounters {
    private static final VarHandle RECEIVED_PACKETS = field("receivedPackets");
    private static final VarHandle RECEIVED_BYTES = field("receivedBytes");
    private static final VarHandle SENT_PACKETS = field("sentPackets");
    private static final VarHandle SENT_BYTES = field("sentBytes");

    private long receivedPackets;
    private long receivedBytes;
    private long sentPackets;
    private long sentBytes;
    private final Map<TransportReject, AtomicLong> rejects = new EnumMap<>(TransportReject.class);

    PeerCounters() {
        for (TransportReject reason : TransportReject.values()) {
            rejects.put(reason, new AtomicLong());
        }
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(PeerCounters.class, name, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Authentic media packets that came.
     *
     * @return RTP and RTCP
     */
    public long receivedPackets() {
        return (long) RECEIVED_PACKETS.getOpaque(this);
    }

    /**
     * Their size as datagrams.
     *
     * @return bytes, without UDP and IP headers
     */
    public long receivedBytes() {
        return (long) RECEIVED_BYTES.getOpaque(this);
    }

    /**
     * Media packets that went out.
     *
     * @return RTP and RTCP
     */
    public long sentPackets() {
        return (long) SENT_PACKETS.getOpaque(this);
    }

    /**
     * Their size as datagrams.
     *
     * @return bytes, without UDP and IP headers
     */
    public long sentBytes() {
        return (long) SENT_BYTES.getOpaque(this);
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
        RECEIVED_PACKETS.setOpaque(this, receivedPackets + 1);
        RECEIVED_BYTES.setOpaque(this, receivedBytes + length);
    }

    void onSent(int length) {
        SENT_PACKETS.setOpaque(this, sentPackets + 1);
        SENT_BYTES.setOpaque(this, sentBytes + length);
    }

    void reject(TransportReject reason) {
        AtomicLong count = rejects.get(reason);
        count.setOpaque(count.getPlain() + 1);
    }
}
