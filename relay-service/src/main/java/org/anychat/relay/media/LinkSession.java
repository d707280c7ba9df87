package org.anychat.relay.media;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import org.anychat.relay.feedback.PublisherCeiling;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.IceRole;
import org.anychat.webrtc.transport.PeerContext;
import org.anychat.webrtc.transport.RemotePeer;
import org.anychat.webrtc.transport.TransportPatience;
import org.anychat.webrtc.udp.UdpPort;

/**
 * The connection on which another relay's publishers come in. This relay is the client: it has a socket of its own for the
 * link, since many links of two relays would look the same between their two ports.
 */
final class LinkSession extends PublisherSession implements DatagramReceiver {
    static final Side SIDE = new Side(IceRole.CONTROLLING, TransportPatience.SERVERS);

    private final UdpPort port;
    private final CompletionStage<InetSocketAddress> opened;
    private boolean inBatch;
    private long batchNs;

    LinkSession(long id, IceCredentials local, MediaLoop loop, PeerContext context, UdpPort port, long nowNs) {
        super(id, local, loop, context, new Terms(SIDE, MAX_BITRATE_BPS, PublisherCeiling.NONE_BPS), nowNs);
        this.port = port;
        this.opened = port.open(this);
    }

    /** Begins to check the other relay's addresses once the socket is there. */
    void connectWhenOpen(RemotePeer remote) {
        CompletionStage<Void> unused = opened.thenAccept(bound -> {
            connect(remote, loop().nowNs());
            port.flush();
        });
    }

    void abort() {
        var unused = port.close();
    }

    @Override
    void onTick(long nowNs) {
        super.onTick(nowNs);
        port.flush();
    }

    @Override
    LoopFigures figures() {
        LoopFigures publisher = super.figures();
        return new LoopFigures(0, 0, 1, publisher.tracks(), publisher.streams(), 0, 0, BandwidthFigures.NONE);
    }

    @Override
    void release() {
        super.release();
        loop().closeLater(port::close);
    }

    @Override
    public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        if (!inBatch) {
            inBatch = true;
            batchNs = nowNs;
        }
        loop().counters().add(RelayCounter.DATAGRAMS_IN);
        loop().counters().add(RelayCounter.BYTES_IN, length);
        try {
            transport().onDatagram(data, offset, length, from, nowNs);
        } catch (RuntimeException e) {
            loop().onFault(e);
        }
    }

    /** What came in has been queued for viewers on the loop's own port. */
    @Override
    public void onBatchEnd() {
        loop().endTurn();
        port.flush();
        if (inBatch) {
            inBatch = false;
            loop().busy().add(batchNs, loop().nowNs());
        }
    }

    @Override
    public void onRtp(byte[] data, int offset, int length, long nowNs) {
        loop().counters().add(RelayCounter.LINK_RTP_IN);
        super.onRtp(data, offset, length, nowNs);
    }
}
