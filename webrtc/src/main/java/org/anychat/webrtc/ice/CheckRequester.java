package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
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
 * The asking half of an agent (RFC 8445 section 7.2): sends its checks at their pace, finds out which check an answer belongs
 * to, and knows where data goes and when consent for that is due (RFC 7675). Which pair is checked and nominated is for its
 * agent to say. Across a restart it knows the session that data still goes by and the new one.
 */
final class CheckRequester {
    private static final int REQUEST_CAPACITY = 1024;
    private static final int LOCAL_PREFERENCE = 65535;
    private static final long SILENCE_NS = 7_000_000_000L;

    private final Random random;
    private final IceOutput output;
    private final long paceNs;
    private final long consentIntervalNs;
    private final byte[] request = new byte[REQUEST_CAPACITY];
    private CheckList current;
    private CheckList nominating;
    private CandidatePair selected;
    private long nextConsentNs;
    private long lastRecheckNs;
    private long nextCheckNs;

    /** The pace is the time between two checks of whatever pair; consent is asked for every 80 to 120 % of its interval. */
    CheckRequester(Random random, IceOutput output, long paceNs, long consentIntervalNs) {
        this.random = random;
        this.output = output;
        this.paceNs = paceNs;
        this.consentIntervalNs = consentIntervalNs;
    }

    /** Takes the peer's credentials; false where they are known, else a new session begins, whose pairs are to be added. */
    boolean begin(IceCredentials local, IceCredentials remote, long nowNs) {
        if (current != null && current.remote().equals(remote)) {
            return false;
        }
        current = new CheckList(local, remote, paceNs, nowNs);
        nextCheckNs = nowNs;
        return true;
    }

    /** The pairs of the newest session; null before the peer's description. */
    CheckList current() {
        return current;
    }

    /** Whether another check may go out, as far as the pace goes. */
    boolean isFree(long nowNs) {
        return current != null && nowNs - nextCheckNs >= 0;
    }

    /** The pair that data goes by; null until one is selected. */
    CandidatePair selected() {
        return selected;
    }

    InetSocketAddress selectedAddress() {
        return selected == null ? null : selected.remote();
    }

    /** When the selected pair was answered last; 0 where there is none. */
    long lastConsentNs() {
        return selected == null ? 0 : selected.lastAnswerNs();
    }

    /** Of the selected pair; {@link CandidatePair#UNMEASURED} where there is none. */
    long roundTripNs() {
        return selected == null ? CandidatePair.UNMEASURED : selected.roundTripNs();
    }

    boolean isValidated(InetSocketAddress address) {
        return (selected != null && selected.remote().equals(address))
                || (current != null && current.isValidated(address))
                || (nominating != null && nominating.isValidated(address));
    }

    /** Data goes by a pair of the newest session, and nothing more is to be checked there. */
    void select(CandidatePair pair, long nowNs) {
        current.complete();
        nominating = current;
        selected = pair;
        lastRecheckNs = nowNs;
    }

    /** Checks all pairs anew where the selected one has been silent for long, and this was not done just now. */
    void recheckIfSilent(long nowNs) {
        if (selected != null && nowNs - lastConsentNs() >= SILENCE_NS && nowNs - lastRecheckNs >= SILENCE_NS) {
            recheck(nowNs);
        }
    }

    /** Checks all pairs anew; data goes by the selected one until another is. */
    void recheck(long nowNs) {
        lastRecheckNs = nowNs;
        current.recheck();
    }

    boolean isConsentDue(long nowNs) {
        return selected != null && nowNs - nextConsentNs >= 0;
    }

    /** Consent is asked for with the next check, and not only when its time has come. */
    void hastenConsent(long nowNs) {
        nextConsentNs = nowNs;
    }

    /** Spread over 80 to 120 % of the interval, so that many clients of a server do not fall into step (RFC 7675 section 5.1). */
    void planConsent(long nowNs) {
        nextConsentNs = nowNs + (long) (consentIntervalNs * (0.8 + 0.4 * random.nextDouble()));
    }

    /** Asks for consent, with the credentials of the session that the selected pair is of. */
    void askConsent(StunAttribute role, boolean useCandidate, long nowNs) {
        check(nominating, selected, role, useCandidate, nowNs);
        planConsent(nowNs);
    }

    /** Checks a pair of the newest session. The role is {@code ICE-CONTROLLING} or {@code ICE-CONTROLLED}. */
    void check(CandidatePair pair, StunAttribute role, boolean useCandidate, long nowNs) {
        check(current, pair, role, useCandidate, nowNs);
    }

    private void check(CheckList list, CandidatePair pair, StunAttribute role, boolean useCandidate, long nowNs) {
        if (pair.state() == CandidatePair.State.WAITING) {
            pair.state(CandidatePair.State.IN_PROGRESS);
        }
        TransactionId id = TransactionId.random(random);
        List<StunAttribute> attributes = new ArrayList<>(4);
        attributes.add(new Username(list.username()));
        attributes.add(role);
        attributes.add(new Priority(IceCandidate.priority(IceCandidate.Type.PRFLX, LOCAL_PREFERENCE, 1)));
        if (useCandidate) {
            attributes.add(new UseCandidate());
        }
        StunMessage message = new StunMessage(StunMessageType.BINDING_REQUEST, id, attributes);
        int length = message.encode(request, 0, list.integrity());
        pair.onSent(new CandidatePair.Check(id, role instanceof IceControlling, useCandidate, nowNs), nowNs);
        nextCheckNs = nowNs + paceNs;
        output.send(request, 0, length, pair.remote());
    }

    /** The check that a response answers, which proves nothing yet; null where none is awaited from there. */
    Answer answer(StunMessage response, InetSocketAddress from) {
        Answer answer = answerWithin(current, response.transactionId());
        if (answer == null) {
            answer = answerWithin(nominating, response.transactionId());
        }
        return answer != null && answer.pair.remote().equals(from) ? answer : null;
    }

    private static Answer answerWithin(CheckList list, TransactionId id) {
        CandidatePair pair = list == null ? null : list.pairAwaiting(id);
        return pair == null ? null : new Answer(list, pair, pair.awaited(id));
    }

    /** Takes note of an authentic success; whether it is one of the newest session, in which alone pairs are nominated. */
    boolean onSucceeded(Answer answer, long nowNs) {
        answer.pair.onAnswered(answer.check, nowNs);
        if (answer.list != current) {
            return false;
        }
        current.onSucceeded(answer.pair, nowNs);
        return true;
    }

    /** A response, with what was asked and where. */
    record Answer(CheckList list, CandidatePair pair, CandidatePair.Check check) {
        /** Whether the peer has signed it. */
        boolean isAuthentic(byte[] data, int offset, int length) {
            return list.integrity().matches(data, offset, length);
        }
    }
}
