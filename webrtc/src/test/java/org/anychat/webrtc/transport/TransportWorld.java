package org.anychat.webrtc.transport;

import java.net.InetSocketAddress;
import java.util.Random;
import org.anychat.testsupport.LinkConditions;
import org.anychat.webrtc.dtls.DtlsRole;

/** A client and a server on a virtual network. */
final class TransportWorld extends PeerWorld {
    static final InetSocketAddress SERVER_ADDRESS = new InetSocketAddress("192.0.2.1", 8907);
    static final InetSocketAddress CLIENT_ADDRESS = new InetSocketAddress("198.51.100.7", 40000);

    final TransportPeer server;
    final TransportPeer client;

    TransportWorld(Random random, LinkConditions conditions) {
        this(random, conditions, TransportPatience.CLIENTS);
    }

    TransportWorld(Random random, LinkConditions conditions, TransportPatience ofTheClient) {
        super(random, conditions);
        server = new TransportPeer(this, IceRole.LITE, SERVER_ADDRESS);
        client = new TransportPeer(this, IceRole.CONTROLLING, ofTheClient, CLIENT_ADDRESS);
        add(server);
        add(client);
    }

    /** As after offer and answer. */
    void describe() {
        server.transport.connect(client.description(DtlsRole.SERVER), clock.nowNs());
        client.transport.connect(server.description(DtlsRole.CLIENT), clock.nowNs());
    }

    void connect() {
        describe();
        runUntil(() -> server.transport.isConnected() && client.transport.isConnected());
    }
}
