package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.anychat.webrtc.ice.CheckRequester.Answer;
import org.anychat.webrtc.ice.EarlyChecks.EarlyCheck;
import org.anychat.webrtc.stun.StunAttribute;
import org.anychat.webrtc.stun.StunAttribute.ErrorCode;
import org.anychat.webrtc.stun.StunAttribute.IceControlled;
import org.anychat.webrtc.stun.StunAttribute.IceControlling;
import org.anychat.webrtc.stun.StunAttribute.Priority;
import org.anychat.webrtc.stun.StunAttribute.UseCandidate;
import org.anychat.webrtc.stun.StunMessage;
import org.anychat.webrtc.stun.StunMessageType;

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
    private static final int ROLE_CONFLICT = 487;
    private static final long LARGEST_PRIORITY = (1L << 31) - 1;
    /** Ta, RFC 8445 section 14.2. */
    private static final long PACE_NS = 50_000_000L;

    /** So long the better of two pairs wins, as with a peer that nominates with every check; later the newer one. */
    private static final long SETTLING_NS = 1_000_000_000L;

    private final Random random;
    private final CheckResponder responder;
    private final CheckRequester requester;
    private final EarlyChecks early = new EarlyChecks();
    private final ValidatedAddresses heard = new ValidatedAddresses();
    private boolean controlling;
    private long tieBreaker;
    private CandidatePair nominee;
    private long nomineeNs;

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
        this.requester = new CheckRequester(random, output, PACE_NS, consentIntervalNs);
        this.controlling = controlling;
        this.random = random;
        this.tieBreaker = random.nextLong();
    }

    @Override
    public IceCredentials local() {
        return responder.local();
    }

    @Override
    public void remote(IceCredentials remote, List<IceCandidate> candidates, long nowNs) {
        responder.remote(remote);
        if (requester.begin(responder.local(), remote, nowNs)) {
            nominee = null;
        }
        candidates.stream()
                .filter(candidate -> candidate.transport() == IceCandidate.Transport.UDP && candidate.component() == 1)
                .filter(candidate -> PeerAddresses.mayBeChecked(candidate.address()))
                .limit(MAX_CANDIDATES)
                .forEach(requester.current()::add);
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
        requester.hastenConsent(nowNs);
    }

    @Override
    public void onTimer(long nowNs) {
        requester.recheckIfSilent(nowNs);
        sendDue(nowNs);
    }

    @Override
    public boolean isValidated(InetSocketAddress address) {
        return heard.contains(address) || requester.isValidated(address);
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
        if (!PeerAddresses.mayBeChecked(from)) {
            // A partner that signs with the address of somebody's service would have it checked on and on.
            return StunOutcome.ACCEPTED;
        }
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
        if (requester.current() != null) {
            requester.current().withdrawNomination();
        }
        return true;
    }

    private void onChecked(EarlyCheck check, long nowNs) {
        CandidatePair pair = requester.current().trigger(check.from(), check.priority(), nowNs);
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
        Answer answer = requester.answer(response, from);
        if (answer == null) {
            return StunOutcome.UNEXPECTED;
        }
        if (!answer.isAuthentic(data, offset, length)) {
            return StunOutcome.UNAUTHENTICATED;
        }
        if (response.type().equals(StunMessageType.BINDING_SUCCESS)) {
            onAnswered(answer, nowNs);
        } else if (response.first(ErrorCode.class).map(ErrorCode::code).orElse(0) == ROLE_CONFLICT) {
            onRoleConflict(answer);
        } else {
            return StunOutcome.UNEXPECTED;
        }
        sendDue(nowNs);
        return StunOutcome.ACCEPTED;
    }

    /** RFC 8445 sections 7.2.5.1 and 16.1: the role changes once, whatever number of checks is refused, and the number too. */
    private void onRoleConflict(Answer answer) {
        answer.pair().onRefused(answer.check());
        if (answer.check().controlling() == controlling) {
            switchRole();
            tieBreaker = random.nextLong();
        }
        requester.current().trigger(answer.pair());
    }

    private void onAnswered(Answer answer, long nowNs) {
        if (!requester.onSucceeded(answer, nowNs)) {
            return;
        }
        CandidatePair pair = answer.pair();
        CheckList list = answer.list();
        boolean nominated = controlling ? answer.check().useCandidate() && !list.isComplete() : pair == nominee;
        if (nominated) {
            select(pair, nowNs);
        } else if (!controlling && pair == requester.selected()) {
            list.complete();
        }
    }

    private void select(CandidatePair pair, long nowNs) {
        boolean isSelected = pair == requester.selected();
        requester.select(pair, nowNs);
        responder.forgetPrevious();
        if (!isSelected) {
            requester.planConsent(nowNs);
        }
    }

    private void sendDue(long nowNs) {
        if (!requester.isFree(nowNs)) {
            return;
        }
        CheckList list = requester.current();
        if (controlling) {
            list.nominateBest(nowNs);
        }
        if (requester.isConsentDue(nowNs)) {
            // Behind a NAT that moved this side the peer follows a nomination to the new address.
            requester.askConsent(role(), controlling, nowNs);
            return;
        }
        CandidatePair triggered = list.takeTriggered(nowNs);
        CandidatePair due = triggered == null ? list.nextDue(nowNs) : triggered;
        if (due != null) {
            requester.check(due, role(), isNominating(due), nowNs);
        }
    }

    private StunAttribute role() {
        return controlling ? new IceControlling(tieBreaker) : new IceControlled(tieBreaker);
    }

    private boolean isNominating(CandidatePair pair) {
        return controlling && (pair == requester.selected() || pair.state() == CandidatePair.State.NOMINATING);
    }
}
