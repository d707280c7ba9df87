package org.anychat.client.media;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.anychat.webrtc.ice.IceCandidate;
import org.anychat.webrtc.ice.IceOutput;
import org.anychat.webrtc.transport.IceRole;
import org.anychat.webrtc.transport.TransportPatience;

/**
 * Direct connections within one machine, which real ones never take for a place where another user could be: the offerer checks
 * the other's port on loopback, and the other answers.
 */
public final class LoopbackPeers {
    private LoopbackPeers() {}

    public static DirectPeer open(MediaResources resources, int userId, boolean offers, MediaSink sink) {
        return new DirectPeer(resources, userId, new LoopbackSide(offers), sink);
    }

    /** The sending end of an edge. */
    public static Publisher publisher(MediaResources resources, List<MediaSource> sources) {
        return new Publisher(resources, sources, new LoopbackSide(true));
    }

    /** The receiving end of an edge. */
    public static Subscriber subscriber(MediaResources resources, FrameVerifier verifier, MediaSink sink) {
        return new Subscriber(resources, new LoopbackSide(false), verifier, sink);
    }

    /** The end of an edge that passes a stream on. */
    public static Forwarder forwarder(MediaResources resources, Subscriber parent, Uplink uplink) {
        return new Forwarder(resources, parent, uplink::bound, new LoopbackSide(true));
    }

    /** The end of an edge by which somebody passes on something else. */
    public static Forwarder forwarder(MediaResources resources, Subscriber parent, Uplink uplink, Liar liar) {
        return new Forwarder(resources, parent, output -> liar.over(uplink.bound(output)), new LoopbackSide(true));
    }

    private record LoopbackSide(boolean offers) implements PeerConnection.Side {
        @Override
        public IceRole role() {
            return offers ? IceRole.CONTROLLING : IceRole.LITE;
        }

        @Override
        public TransportPatience patience() {
            return TransportPatience.CLIENTS;
        }

        @Override
        public Gathering gathering(IceOutput output) {
            return (port, nowNs) -> CompletableFuture.completedFuture(
                    List.of(IceCandidate.host(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 65_535)));
        }
    }
}
