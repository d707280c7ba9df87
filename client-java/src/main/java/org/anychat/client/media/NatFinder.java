package org.anychat.client.media;

import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.ice.NatDiscovery;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.udp.UdpPort;
import org.anychat.webrtc.udp.UdpSettings;

/** Finds out, by a UDP port that it opens for that alone, how the NAT in front of this host behaves. */
public final class NatFinder implements DatagramReceiver {
    private static final int SOCKET_BUFFER_BYTES = 16 << 10;

    private final UdpPort udp;
    private final NatDiscovery discovery;

    private NatFinder(MediaResources resources, List<InetSocketAddress> servers) {
        this.udp = new UdpPort(
                resources.loop(),
                new UdpSettings(
                        new InetSocketAddress(0),
                        false,
                        true,
                        SOCKET_BUFFER_BYTES,
                        SOCKET_BUFFER_BYTES,
                        SOCKET_BUFFER_BYTES));
        this.discovery = new NatDiscovery(udp::send, resources.random(), servers);
    }

    /**
     * Asks STUN servers, which takes three seconds at most.
     *
     * @param resources the loop, on which this is called
     * @param servers resolved, one at least
     * @return completes on the loop; fails where no port can be opened
     */
    public static CompletionStage<NatDiscovery.Findings> find(
            MediaResources resources, List<InetSocketAddress> servers) {
        NatFinder finder = new NatFinder(resources, servers);
        return finder.udp
                .open(finder)
                .thenComposeAsync(address -> finder.begin(resources, address.getPort()), resources.loop());
    }

    private CompletionStage<NatDiscovery.Findings> begin(MediaResources resources, int port) {
        ScheduledFuture<?> timer = resources
                .loop()
                .scheduleAtFixedRate(
                        this::onTimer,
                        PeerConnection.TIMER_PERIOD_MS,
                        PeerConnection.TIMER_PERIOD_MS,
                        TimeUnit.MILLISECONDS);
        discovery.start(port, System.nanoTime());
        udp.flush();
        return discovery.findings().whenComplete((found, failure) -> {
            timer.cancel(false);
            var unused = udp.close();
        });
    }

    private void onTimer() {
        discovery.onTimer(System.nanoTime());
        udp.flush();
    }

    @Override
    public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        discovery.take(data, offset, length, from);
    }

    @Override
    public void onBatchEnd() {
        udp.flush();
    }
}
