package org.anychat.client;

import java.net.InetSocketAddress;
import java.util.List;
import org.anychat.client.media.DirectPeer;
import org.anychat.client.media.Forwarder;
import org.anychat.client.media.FrameVerifier;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.Publisher;
import org.anychat.client.media.Subscriber;
import org.anychat.client.media.Uplink;

/** Opens this side of connections with other users, each at a UDP port of its own. {@code stunServers} are those by which it learns its public address. For the client's loop. */
interface UserConnections {
    /** Of a pair. */
    DirectPeer peer(int userId, boolean offers, List<InetSocketAddress> stunServers, MediaSink sink);

    /** The sending end of an edge. Fails with a {@link org.anychat.client.media.MediaException} where there is nothing to send. */
    Publisher publisher(List<MediaSource> sources, List<InetSocketAddress> stunServers);

    /** The receiving end of an edge with the stream of a verifier's publisher. */
    Subscriber subscriber(List<InetSocketAddress> stunServers, FrameVerifier verifier, MediaSink sink);

    /** The end of an edge at which what comes by another is passed on. Fails with a {@link org.anychat.client.media.MediaException} where nothing comes. */
    Forwarder forwarder(Subscriber parent, Uplink uplink, List<InetSocketAddress> stunServers);
}
