package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunAttribute.IceControlling;
import org.anychat.webrtc.stun.StunAttribute.Priority;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;

/**
 * The controlling agent against an ICE-lite peer: checks the peer's addresses, nominates one, and keeps
 * asking for consent (RFC 7675). It answers no checks, since a lite peer sends none. Where the selected address goes
 * silent, or its connection is lost, it checks all of them anew, without giving the old one up before another is nominated. Addresses that take a
 * connection are tried when no other has answered for a while.
 */
public final class IceClientAgent implements IceAgent {
    private static final int REQUEST_CAPACITY = 1024;
    private static final long PACE_NS = 20_000_000L;
    private static final long SILENCE_NS = 7_000_000_000L;
    private static final int LOCAL_PREFERENCE = 65535;

    private final Random random;
    private final IceOutput output;
    private final long consentIntervalNs;
    private final Nomination nomination;
    private final long tieBreaker;
    private final byte[] request = new byte[REQUEST_CAPACITY];
    private IceCredentials local;
    private CheckList current;
    private CheckList nominating;
    private CandidatePair selected;
    private long lastConsentNs;
    private long nextConsentNs;
    private long lastRecheckNs;
    private long nextCheckNs;

    /**
     * Makes an agent that waits for the peer's description.
     *
     * @param local its credentials
     * @param nomination how to nominate
     * @param random a cryptographic source: transaction ids must not be guessed
     * @param output takes the checks
     * @param consentIntervalNs how often to ask for consent once a pair is nominated, 80 to 120 % of it
     */
    public IceClientAgent(
            IceCredentials local, Nomination nomination, Random random, IceOutput output, long consentIntervalNs) {
        this.local = local;
        this.nomination = nomination;
        this.random = random;
        this.output = output;
        this.consentIntervalNs = consentIntervalNs;
        this.tieBreaker = random.nextLong();
    }

    @Override
    public IceCredentials local() {
        return local;
    }

    @Override
    public void remote(IceCredentials remote, List<IceCandidate> candidates, long nowNs) {
        if (current == null || !current.remote().equals(remote)) {
            current = new CheckList(local, remote, PACE_NS, nowNs);
            nextCheckNs = nowNs;
        }
        candidates.forEach(current::add);
    }

    /** The restart takes effect when the peer's new credentials come, see {@link #remote}. */
    @Override
    public void restart(IceCredentials newLocal) {
        local = newLocal;
    }

    @Override
    public StunOutcome onStun(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        Optional<StunMessage> decoded = StunMessage.decode(data, offset, length);
        if (decoded.isEmpty()) {
            return StunOutcome.MALFORMED;
        }
        StunMessage response = decoded.get();
        // An error proves nothing, as it need not be signed: the check is simply repeated until its time is over.
        if (!response.type().equals(StunMessageType.BINDING_SUCCESS)) {
            return StunOutcome.UNEXPECTED;
        }
        CheckList list = listAwaiting(response.transactionId());
        CandidatePair pair = list == null ? null : list.pairAwaiting(response.transactionId());
        if (pair == null || !pair.remote().equals(from)) {
            return StunOutcome.UNEXPECTED;
        }
        if (!list.integrity().matches(data, offset, length)) {
            return StunOutcome.UNAUTHENTICATED;
        }
        onAnswered(list, pair, pair.awaited(response.transactionId()), nowNs);
        return StunOutcome.ACCEPTED;
    }

    @Override
    public void onPathLost(InetSocketAddress address, long nowNs) {
        // A peer that hangs up again and again must not keep the checks of its other addresses from coming to an end.
        if (selected != null && selected.remote().equals(address) && current.isComplete()) {
            recheck(nowNs);
        }
    }

    @Override
    public void onSilence(long nowNs) {
        nextConsentNs = nowNs;
    }

    private void recheck(long nowNs) {
        lastRecheckNs = nowNs;
        current.recheck();
    }

    @Override
    public void onTimer(long nowNs) {
        if (current == null || nowNs - nextCheckNs < 0) {
            return;
        }
        if (selected != null && nowNs - lastConsentNs >= SILENCE_NS && nowNs - lastRecheckNs >= SILENCE_NS) {
            recheck(nowNs);
        }
        if (nomination == Nomination.REGULAR) {
            current.nominateBest(nowNs);
        }
        CandidatePair due = current.nextDue(nowNs);
        if (due != null) {
            boolean nominate = nomination == Nomination.AGGRESSIVE || due.state() == CandidatePair.State.NOMINATING;
            check(current, due, nominate, nowNs);
        } else if (selected != null && nowNs - nextConsentNs >= 0) {
            check(nominating, selected, true, nowNs);
            planConsent(nowNs);
        }
    }

    @Override
    public boolean isValidated(InetSocketAddress address) {
        return (selected != null && selected.remote().equals(address))
                || (current != null && current.isValidated(address))
                || (nominating != null && nominating.isValidated(address));
    }

    @Override
    public InetSocketAddress selected() {
        return selected == null ? null : selected.remote();
    }

    @Override
    public long lastConsentNs() {
        return lastConsentNs;
    }

    private CheckList listAwaiting(TransactionId id) {
        if (current != null && current.pairAwaiting(id) != null) {
            return current;
        }
        return nominating != null && nominating.pairAwaiting(id) != null ? nominating : null;
    }

    private void onAnswered(CheckList list, CandidatePair pair, CandidatePair.Check check, long nowNs) {
        pair.onAnswered(check, nowNs);
        if (list == current) {
            list.onSucceeded(pair, nowNs);
            if (check.useCandidate() && !list.isComplete()) {
                select(pair, nowNs);
            }
        }
        if (pair == selected) {
            lastConsentNs = nowNs;
        }
    }

    private void select(CandidatePair pair, long nowNs) {
        current.complete();
        nominating = current;
        selected = pair;
        lastConsentNs = nowNs;
        lastRecheckNs = nowNs;
        planConsent(nowNs);
    }

    /** Spread over 80 to 120 % of the interval, so that many clients of a server do not fall into step (RFC 7675). */
    private void planConsent(long nowNs) {
        nextConsentNs = nowNs + (long) (consentIntervalNs * (0.8 + 0.4 * random.nextDouble()));
    }

    /** USE-CANDIDATE on every consent check, too: behind a NAT that moved us the peer follows to the new address. */
    private void check(CheckList list, CandidatePair pair, boolean useCandidate, long nowNs) {
        if (pair.state() == CandidatePair.State.WAITING) {
            pair.state(CandidatePair.State.IN_PROGRESS);
        }
        TransactionId id = TransactionId.random(random);
        List<StunAttribute> attributes = new ArrayList<>(4);
        attributes.add(new Username(list.username()));
        attributes.add(new IceControlling(tieBreaker));
        attributes.add(new Priority(IceCandidate.priority(IceCandidate.Type.PRFLX, LOCAL_PREFERENCE, 1)));
        if (useCandidate) {
            attributes.add(new UseCandidate());
        }
        StunMessage message = new StunMessage(StunMessageType.BINDING_REQUEST, id, attributes);
        int length = message.encode(request, 0, list.integrity());
        pair.onSent(new CandidatePair.Check(id, true, useCandidate), nowNs);
        nextCheckNs = nowNs + PACE_NS;
        output.send(request, 0, length, pair.remote());
    }
}
