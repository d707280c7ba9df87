package org.anychat.runtime.standby;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers the datagrams of two servers that let this one decide which of them takes new clients. Keeps nothing of whoever
 * has not proved where it is and that it knows the password. Any thread.
 */
public final class StandbyWitness {
    private static final int MAX_QUESTIONS_PER_SECOND = 100;

    private final byte[] datagramKey;
    private final Challenges challenges;
    /** Two budgets: whoever does not know the password uses up nothing of those who do. */
    private final QuestionLimit authenticInquiries = new QuestionLimit(MAX_QUESTIONS_PER_SECOND);

    private final QuestionLimit forgedInquiries = new QuestionLimit(MAX_QUESTIONS_PER_SECOND);
    private final Map<StandbyReject, LongAdder> rejects = new EnumMap<>(StandbyReject.class);
    private final WitnessLease lease;

    /**
     * Makes a witness that has given no lease, and gives none as long as one of before may last.
     *
     * @param secret what all know
     * @param random a cryptographic source
     * @param nowNs the time on the clock of {@link System#nanoTime}
     */
    public StandbyWitness(StandbySecret secret, SecureRandom random, long nowNs) {
        this.datagramKey = secret.datagramKey();
        this.challenges = new Challenges(random);
        this.lease = new WitnessLease(TimeUnit.NANOSECONDS.toMillis(nowNs));
        for (StandbyReject reason : StandbyReject.values()) {
            rejects.put(reason, new LongAdder());
        }
    }

    /**
     * Whether a datagram is for a witness.
     *
     * @param data holds it
     * @param offset of its first byte
     * @param length in bytes
     * @return whether
     */
    public static boolean isFor(byte[] data, int offset, int length) {
        return StandbyCodec.isForWitness(data, offset, length);
    }

    /**
     * Takes a datagram.
     *
     * @param data holds it
     * @param offset of its first byte
     * @param length in bytes
     * @param from the sender's address, which anybody may have forged
     * @param nowNs the time on the clock of {@link System#nanoTime}
     * @return the answer, never longer; or null for none
     */
    public byte[] answer(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
        StandbyMessage message = StandbyCodec.decode(data, offset, length).orElse(null);
        boolean authentic = message != null && StandbyCodec.isAuthentic(data, offset, length, datagramKey);
        if (message instanceof StandbyMessage.Inquire inquire) {
            return onInquire(inquire, authentic, from, nowNs);
        }
        if (!(message instanceof StandbyMessage.Claiming claiming)) {
            return reject(StandbyReject.MALFORMED);
        }
        return authentic ? onClaim(claiming, from, nowNs) : reject(StandbyReject.WRONG_PASSWORD);
    }

    private byte[] onInquire(StandbyMessage.Inquire inquire, boolean authentic, InetSocketAddress from, long nowNs) {
        if (!(authentic ? authenticInquiries : forgedInquiries).allows(nowNs)) {
            return reject(StandbyReject.TOO_MANY);
        }
        if (!authentic) {
            reject(StandbyReject.WRONG_PASSWORD);
            return StandbyCodec.wrongPassword(inquire.contender());
        }
        return encoded(
                new StandbyMessage.Challenge(inquire.contender(), challenges.of(inquire.contender(), from, nowNs)));
    }

    private byte[] onClaim(StandbyMessage.Claiming claiming, InetSocketAddress from, long nowNs) {
        if (!challenges.isFresh(claiming.challenge(), claiming.contender(), from, nowNs)) {
            return reject(StandbyReject.STALE_CHALLENGE);
        }
        WitnessLease.Ruling ruling;
        synchronized (lease) {
            ruling = lease.rule(claiming.claim(), TimeUnit.NANOSECONDS.toMillis(nowNs))
                    .orElse(null);
        }
        return ruling == null
                ? reject(StandbyReject.REPLAYED)
                : encoded(new StandbyMessage.Ruled(
                        claiming.contender(), challenges.of(claiming.contender(), from, nowNs), ruling));
    }

    private byte[] encoded(StandbyMessage answer) {
        return StandbyCodec.encode(answer, datagramKey);
    }

    private byte[] reject(StandbyReject reason) {
        rejects.get(reason).increment();
        return null;
    }

    /**
     * How often a reason to reject was met.
     *
     * @param reason the reason
     * @return since the start
     */
    public long rejects(StandbyReject reason) {
        return rejects.get(reason).sum();
    }
}
