package org.anychat.webrtc.transport;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.anychat.webrtc.dtls.DtlsReject;
import org.anychat.webrtc.ice.IceAgent;
import org.anychat.webrtc.ice.IceClientAgent;
import org.anychat.webrtc.ice.IceCredentials;
import org.anychat.webrtc.ice.IceFullAgent;
import org.anychat.webrtc.ice.IceLiteAgent;
import org.anychat.webrtc.ice.IceOutput;
import org.anychat.webrtc.ice.Nomination;
import org.anychat.webrtc.ice.StunOutcome;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpReceiver;
import org.anychat.webrtc.srtp.SrtpReject;
import org.anychat.webrtc.srtp.SrtpSender;

/**
 * One peer's connection: ICE finds the path, DTLS authenticates the peer and agrees on keys, SRTP carries media. DTLS
 * and media count only from addresses that an authenticated check has shown to be the peer's.
 *
 * <p>Owned by one loop: every method but the counters is called there, and there the listener is called. Nothing is
 * flushed here except on results of the handshake: the owner flushes the {@link DatagramSender} after a batch and after
 * timers.
 */
public final class PeerTransport {
    /** Without an authenticated check for that long, from construction or {@link #connect}, a transport closes. */
    public static final long ICE_TIMEOUT_NS = 15_000_000_000L;

    /** With a path but without a finished handshake for that long, a transport closes. */
    public static final long DTLS_TIMEOUT_NS = 10_000_000_000L;

    /** Without consent for that long a transport closes (RFC 7675 section 5.1). */
    public static final long CONSENT_TIMEOUT_NS = 30_000_000_000L;

    /** A peer that sends nothing but consent checks is silent for 6 s between two (RFC 7675), so less would flap. */
    public static final long INTERRUPTED_AFTER_NS = 7_000_000_000L;

    /** Whoever sends media or reports is hardly ever silent for longer than a second. */
    private static final long SUSPICIOUS_NS = 1_000_000_000L;
    /** A silence of media that lasts longer is nothing to be surprised at. */
    private static final long USUAL_NS = 5_000_000_000L;

    private final TransportPatience patience;
    private final PeerContext context;
    private final PeerListener listener;
    private final PeerCounters counters = new PeerCounters();
    private final IceAgent agent;
    private final DtlsSession dtls;
    private SrtpSender srtpSender;
    private SrtpReceiver srtpReceiver;
    private long iceDeadlineNs;
    private long pathFoundNs;
    private boolean pathFound;
    private long lastPacketNs;
    private long lastMediaNs;
    private long lastAskedNs;
    private long lastRtpNs;
    private boolean consentsByRtp;
    private boolean interrupted;
    private boolean closed;

    /**
     * Makes a transport that answers checks from now on; it needs {@link #connect} to get further.
     *
     * @param role of ICE
     * @param local our credentials, as our description tells them
     * @param context what the loop's transports share
     * @param listener told of everything
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    public PeerTransport(IceRole role, IceCredentials local, PeerContext context, PeerListener listener, long nowNs) {
        this(role, TransportPatience.CLIENTS, local, context, listener, nowNs);
    }

    /**
     * As {@link #PeerTransport(IceRole, IceCredentials, PeerContext, PeerListener, long)}, with other time limits.
     *
     * @param role of ICE
     * @param patience the time limits
     * @param local our credentials, as our description tells them
     * @param context what the loop's transports share
     * @param listener told of everything
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    public PeerTransport(
            IceRole role,
            TransportPatience patience,
            IceCredentials local,
            PeerContext context,
            PeerListener listener,
            long nowNs) {
        this.patience = patience;
        this.context = context;
        this.listener = listener;
        this.agent = agent(role, local, context, patience.consentIntervalNs());
        this.dtls = new DtlsSession(context, this::onKeys, this::close, agent::selected);
        this.iceDeadlineNs = nowNs + patience.iceNs();
        this.lastPacketNs = nowNs;
        this.lastMediaNs = nowNs - USUAL_NS;
        this.lastAskedNs = nowNs;
        this.lastRtpNs = nowNs - CONSENT_TIMEOUT_NS;
    }

    private static IceAgent agent(IceRole role, IceCredentials local, PeerContext context, long consentIntervalNs) {
        IceOutput output = context.sender()::send;
        return switch (role) {
            case LITE -> new IceLiteAgent(local, output);
            case CONTROLLING ->
                new IceClientAgent(local, Nomination.REGULAR, context.random(), output, consentIntervalNs);
            case FULL_CONTROLLING, FULL_CONTROLLED ->
                new IceFullAgent(local, role == IceRole.FULL_CONTROLLING, context.random(), output, consentIntervalNs);
        };
    }

    /**
     * From now on the peer's RTP counts as its consent, as its checks do (RFC 7675), where it comes from the address that
     * is sent to. For peers that get nothing but RTCP: some of those, such as FFmpeg, check no more once they are
     * connected, and with feedback alone nobody can be flooded.
     */
    public void takeRtpForConsent() {
        consentsByRtp = true;
    }

