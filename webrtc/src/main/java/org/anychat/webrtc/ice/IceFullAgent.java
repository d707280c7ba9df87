package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.anychat.webrtc.ice.EarlyChecks.EarlyCheck;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunAttribute.ErrorCode;
import org.anychat.webrtc.stun.StunAttribute.IceControlled;
import org.anychat.webrtc.stun.StunAttribute.IceControlling;
import org.anychat.webrtc.stun.StunAttribute.Priority;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunAttribute.Username;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;
import org.anychat.webrtc.stun.TransactionId;

/**
 * One of two full agents (RFC 8445), for two users of whom each may be behind a NAT: it checks what the peer's description
 * names, and answers the peer's checks, each of which it answers with a check of its own, so that a NAT on this side lets
 * the peer in, and a peer whose NAT gives it another port for each destination is found. It works with one socket bound to
 * all addresses, so that an address of the peer stands for a pair.
 *
 * <p>The controlling side nominates the best answered pair (regular nomination); the controlled side takes what the peer
 * nominates, once a check of its own was answered there. Where both take themselves for the same, the tie-breaker decides.
 * Data goes nowhere before a check of this side was answered from there, and the peer's consent (RFC 7675) is its answers to
 * this side's checks alone, in both roles. Checks go to addresses that the description named, of those {@value
 * #MAX_CANDIDATES} and none on loopback or of one link alone, nor a device's service in a private network, and to those that
 * the peer's signed checks came from. Another address of this host is not told from somebody else's.
 */
public final class IceFullAgent implements IceAgent {
    private static final int MAX_CANDIDATES = 16;
    private static final int REQUEST_CAPACITY = 1024;
    private static final int ROLE_CONFLICT = 487;
    private static final int LOCAL_PREFERENCE = 65535;
    private static final long LARGEST_PRIORITY = (1L << 31) - 1;
    /** Ta, RFC 8445 section 14.2. */
    private static final long PACE_NS = 50_000_000L;

    private static final long SILENCE_NS = 7_000_000_000L;
    /** So long the better of two pairs wins, as with a peer that nominates with every check; later the newer one. */
    private static final long SETTLING_NS = 1_000_000_000L;

    private final Random random;
    private final IceOutput output;
    private final long consentIntervalNs;
    private final CheckResponder responder;
    private final EarlyChecks early = new EarlyChecks();
    private final ValidatedAddresses heard = new ValidatedAddresses();
    private final byte[] request = new byte[REQUEST_CAPACITY];
    private boolean controlling;
    private long tieBreaker;
    private CheckList current;
    private CheckList nominating;
    private CandidatePair selected;
    private CandidatePair nominee;
    private long nomineeNs;
    private long nextConsentNs;
    private long lastRecheckNs;
    private long nextCheckNs;

    /**
     * Makes an agent that answers checks from now on, and checks once it has the peer's description.
     *
     * @param local its credentials
     * @param controlling whether it is the offerer's
     * @param random a cryptographic source: transaction ids must not be guessed
     * @param output takes the checks and the answers
     * @param consentIntervalNs how often to ask for consent once a pair is selected, 80 to 120 % of it
     */
    public IceFullAgent(
            IceCredentials local, boolean controlling, Random random, IceOutput output, long consentIntervalNs) {
        this.responder = new CheckResponder(local, output);
        this.controlling = controlling;
        this.random = random;
        this.output = output;
        this.consentIntervalNs = consentIntervalNs;
        this.tieBreaker = random.nextLong();
    }

    @Override
    public IceCredentials local() {
        return responder.local();
    }

    @Override
    public void remote(IceCredentials remote, List<IceCandidate> candidates, long nowNs) {
        responder.remote(remote);
        if (current == null || !current.remote().equals(remote)) {
            current = new CheckList(responder.local(), remote, PACE_NS, nowNs);
            nominee = null;
            nextCheckNs = nowNs;
        }
        candidates.stream()
                .filter(candidate -> candidate.transport() == IceCandidate.Transport.UDP && candidate.component() == 1)
                .filter(candidate -> PeerAddresses.mayBeChecked(candidate.address()))
                .limit(MAX_CANDIDATES)
                .forEach(current::add);
        early.takeOf(remote.ufrag()).forEach(check -> onChecked(check, nowNs));
    }

