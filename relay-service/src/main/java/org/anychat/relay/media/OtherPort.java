package org.anychat.relay.media;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.udp.UdpPort;

/**
 * A port that nobody is told of, so that what arrives from it has passed a filter that does not look at ports (RFC 5780 section
 * 4.4). It only sends, so no firewall needs to let it in, and is opened for the first who asks. Of one loop, but for {@link
 * #close}.
 */
final class OtherPort implements DatagramReceiver {
    private final Supplier<UdpPort> ports;
    private final RelayCounters counters;
    private volatile UdpPort port;

    OtherPort(Supplier<UdpPort> ports, RelayCounters counters) {
        this.ports = ports;
        this.counters = counters;
    }

    /** False where it could not be sent, as while the port is being opened. */
    boolean send(byte[] data, int length, InetSocketAddress to) {
        if (port == null) {
            port = ports.get();
            // Where none can be had nothing is ever sent, and the clients that ask learn nothing.
            var unused = port.open(this);
        }
        boolean sent = port.send(data, 0, length, to);
        port.flush();
        return sent;
    }

    /** Nobody has a reason to send here. */
    @Override
    public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        counters.add(RelayCounter.DATAGRAMS_IN);
        counters.add(RelayCounter.BYTES_IN, length);
        counters.add(RelayCounter.DROP_UNKNOWN_ADDRESS);
    }

    @Override
    public void onBatchEnd() {
        // Nothing is left to do.
    }

    /** Done when the port is free. From any thread. */
    CompletionStage<Void> close() {
        UdpPort open = port;
        return open == null ? CompletableFuture.completedFuture(null) : open.close();
    }
}