    /**
     * Takes the peer's description. Called again after a renegotiation or an ICE restart: then credentials and
     * candidates count, while the DTLS association and its fingerprints stay as they are.
     *
     * @param remote the description
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    public void connect(RemotePeer remote, long nowNs) {
        if (closed) {
            return;
        }
        iceDeadlineNs = nowNs + patience.iceNs();
        agent.remote(remote.ice(), remote.candidates(), nowNs);
        dtls.expect(remote);
        agent.onTimer(nowNs);
        advance(nowNs);
    }

    /**
     * Begins an ICE restart: media goes on over the old path until the peer has nominated a new one. The new credentials
     * go into our next description; {@link #connect} takes the peer's.
     *
     * @param newLocal our new credentials
     */
    public void restartIce(IceCredentials newLocal) {
        agent.restart(newLocal);
    }

    /**
     * A connection to the peer is gone: ICE looks for a path at once.
     *
     * @param address where it led
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    public void onPathLost(InetSocketAddress address, long nowNs) {
        if (!closed) {
            agent.onPathLost(address, nowNs);
        }
    }

    /**
     * Asks the peer whether it is there, which it answers whatever it has to send. To be called again where no answer comes.
     *
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    public void ask(long nowNs) {
        if (!closed) {
            agent.onSilence(nowNs);
        }
    }

    /**
     * When the peer last showed that it is there and wants data (RFC 7675): on the side that asks, by an answer.
     *
     * @return on the clock of {@link System#nanoTime}; means nothing before there is a path
     */
    public long lastConsentNs() {
        return agent.lastConsentNs();
    }

    /**
     * How long the quickest connectivity check by the path in use, and its answer, took.
     *
     * @return in nanoseconds; below 0 where nothing was measured, as on a side that does not ask
     */
    public long roundTripNs() {
        return agent.roundTripNs();
    }

    /**
     * Our newest credentials.
     *
     * @return for the description
     */
    public IceCredentials localCredentials() {
        return agent.local();
    }