    /** The restart takes effect when the peer's new credentials come, see {@link #remote}. */
    @Override
    public void restart(IceCredentials newLocal) {
        responder.restart(newLocal);
    }

    @Override
    public StunOutcome onStun(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        Optional<StunMessage> decoded = StunMessage.decode(data, offset, length);
        if (decoded.isEmpty()) {
            return StunOutcome.MALFORMED;
        }
        StunMessage message = decoded.get();
        if (message.type().equals(StunMessageType.BINDING_SUCCESS)
                || message.type().equals(StunMessageType.BINDING_ERROR)) {
            return onResponse(message, data, offset, length, from, nowNs);
        }
        StunOutcome outcome = responder.verify(message, data, offset, length, from);
        return outcome == StunOutcome.ACCEPTED ? onRequest(message, from, nowNs) : outcome;
    }

    /** The peer is where its checks and answers come from; there is no connection to be lost. */
    @Override
    public void onPathLost(InetSocketAddress address, long nowNs) {}

    @Override
    public void onSilence(long nowNs) {
        nextConsentNs = nowNs;
    }

    @Override
    public void onTimer(long nowNs) {
        if (current == null) {
            return;
        }
        if (selected != null && nowNs - lastConsentNs() >= SILENCE_NS && nowNs - lastRecheckNs >= SILENCE_NS) {
            lastRecheckNs = nowNs;
            current.recheck();
        }
        sendDue(nowNs);
    }

    @Override
    public boolean isValidated(InetSocketAddress address) {
        return (selected != null && selected.remote().equals(address))
                || heard.contains(address)
                || (current != null && current.isValidated(address))
                || (nominating != null && nominating.isValidated(address));
    }

    @Override
    public InetSocketAddress selected() {
        return selected == null ? null : selected.remote();
    }

    @Override
    public long lastConsentNs() {
        return selected == null ? 0 : selected.lastAnswerNs();
    }

    /** Whether this side nominates, as things stand. */
    boolean isControlling() {
        return controlling;
    }

    private StunOutcome onRequest(StunMessage message, InetSocketAddress from, long nowNs) {
        if (!settleRoles(message)) {
            responder.refuseRole(message, from);
            return StunOutcome.ROLE_CONFLICT;
        }
        responder.succeed(message, from);
        heard.add(from, selected());
        long priority = message.first(Priority.class)
                .map(attribute -> Math.min(attribute.value(), LARGEST_PRIORITY))
                .orElse(0L);
        boolean nominates = !controlling && message.first(UseCandidate.class).isPresent();
        EarlyCheck check = new EarlyCheck(responder.remoteUfrag(message), from, priority, nominates);
        if (responder.isEarly()) {
            early.add(check);
        } else if (responder.isOfCurrent()) {
            onChecked(check, nowNs);
            sendDue(nowNs);
        }
        return StunOutcome.ACCEPTED;
    }

    /** RFC 8445 section 7.3.1.1: of two that take themselves for the same, the larger number controls. */
    private boolean settleRoles(StunMessage message) {
        Optional<IceControlling> rival = message.first(IceControlling.class);
        if (controlling && rival.isPresent()) {
            return !isLargerThan(rival.get().tieBreaker()) && switchRole();
        }
        Optional<IceControlled> follower = message.first(IceControlled.class);
        if (!controlling && follower.isPresent()) {
            return isLargerThan(follower.get().tieBreaker()) && switchRole();
        }
        return true;
    }

    private boolean isLargerThan(long other) {
        return Long.compareUnsigned(tieBreaker, other) >= 0;
    }

    private boolean switchRole() {
        controlling = !controlling;
        nominee = null;
        if (current != null) {
            current.withdrawNomination();
        }
        return true;
    }

    private void onChecked(EarlyCheck check, long nowNs) {
        CandidatePair pair = current.trigger(check.from(), check.priority(), nowNs);
        if (pair != null && check.nominates() && !controlling) {
            onNominated(pair, nowNs);
        }
    }

    private void onNominated(CandidatePair pair, long nowNs) {
        if (nominee != null
                && nominee != pair
                && pair.priority() <= nominee.priority()
                && nowNs - nomineeNs < SETTLING_NS) {
            return;
        }
        nominee = pair;
        nomineeNs = nowNs;
        if (CheckList.isFresh(pair, nowNs)) {
            select(pair, nowNs);
        }
    }

