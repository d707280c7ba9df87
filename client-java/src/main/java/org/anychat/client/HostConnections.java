package org.anychat.client;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import org.anychat.client.media.DirectPeer;
import org.anychat.client.media.Forwarder;
import org.anychat.client.media.FrameVerifier;
import org.anychat.client.media.MediaResources;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.Publisher;
import org.anychat.client.media.Subscriber;
import org.anychat.client.media.Uplink;

/** Connections with whoever finds this host, by all its interfaces and by what STUN says of it. */
class HostConnections implements UserConnections {
    private final ClientRuntime runtime;
    private final EventLoop loop;

    HostConnections(ClientRuntime runtime, EventLoop loop) {
        this.runtime = runtime;
        this.loop = loop;
    }

    final MediaResources resources() {
        return runtime.media(loop);
    }

    @Override
    public DirectPeer peer(int userId, boolean offers, List<InetSocketAddress> stunServers, MediaSink sink) {
        return new DirectPeer(resources(), userId, offers, stunServers, sink);
    }

    @Override
    public Publisher publisher(List<MediaSource> sources, List<InetSocketAddress> stunServers) {
        return Publisher.toUser(resources(), sources, stunServers);
    }

    @Override
    public Subscriber subscriber(List<InetSocketAddress> stunServers, FrameVerifier verifier, MediaSink sink) {
        return Subscriber.ofUser(resources(), stunServers, verifier, sink);
    }

    @Override
    public Forwarder forwarder(Subscriber parent, Uplink uplink, List<InetSocketAddress> stunServers) {
        return Forwarder.toUser(resources(), parent, uplink, stunServers);
    }
}