    /**
     * Takes a datagram of any class. Never throws on what the datagram holds.
     *
     * @param data holds the datagram and {@link DatagramReceiver#TAIL_ROOM} more bytes; changed by decryption
     * @param offset of the first byte
     * @param length in bytes
     * @param from its sender
     * @param nowNs when it was read
     * @return false where it was dropped and counted
     */
    public boolean onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        if (closed) {
            return rejected(TransportReject.CLOSED);
        }
        DatagramClass datagramClass = Demultiplexer.classify(data, offset, length);
        if (datagramClass == DatagramClass.STUN) {
            return onStun(data, offset, length, from, nowNs);
        } else if (datagramClass == DatagramClass.UNKNOWN) {
            return rejected(TransportReject.UNKNOWN_CLASS);
        } else if (!agent.isValidated(from)) {
            return rejected(TransportReject.UNVALIDATED_ADDRESS);
        } else if (datagramClass == DatagramClass.DTLS) {
            return dtls.onDatagram(data, offset, length) || rejected(TransportReject.TOO_EARLY);
        }
        return onMedia(datagramClass, data, offset, length, from, nowNs);
    }

    private boolean rejected(TransportReject reason) {
        counters.reject(reason);
        return false;
    }

    /**
     * Watches the timeouts and sends what is due. To be called every 20 to 50 ms until connected, later at least once
     * per second.
     *
     * @param nowNs on the clock of {@link System#nanoTime}
     */
    public void onTimer(long nowNs) {
        if (closed) {
            return;
        }
        agent.onTimer(nowNs);
        if (!pathFound) {
            closeIf(nowNs - iceDeadlineNs >= 0, CloseReason.ICE_TIMEOUT);
        } else if (nowNs - agent.lastConsentNs() >= CONSENT_TIMEOUT_NS && !hasConsentByRtp(nowNs)) {
            close(CloseReason.CONSENT_EXPIRED);
        } else if (srtpSender == null) {
            closeIf(nowNs - pathFoundNs >= patience.dtlsNs(), CloseReason.DTLS_TIMEOUT);
        } else if (isSilentFor(patience.silenceNs(), nowNs)) {
            close(CloseReason.CONSENT_EXPIRED);
        } else if (!interrupted && isSilentFor(INTERRUPTED_AFTER_NS, nowNs)) {
            interrupted = true;
            listener.onInterrupted();
        } else {
            askWhenSilent(nowNs);
        }
    }

    private void askWhenSilent(long nowNs) {
        long heardNs = lastPacketNs - lastAskedNs > 0 ? lastPacketNs : lastAskedNs;
        if (nowNs - heardNs >= SUSPICIOUS_NS && nowNs - lastMediaNs < USUAL_NS) {
            lastAskedNs = nowNs;
            agent.onSilence(nowNs);
        }
    }

    /**
     * Protects an RTP packet in place and sends it.
     *
     * @param buffer holds the packet and room for the tag behind it ({@link DatagramReceiver#TAIL_ROOM} is enough); the
     *     caller's again after the call, its content changed
     * @param offset of the first byte
     * @param length in bytes
     * @return false where it was dropped and counted
     */
    public boolean sendRtp(byte[] buffer, int offset, int length) {
        return isSendable() && send(buffer, offset, srtpSender.protectRtp(buffer, offset, length));
    }

    /**
     * Protects a compound RTCP packet in place and sends it.
     *
     * @param buffer as with {@link #sendRtp}
     * @param offset of the first byte
     * @param length in bytes
     * @return false where it was dropped and counted
     */
    public boolean sendRtcp(byte[] buffer, int offset, int length) {
        return isSendable() && send(buffer, offset, srtpSender.protectRtcp(buffer, offset, length));
    }

    /**
     * Says that nothing more will be sent of a source, so that others may take its place. An SSRC that was sent never
     * begins again on this connection.
     *
     * @param ssrc of the source; one of which nothing was sent is fine
     */
    public void endSource(int ssrc) {
        if (srtpSender != null) {
            srtpSender.end(ssrc);
        }
    }

    /** Ends the connection; the peer gets a close_notify. The listener hears {@link CloseReason#LOCAL}. */
    public void close() {
        close(CloseReason.LOCAL);
    }

    /**
     * Whether media can be sent.
     *
     * @return true between {@code onConnected} and {@code onClosed}
     */
    public boolean isConnected() {
        return srtpSender != null && !closed;
    }

    /**
     * Whether the peer has been silent for a while.
     *
     * @return true between {@code onInterrupted} and {@code onResumed}
     */
    public boolean isInterrupted() {
        return interrupted;
    }

    /**
     * Where media goes.
     *
     * @return null until ICE found a path
     */
    public InetSocketAddress remoteAddress() {
        return agent.selected();
    }

    /**
     * Whether an authenticated check came from an address.
     *
     * @param address any
     * @return true where the peer is there
     */
    public boolean isValidated(InetSocketAddress address) {
        return agent.isValidated(address);
    }

    /**
     * The counters, readable from any thread.
     *
     * @return live
     */
    public PeerCounters counters() {
        return counters;
    }

    /**
     * Received packets that were not authentic.
     *
     * @param reason for which reason
     * @return packets
     */
    public long srtpRejected(SrtpReject reason) {
        return srtpReceiver == null ? 0 : srtpReceiver.rejected(reason);
    }

    /**
     * DTLS datagrams that were dropped.
     *
     * @param reason for which reason
     * @return datagrams
     */
    public long dtlsRejected(DtlsReject reason) {
        return dtls.rejected(reason);
    }

    /**
     * What went wrong with the handshake, to be logged once with {@link CloseReason#DTLS_FAILED}.
     *
     * @return in words; empty where nothing did
     */
    public Optional<String> dtlsFailure() {
        return dtls.failure();
    }

    private boolean onStun(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        StunOutcome outcome = agent.onStun(data, offset, length, from, nowNs);
        switch (outcome) {
            case ACCEPTED -> {
                lastPacketNs = nowNs;
                advance(nowNs);
            }
            case MALFORMED -> counters.reject(TransportReject.STUN_MALFORMED);
            case BAD_REQUEST -> counters.reject(TransportReject.STUN_BAD_REQUEST);
            case UNAUTHENTICATED -> counters.reject(TransportReject.STUN_UNAUTHENTICATED);
            case REPLAYED -> counters.reject(TransportReject.STUN_REPLAYED);
            case UNKNOWN_ATTRIBUTE -> counters.reject(TransportReject.STUN_UNKNOWN_ATTRIBUTE);
            case ROLE_CONFLICT -> counters.reject(TransportReject.STUN_ROLE_CONFLICT);
            case UNEXPECTED -> counters.reject(TransportReject.STUN_UNEXPECTED);
        }
        return outcome == StunOutcome.ACCEPTED;
    }

    private boolean onMedia(
            DatagramClass datagramClass, byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        if (srtpReceiver == null) {
            return rejected(TransportReject.TOO_EARLY);
        }
        boolean rtp = datagramClass == DatagramClass.RTP;
        int plainLength = rtp
                ? srtpReceiver.unprotectRtp(data, offset, length)
                : srtpReceiver.unprotectRtcp(data, offset, length);
        if (plainLength < 0) {
            return rejected(TransportReject.SRTP_REJECTED);
        }
        counters.onReceived(length);
        lastPacketNs = nowNs;
        lastMediaNs = nowNs;
        resume();
        if (rtp) {
            noteConsent(from, nowNs);
            listener.onRtp(data, offset, plainLength, nowNs);
        } else {
            listener.onRtcp(data, offset, plainLength, nowNs);
        }
        return true;
    }

    /** Consent is bound to the pair (RFC 7675 section 5.1): what comes from another address of the peer says nothing of it. */
    private void noteConsent(InetSocketAddress from, long nowNs) {
        if (consentsByRtp && from.equals(agent.selected())) {
            lastRtpNs = nowNs;
        }
    }

    /** After an authenticated check: perhaps the first one, which opens the way for DTLS. */
    private void advance(long nowNs) {
        if (agent.selected() == null) {
            return;
        }
        if (!pathFound) {
            pathFound = true;
            pathFoundNs = nowNs;
        }
        dtls.start();
        resume();
    }

    private void resume() {
        if (interrupted && !closed) {
            interrupted = false;
            listener.onResumed();
        }
    }

    private void onKeys(SrtpKeys keys) {
        if (closed) {
            return;
        }
        srtpSender = new SrtpSender(keys, context.scratch());
        srtpReceiver = new SrtpReceiver(keys, context.maxRemoteSources(), context.scratch());
        listener.onConnected();
    }

    private boolean hasConsentByRtp(long nowNs) {
        return consentsByRtp && nowNs - lastRtpNs < CONSENT_TIMEOUT_NS;
    }

    private boolean isSilentFor(long limitNs, long nowNs) {
        return nowNs - agent.lastConsentNs() >= limitNs && nowNs - lastPacketNs >= limitNs;
    }

    private boolean isSendable() {
        if (isConnected()) {
            return true;
        }
        counters.reject(TransportReject.NOT_CONNECTED);
        return false;
    }

    private boolean send(byte[] buffer, int offset, int protectedLength) {
        if (protectedLength < 0) {
            counters.reject(TransportReject.SEND_INVALID);
            return false;
        }
        if (!context.sender().send(buffer, offset, protectedLength, agent.selected())) {
            counters.reject(TransportReject.SEND_DROPPED);
            return false;
        }
        counters.onSent(protectedLength);
        return true;
    }

    private void closeIf(boolean condition, CloseReason reason) {
        if (condition) {
            close(reason);
        }
    }

    private void close(CloseReason reason) {
        if (closed) {
            return;
        }
        closed = true;
        dtls.close();
        listener.onClosed(reason);
    }
}
