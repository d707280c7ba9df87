package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.anychat.webrtc.ice.CheckRequester.Answer;
import org.anychat.webrtc.stun.StunAttribute.IceControlling;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;

/**
 * The controlling agent against an ICE-lite peer: checks the peer's addresses, nominates one, and keeps
 * asking for consent (RFC 7675). It answers no checks, since a lite peer sends none. Where the selected address goes
 * silent, or its connection is lost, it checks all of them anew, without giving the old one up before another is nominated. Addresses that take a
 * connection are tried when no other has answered for a while.
 */
public final class IceClientAgent implements IceAgent {
    private static final long PACE_NS = 20_000_000L;

    private final Nomination nomination;
    private final CheckRequester requester;
    private final IceControlling role;
    private IceCredentials local;

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
        this.requester = new CheckRequester(random, output, PACE_NS, consentIntervalNs);
        this.role = new IceControlling(random.nextLong());
    }

    @Override
    public IceCredentials local() {
        return local;
    }

    @Override
    public void remote(IceCredentials remote, List<IceCandidate> candidates, long nowNs) {
        requester.begin(local, remote, nowNs);
        candidates.forEach(requester.current()::add);
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
        Answer answer = requester.answer(response, from);
        if (answer == null) {
            return StunOutcome.UNEXPECTED;
        }
        if (!answer.isAuthentic(data, offset, length)) {
            return StunOutcome.UNAUTHENTICATED;
        }
        onAnswered(answer, nowNs);
        return StunOutcome.ACCEPTED;
    }

    @Override
    public void onPathLost(InetSocketAddress address, long nowNs) {
        // A peer that hangs up again and again must not keep the checks of its other addresses from coming to an end.
        if (address.equals(selected()) && requester.current().isComplete()) {
            requester.recheck(nowNs);
        }
    }

    @Override
    public void onSilence(long nowNs) {
        requester.hastenConsent(nowNs);
    }

    @Override
    public void onTimer(long nowNs) {
        if (!requester.isFree(nowNs)) {
            return;
        }
        requester.recheckIfSilent(nowNs);
        if (nomination == Nomination.REGULAR) {
            requester.current().nominateBest(nowNs);
        }
        CandidatePair due = requester.current().nextDue(nowNs);
        if (due != null) {
            boolean nominate = nomination == Nomination.AGGRESSIVE || due.state() == CandidatePair.State.NOMINATING;
            requester.check(due, role, nominate, nowNs);
        } else if (requester.isConsentDue(nowNs)) {
            // Behind a NAT that moved this side the peer follows a nomination to the new address.
            requester.askConsent(role, true, nowNs);
        }
    }

    @Override
    public boolean isValidated(InetSocketAddress address) {
        return requester.isValidated(address);
    }

    @Override
    public InetSocketAddress selected() {
        return requester.selectedAddress();
    }

    @Override
    public long lastConsentNs() {
        return requester.lastConsentNs();
    }

    @Override
    public long roundTripNs() {
        return requester.roundTripNs();
    }

    private void onAnswered(Answer answer, long nowNs) {
        boolean isOfCurrent = requester.onSucceeded(answer, nowNs);
        if (isOfCurrent && answer.check().useCandidate() && !answer.list().isComplete()) {
            requester.select(answer.pair(), nowNs);
            requester.planConsent(nowNs);
        }
    }
}