    private StunOutcome onResponse(
            StunMessage response, byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        CheckList list = listAwaiting(response.transactionId());
        CandidatePair pair = list == null ? null : list.pairAwaiting(response.transactionId());
        if (pair == null || !pair.remote().equals(from)) {
            return StunOutcome.UNEXPECTED;
        }
        if (!list.integrity().matches(data, offset, length)) {
            return StunOutcome.UNAUTHENTICATED;
        }
        CandidatePair.Check check = pair.awaited(response.transactionId());
        if (response.type().equals(StunMessageType.BINDING_SUCCESS)) {
            onAnswered(list, pair, check, nowNs);
        } else if (response.first(ErrorCode.class).map(ErrorCode::code).orElse(0) == ROLE_CONFLICT) {
            onRoleConflict(pair, check);
        } else {
            return StunOutcome.UNEXPECTED;
        }
        sendDue(nowNs);
        return StunOutcome.ACCEPTED;
    }

    /** RFC 8445 sections 7.2.5.1 and 16.1: the role changes once, whatever number of checks is refused, and the number too. */
    private void onRoleConflict(CandidatePair pair, CandidatePair.Check check) {
        pair.onRefused(check);
        if (check.controlling() == controlling) {
            switchRole();
            tieBreaker = random.nextLong();
        }
        current.trigger(pair);
    }

    private void onAnswered(CheckList list, CandidatePair pair, CandidatePair.Check check, long nowNs) {
        pair.onAnswered(check, nowNs);
        if (list != current) {
            return;
        }
        list.onSucceeded(pair, nowNs);
        boolean nominated = controlling ? check.useCandidate() && !list.isComplete() : pair == nominee;
        if (nominated) {
            select(pair, nowNs);
        } else if (!controlling && pair == selected) {
            list.complete();
        }
    }

    private void select(CandidatePair pair, long nowNs) {
        current.complete();
        responder.forgetPrevious();
        nominating = current;
        lastRecheckNs = nowNs;
        if (pair != selected) {
            selected = pair;
            planConsent(nowNs);
        }
    }

    private CheckList listAwaiting(TransactionId id) {
        if (current != null && current.pairAwaiting(id) != null) {
            return current;
        }
        return nominating != null && nominating.pairAwaiting(id) != null ? nominating : null;
    }

    private void sendDue(long nowNs) {
        if (current == null || nowNs - nextCheckNs < 0) {
            return;
        }
        if (controlling) {
            current.nominateBest(nowNs);
        }
        if (selected != null && nowNs - nextConsentNs >= 0) {
            check(nominating, selected, nowNs);
            planConsent(nowNs);
            return;
        }
        CandidatePair triggered = current.takeTriggered(nowNs);
        CandidatePair due = triggered == null ? current.nextDue(nowNs) : triggered;
        if (due != null) {
            check(current, due, nowNs);
        }
    }

    /** Spread over 80 to 120 % of the interval (RFC 7675 section 5.1). */
    private void planConsent(long nowNs) {
        nextConsentNs = nowNs + (long) (consentIntervalNs * (0.8 + 0.4 * random.nextDouble()));
    }

    /** USE-CANDIDATE on consent checks, too: behind a NAT that moved this side the peer follows to the new address. */
    private void check(CheckList list, CandidatePair pair, long nowNs) {
        boolean useCandidate = controlling && (pair == selected || pair.state() == CandidatePair.State.NOMINATING);
        if (pair.state() == CandidatePair.State.WAITING) {
            pair.state(CandidatePair.State.IN_PROGRESS);
        }
        TransactionId id = TransactionId.random(random);
        List<StunAttribute> attributes = new ArrayList<>(4);
        attributes.add(new Username(list.username()));
        attributes.add(controlling ? new IceControlling(tieBreaker) : new IceControlled(tieBreaker));
        attributes.add(new Priority(IceCandidate.priority(IceCandidate.Type.PRFLX, LOCAL_PREFERENCE, 1)));
        if (useCandidate) {
            attributes.add(new UseCandidate());
        }
        StunMessage message = new StunMessage(StunMessageType.BINDING_REQUEST, id, attributes);
        int length = message.encode(request, 0, list.integrity());
        pair.onSent(new CandidatePair.Check(id, controlling, useCandidate), nowNs);
        nextCheckNs = nowNs + PACE_NS;
        output.send(request, 0, length, pair.remote());
    }
}
