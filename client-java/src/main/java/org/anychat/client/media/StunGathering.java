package org.anychat.client.media;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.anychat.webrtc.ice.Gatherer;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.ice.IceOutput;

/** The host's own addresses, and those at which STUN servers see the port. */
final class StunGathering implements Gathering {
    private final Gatherer gatherer;

    StunGathering(IceOutput output, Random random, List<InetSocketAddress> servers) {
        this.gatherer = new Gatherer(output, random, servers);
    }

    @Override
    public CompletionStage<List<IceCandidate>> start(int port, long nowNs) {
        gatherer.start(port, nowNs);
        return gatherer.candidates();
    }

    @Override
    public boolean take(byte[] data, int offset, int length, InetSocketAddress from) {
        return gatherer.take(data, offset, length, from);
    }

    @Override
    public void onTimer(long nowNs) {
        gatherer.onTimer(nowNs);
    }
}
