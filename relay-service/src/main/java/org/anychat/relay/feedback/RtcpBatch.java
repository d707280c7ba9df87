package org.anychat.relay.feedback;

import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.rtcp.RtcpWriter;
import org.anychat.webrtc.transport.DatagramReceiver;

/**
 * RTCP packets on their way to one peer at a time, gathered into as few datagrams as they fit in. One per loop, with
 * one buffer for all.
 */
public final class RtcpBatch {
    private static final int MAX_COMPOUND_BYTES = 1200;

    private final byte[] buffer = new byte[MAX_COMPOUND_BYTES + DatagramReceiver.TAIL_ROOM];
    private final RtcpWriter writer = new RtcpWriter();
    private final RelayCounters counters;
    private RtcpSink sink;

    /** Writes one packet. */
    @FunctionalInterface
    public interface Packet {
        /**
         * Appends the packet.
         *
         * @param compound where to
         * @return whether it fitted
         */
        boolean appendTo(RtcpWriter compound);
    }

    /**
     * Makes an empty batch.
     *
     * @param counters where sent packets are counted
     */
    public RtcpBatch(RelayCounters counters) {
        this.counters = counters;
    }

    /**
     * Turns to a peer.
     *
     * @param peer whose packets follow, until {@link #end}
     */
    public void begin(RtcpSink peer) {
        sink = peer;
        writer.wrap(buffer, 0, MAX_COMPOUND_BYTES);
    }

    /**
     * Adds a packet, in the next datagram where this one is full.
     *
     * @param packet writes it and says whether it fitted
     */
    public void add(Packet packet) {
        if (!packet.appendTo(writer) && writer.length() > 0) {
            end();
            packet.appendTo(writer);
        }
    }

    /** Sends what is left. */
    public void end() {
        if (writer.length() > 0 && sink.sendRtcp(buffer, 0, writer.length())) {
            counters.add(RelayCounter.RTCP_OUT);
        }
        writer.wrap(buffer, 0, MAX_COMPOUND_BYTES);
    }
}
