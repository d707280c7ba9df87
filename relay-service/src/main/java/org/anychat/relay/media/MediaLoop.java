package org.anychat.relay.media;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.anychat.relay.feedback.RtcpBatch;
import org.anychat.relay.feedback.SenderReports;
import org.anychat.relay.feedback.StreamRate;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.stats.BusyTime;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.relay.stats.RelayCounters;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.rtcp.RtcpReader;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.transport.CloseReason;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.anychat.webrtc.transport.DatagramSender;
import org.anychat.webrtc.transport.PathSender;
import org.anychat.webrtc.transport.PeerContext;
import org.anychat.webrtc.transport.RemotePeer;
import org.anychat.webrtc.udp.UdpPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media thread: a socket, the sessions of the rooms that were given to it, and a timer. Every method whose name
 * begins with {@code on} runs on that thread; other threads use the {@link #proxy}.
 */
public final class MediaLoop implements FaultHandler {
    /** Time between two calls of {@link #onTimer}. */
    static final long TICK_NS = 10_000_000;

    private static final Logger log = LoggerFactory.getLogger(MediaLoop.class);
    private static final int STATISTICS_ROUNDS = 20;
    private static final int MAX_REMOTE_SOURCES = 64;
    /** A viewer may report from a source for each section of its offer, sound and picture alike, and have had others. */
    private static final int MAX_VIEWER_SOURCES = 2 * SdpParser.MAX_SECTIONS;

    private static final int MAX_LINK_SOURCES = 512;
    private static final int LINGER_TICKS = 50;
    private static final long FAULT_LOG_INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    private final int index;
    private final LoopSettings settings;
    private final MediaEvents events;
    private final DatagramSender sender;
    private final PeerContext context;
    private final PeerContext viewerContext;
    private final MediaLoopProxy proxy;
    private final RelayCounters counters = new RelayCounters();
    private final BusyTime busy = new BusyTime();
    private final SessionRegistry registry;
    private final OtherPort otherPort;
    private final DatagramRouter router;
    private final DatagramReceiver handedOver;
    private final EgressPipeline egress = new EgressPipeline(counters);
    private final WaitingViewers waiting;
    private final IngressPipeline ingress = new IngressPipeline(counters, egress);
    private final RtcpBatch rtcp = new RtcpBatch(counters);
    private final RtcpReader rtcpReader = new RtcpReader();
    private final SenderReports senderReports;
    private final Executor executor;
    private final Supplier<UdpPort> linkPorts;
    private final ArrayDeque<Leaving> leaving = new ArrayDeque<>();
    private int bytesInTurn;
    private int ticks;
    private boolean faultLogged;
    private long faultLoggedNs;

    /** A way out that closes at a tick. */
    private record Leaving(Runnable closing, int tick) {}

    MediaLoop(int index, MediaLoops loops, Executor executor, DatagramSender sender, Supplier<UdpPort> linkPorts) {
        this.index = index;
        this.executor = executor;
        this.linkPorts = linkPorts;
        this.settings = loops.settings();
        this.events = loops.events();
        this.sender = new PathSender(sender);
        this.waiting = new WaitingViewers(this.sender, this);
        this.registry = new SessionRegistry(loops.directory(), counters);
        this.otherPort = new OtherPort(linkPorts, counters);
        this.router = new DatagramRouter(this, loops, this.sender, otherPort);
        this.handedOver = router.new HandedOver();
        this.proxy = new MediaLoopProxy(this, new LoopQueue(executor, this::onQueue));
        this.senderReports =
                new SenderReports(settings.cname(), settings.clock().unixOffsetNs());
        this.context = peerContext(this.sender, MAX_REMOTE_SOURCES);
        this.viewerContext = peerContext(this.sender, MAX_VIEWER_SOURCES);
    }

    private PeerContext peerContext(DatagramSender out, int maxRemoteSources) {
        return new PeerContext(
                settings.certificate(), settings.dtlsWorkers(), out, executor, settings.random(), maxRemoteSources);
    }

    /**
     * The way in from other threads.
     *
     * @return the one proxy
     */
    public MediaLoopProxy proxy() {
        return proxy;
    }

    /**
     * What the loop has counted. Readable from any thread.
     *
     * @return live
     */
    public RelayCounters counters() {
        return counters;
    }

    /**
     * How long the loop has worked. Readable from any thread.
     *
     * @return live
     */
    public BusyTime busy() {
        return busy;
    }

    /** Closes what the loop has opened besides its port, from any thread. Done when it is free. */
    CompletionStage<Void> closeOtherPort() {
        return otherPort.close();
    }

    /**
     * Which of the relay's loops this is.
     *
     * @return 0 to 63
     */
    public int index() {
        return index;
    }

    void onOpenPublisher(
            long connectionId, IceCredentials local, RemotePeer remote, List<IncomingTrack> tracks, int gopFrames) {
        PublisherSession.Terms terms = new PublisherSession.Terms(
                MediaSession.Side.SERVER, settings.maxPublisherBitrateBps(), settings.publisherCeilingBps());
        PublisherSession session = new PublisherSession(connectionId, local, this, context, terms, nowNs());
        registry.add(session);
        session.setTracks(tracks, gopFrames);
        session.connect(remote, nowNs());
    }

    void onUpdatePublisher(
            long connectionId, IceCredentials local, RemotePeer remote, List<IncomingTrack> tracks, int gopFrames) {
        if (registry.session(connectionId) instanceof PublisherSession session) {
            session.setTracks(tracks, gopFrames);
            useCredentials(session, local);
            session.connect(remote, nowNs());
        }
    }

    void onOpenLink(long connectionId, IceCredentials local, RemotePeer remote, List<IncomingTrack> tracks) {
        UdpPort port = linkPorts.get();
        LinkSession session =
                new LinkSession(connectionId, local, this, peerContext(port, MAX_LINK_SOURCES), port, nowNs());
        registry.add(session);
        session.setTracks(tracks, 0);
        session.connectWhenOpen(remote);
    }

    void onUpdateLink(long connectionId, List<IncomingTrack> tracks) {
        if (registry.session(connectionId) instanceof LinkSession session) {
            session.setTracks(tracks, 0);
        }
    }

    /** A worker may have a farewell for the peer yet, so its way out stays for a moment. */
    void closeLater(Runnable closing) {
        leaving.addLast(new Leaving(closing, ticks + LINGER_TICKS));
    }

    private void closeLeaving(int atTick) {
        while (!leaving.isEmpty() && leaving.peekFirst().tick() - atTick <= 0) {
            leaving.removeFirst().closing().run();
        }
    }

    void onOpenSubscriber(long connectionId, IceCredentials local) {
        registry.add(new SubscriberSession(connectionId, local, this, viewerContext, nowNs()));
    }

    void onConnectSubscriber(long connectionId, RemotePeer remote, List<OutgoingTrack> tracks, int maxVideos) {
        if (registry.session(connectionId) instanceof SubscriberSession session) {
            session.setTracks(tracks, maxVideos, nowNs());
            session.connect(remote, nowNs());
        }
    }

    void onSetOutgoing(long connectionId, List<OutgoingTrack> tracks, int maxVideos) {
        if (registry.session(connectionId) instanceof SubscriberSession session) {
            session.setTracks(tracks, maxVideos, nowNs());
        }
    }

    void onRestartIce(long connectionId, IceCredentials local) {
        MediaSession session = registry.session(connectionId);
        if (session != null) {
            useCredentials(session, local);
        }
    }

    void onReadRates(long connectionId, Consumer<Map<Long, StreamRate>> result) {
        result.accept(registry.session(connectionId) instanceof PublisherSession session ? session.rates() : Map.of());
    }

    void onReadLoudness(List<Long> publications, Consumer<Map<Long, Integer>> result) {
        Map<Long, Integer> scores = new HashMap<>();
        for (Long id : publications) {
            Publication publication = registry.publication(id);
            if (publication != null) {
                scores.put(id, publication.loudness().score(nowNs()));
            }
        }
        result.accept(scores);
    }

    void onInspect(long connectionId, Consumer<ConnectionFigures> result) {
        MediaSession session = registry.session(connectionId);
        result.accept(session == null ? ConnectionFigures.NONE : session.inspected());
    }

    void onClose(long connectionId) {
        MediaSession session = registry.session(connectionId);
        if (session != null) {
            session.transport().close();
        }
    }

    void onCloseAll() {
        for (MediaSession session : registry.sessions()) {
            session.transport().close();
        }
        closeLeaving(ticks + LINGER_TICKS);
    }

    /** Shuts the ways of links and of TCP, as the end of the process would. */
    void onAbort() {
        for (MediaSession session : registry.sessions()) {
            session.closeStreams();
            if (session instanceof LinkSession link) {
                link.abort();
            }
        }
    }

    private void useCredentials(MediaSession session, IceCredentials local) {
        if (!session.ufrags().contains(local.ufrag())) {
            registry.changeUfrag(session.restartIce(local), local.ufrag(), session);
        }
    }

    private void onQueue() {
        long fromNs = nowNs();
        proxy.queue().drain(handedOver, this);
        endTurn();
        busy.add(fromNs, nowNs());
    }

    /** What came in is worked off: it goes out, then what waits. */
    void endTurn() {
        bytesInTurn = 0;
        try {
            waiting.endTurn(nowNs());
        } catch (RuntimeException e) {
            onFault(e);
        }
    }

    /**
     * A publisher's packet has been worked off. What viewers get of it at the turn's end is taken from a buffer that goes
     * round, so a turn ends before one could have gone halfway.
     */
    void onPublished(int bytes) {
        bytesInTurn += bytes;
        if (bytesInTurn >= settings.sendBuffers().videoBytes() / 2) {
            endTurn();
        }
    }

    /**
     * Once per tick: feedback of publishers, and what viewers need whose paths are watched closely. Everything else comes
     * round every few ticks, other sessions at each, as most viewers have nothing to do that soon.
     */
    void onTimer() {
        long nowNs = nowNs();
        ticks++;
        try {
            waiting.onTick(nowNs);
            for (MediaSession session : registry.eager()) {
                onTickGuarded(session, nowNs);
            }
            for (MediaSession session : registry.ofTick(ticks)) {
                onRoundGuarded(session, nowNs);
            }
            endTurn();
            closeLeaving(ticks);
        } catch (RuntimeException e) {
            onFault(e);
        } catch (OutOfMemoryError e) {
            // Netty reports exhausted direct memory so, and a timer that throws is never run again.
            onFault(new IllegalStateException("a timer ran out of memory", e));
        }
        busy.add(nowNs, nowNs());
    }

    private void onTickGuarded(MediaSession session, long nowNs) {
        try {
            session.onTick(nowNs);
        } catch (RuntimeException e) {
            onFault(e);
        }
    }

    private void onRoundGuarded(MediaSession session, long nowNs) {
        if (!session.isEager()) {
            onTickGuarded(session, nowNs);
        }
        try {
            onRound(session, nowNs);
        } catch (RuntimeException e) {
            onFault(e);
        }
    }

    private void onRound(MediaSession session, long nowNs) {
        session.transport().onTimer(nowNs);
        if (registry.session(session.id()) == session) {
            registry.noteEager(session, session.needsEveryTick());
        }
        if (ticks / SessionRegistry.ROUND_TICKS % STATISTICS_ROUNDS == 0) {
            countRejects(session);
        }
    }

    private void countRejects(MediaSession session) {
        counters.add(RelayCounter.DROP_REJECTED_BY_SESSION, session.takeRejects());
        counters.add(RelayCounter.SRTP_REJECTED, session.takeSrtpRejects());
    }

    void onSessionClosed(MediaSession session, CloseReason reason) {
        countRejects(session);
        countEnd(reason);
        registry.remove(session);
        if (session.hasStreams()) {
            closeLater(session::closeStreams);
        }
        events.onClosed(session.id(), reason);
    }

    private void countEnd(CloseReason reason) {
        switch (reason) {
            case ICE_TIMEOUT -> counters.add(RelayCounter.ENDED_ICE_TIMEOUT);
            case DTLS_TIMEOUT -> counters.add(RelayCounter.ENDED_DTLS_TIMEOUT);
            case DTLS_FAILED -> counters.add(RelayCounter.ENDED_DTLS_FAILED);
            case CONSENT_EXPIRED -> counters.add(RelayCounter.ENDED_CONSENT_EXPIRED);
            case LOCAL, REMOTE -> {
                // Somebody's will.
            }
        }
    }

    @Override
    public void onFault(RuntimeException fault) {
        counters.add(RelayCounter.FAULTS);
        long nowNs = nowNs();
        if (!faultLogged || nowNs - faultLoggedNs >= FAULT_LOG_INTERVAL_NS) {
            faultLogged = true;
            faultLoggedNs = nowNs;
            log.error(
                    "Media loop {} ran into a defect; the packet or command is lost. Please report it.", index, fault);
        }
    }

    Publication addPublication(IncomingTrack track, PublisherClock clock) {
        Publication publication = new Publication(track.publicationId(), track.format(), clock, settings.sendBuffers());
        registry.add(publication);
        return publication;
    }

    LoopSettings settings() {
        return settings;
    }

    SessionRegistry registry() {
        return registry;
    }

    DatagramReceiver router() {
        return router;
    }

    MediaEvents events() {
        return events;
    }

    IngressPipeline ingress() {
        return ingress;
    }

    WaitingViewers waiting() {
        return waiting;
    }

    EgressPipeline egress() {
        return egress;
    }

    RtcpBatch rtcp() {
        return rtcp;
    }

    RtcpReader rtcpReader() {
        return rtcpReader;
    }

    SenderReports senderReports() {
        return senderReports;
    }

    long nowNs() {
        return settings.clock().nowNs();
    }
}
