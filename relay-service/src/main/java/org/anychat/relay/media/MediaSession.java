package org.anychat.relay.media;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.anychat.relay.feedback.RtcpSink;
import org.anychat.relay.media.ConnectionFigures.StreamView;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.stream.StreamAddress;
import org.anychat.webrtc.tcp.TcpStream;
import org.anychat.webrtc.transport.CloseReason;
import org.anychat.webrtc.transport.IceRole;
import org.anychat.webrtc.transport.PeerContext;
import org.anychat.webrtc.transport.PeerListener;
import org.anychat.webrtc.transport.PeerTransport;
import org.anychat.webrtc.transport.RemotePeer;
import org.anychat.webrtc.transport.TransportPatience;
import org.anychat.webrtc.transport.TransportReject;

/** One connection of one client, publishing or receiving. Everything here runs on the loop of the client's room. */
abstract class MediaSession implements PeerListener, RtcpSink {
    /** Addresses that lead to a session, the oldest giving way; a client with more interfaces is an odd one. */
    private static final int MAX_ADDRESSES = 16;

    /** Names that lead to a session: the current one, and those of the restarts before it that may be in use yet. */
    private static final int MAX_UFRAGS = 4;

    private static final TransportReject[] REJECTS = TransportReject.values();

    private final long id;
    private final MediaLoop loop;
    private final PeerTransport transport;
    private final ArrayDeque<String> ufrags = new ArrayDeque<>();
    private final ArrayDeque<InetSocketAddress> addresses = new ArrayDeque<>();
    private final List<TcpStream> streams = new ArrayList<>(0);
    private boolean eager;
    private long rejectsCounted;
    private long srtpRejectsCounted;

    /** This side's part in ICE, and how long it waits for the other. */
    record Side(IceRole role, TransportPatience patience) {
        /** Against a client. */
        static final Side SERVER = new Side(IceRole.LITE, TransportPatience.CLIENTS);
    }

    MediaSession(long id, IceCredentials local, MediaLoop loop, PeerContext context, Side side, long nowNs) {
        this.id = id;
        this.loop = loop;
        this.transport = new PeerTransport(side.role(), side.patience(), local, context, this, nowNs);
        ufrags.add(local.ufrag());
    }

    /** Sends what is due, every tick, or every {@link SessionRegistry#ROUND_TICKS} where it is not {@link #needsEveryTick}. */
    abstract void onTick(long nowNs);

    /** Whether it has something to do every tick; asked less often. */
    boolean needsEveryTick() {
        return true;
    }

    final boolean isEager() {
        return eager;
    }

    /** The registry's note of {@link #needsEveryTick}. */
    final void eager(boolean now) {
        eager = now;
    }

    /** What this session holds. */
    abstract LoopFigures figures();

    /** What this session carries, for operators. */
    final ConnectionFigures inspected() {
        return new ConnectionFigures(transport.isConnected(), text(transport.remoteAddress()), views(), estimateBps());
    }

    /** What the path to the peer carries, 0 where that is not known. */
    long estimateBps() {
        return 0;
    }

    private static String text(InetSocketAddress address) {
        if (address == null) {
            return "";
        }
        InetSocketAddress known = StreamAddress.inNetwork(address);
        // As RFC 5952 has it, in brackets and without a zone.
        String text = NetUtil.toSocketAddressString(known);
        return address instanceof StreamAddress ? text + " (TCP)" : text;
    }

    /** One view per stream. */
    abstract List<StreamView> views();

    /** Takes everything of this session out of the loop. */
    abstract void release();

    final void connect(RemotePeer remote, long nowNs) {
        transport.connect(remote, nowNs);
    }

    /** Begins an ICE restart; returns the old name that gives way, or null. */
    final String restartIce(IceCredentials local) {
        transport.restartIce(local);
        ufrags.addLast(local.ufrag());
        return ufrags.size() > MAX_UFRAGS ? ufrags.removeFirst() : null;
    }

    final long id() {
        return id;
    }

    final MediaLoop loop() {
        return loop;
    }

    final PeerTransport transport() {
        return transport;
    }

    /** The names under which checks reach this session. */
    final ArrayDeque<String> ufrags() {
        return ufrags;
    }

    final ArrayDeque<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Notes an address; returns the one that gives way for it, or null. */
    final InetSocketAddress addAddress(InetSocketAddress address) {
        // Once each: a peer that takes its address back again and again must not push itself out.
        addresses.remove(address);
        addresses.addLast(address);
        return addresses.size() > MAX_ADDRESSES ? addresses.removeFirst() : null;
    }

    /** A connection has become this session's; where there are too many, the oldest that is not in use gives way. */
    final void addStream(TcpStream stream) {
        streams.add(stream);
        if (streams.size() > MAX_ADDRESSES) {
            TcpStream oldest = streams.get(0);
            (oldest.address().equals(transport.remoteAddress()) ? streams.get(1) : oldest).close();
        }
    }

    final void removeStream(TcpStream stream) {
        streams.remove(stream);
    }

    final boolean hasStreams() {
        return !streams.isEmpty();
    }

    final void closeStreams() {
        List.copyOf(streams).forEach(TcpStream::close);
    }

    /** Datagrams that the transport has rejected since this was last asked. */
    final long takeRejects() {
        long all = 0;
        for (TransportReject reason : REJECTS) {
            all += transport.counters().rejected(reason);
        }
        long news = all - rejectsCounted;
        rejectsCounted = all;
        return news;
    }

    /** Of these, those whose SRTP was not authentic or a replay, since this was last asked. */
    final long takeSrtpRejects() {
        long all = transport.counters().rejected(TransportReject.SRTP_REJECTED);
        long news = all - srtpRejectsCounted;
        srtpRejectsCounted = all;
        return news;
    }

    @Override
    public final boolean sendRtcp(byte[] data, int offset, int length) {
        return transport.sendRtcp(data, offset, length);
    }

    @Override
    public void onConnected() {
        loop.counters().add(RelayCounter.CONNECTED);
        loop.events().onConnected(id);
    }

    @Override
    public final void onInterrupted() {
        loop.events().onInterrupted(id);
    }

    @Override
    public final void onResumed() {
        loop.events().onResumed(id);
    }

    @Override
    public final void onClosed(CloseReason reason) {
        loop.onSessionClosed(this, reason);
    }
}
