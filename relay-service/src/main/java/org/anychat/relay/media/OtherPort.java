package org.anychat.relay.media;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.udp.UdpPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port to which clients send nothing, so that what arrives from it has passed a filter that does not look at ports (RFC 5780
 * section 4.4). No firewall needs to let anything in to it; what comes all the same is dropped. It is opened for the first who
 * asks. Of one loop, but for {@link #close}.
 */
final class OtherPort implements DatagramReceiver {
    private static final Logger log = LoggerFactory.getLogger(OtherPort.class);
    private static final long RETRY_NS = TimeUnit.MINUTES.toNanos(1);

    private final Supplier<UdpPort> ports;
    private final RelayCounters counters;
    private volatile UdpPort port;
    private boolean failed;
    private long failedNs;
    private boolean toFlush;

    OtherPort(Supplier<UdpPort> ports, RelayCounters counters) {
        this.ports = ports;
        this.counters = counters;
    }

    /** Sends with the next {@link #flush}; false where it cannot, as while the port is being opened. */
    boolean send(byte[] data, int length, InetSocketAddress to, long nowNs) {
        if (port == null && (!failed || nowNs - failedNs >= RETRY_NS)) {
            open(nowNs);
        }
        UdpPort open = port;
        toFlush |= open != null;
        return open != null && open.send(data, 0, length, to);
    }

    private void open(long nowNs) {
        UdpPort opening = ports.get();
        port = opening;
        var unused = opening.open(this).whenComplete((bound, failure) -> {
            if (failure != null) {
                port = null;
                failed = true;
                failedNs = nowNs;
                log.warn(
                        "No UDP port could be opened for answers that show clients what their NATs let in; tried again in a minute: {}",
                        failure.getMessage());
            }
        });
    }

    /** At the end of a batch of datagrams. */
    void flush() {
        UdpPort open = port;
        if (toFlush && open != null) {
            open.flush();
        }
        toFlush = false;
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
