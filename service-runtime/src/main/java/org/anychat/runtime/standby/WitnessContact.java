package org.anychat.runtime.standby;

import java.security.SecureRandom;

/**
 * A server's way to its witness: proves itself and claims the lease, four times a second. Lives on its owner's context,
 * with times in milliseconds of a clock that nobody sets.
 */
public final class WitnessContact {
    /** Time between two calls of {@link #onTick}. */
    public static final long TICK_MS = 250;

    /** How long an answer may take. */
    private static final long PATIENCE_MS = 2_000;
    /** After so much silence it begins anew, too. */
    private static final long DOUBT_MS = 600;

    private final byte[] datagramKey;
    private final LeaseHold lease;
    private final NewClients clients;
    private final Owner owner;
    private final SecureRandom random;
    private Nonce asked;
    private long askedMs;
    /** What was proved last, null for nothing yet. */
    private Nonce own;

    private Nonce challenge;
    private boolean begun;
    private boolean refused;

    /**
     * What a server wants of its witness.
     *
     * @param wants whether it would take new clients
     * @param epoch how many take-overs there have been, as far as it knows
     */
    public record Wish(boolean wants, long epoch) {}

    /** The server. */
    public interface Owner {
        /**
         * What it wants.
         *
         * @return now
         */
        Wish wish();

        /**
         * Sends a datagram to the witness.
         *
         * @param datagram the bytes
         */
        void send(byte[] datagram);
    }

    /**
     * Who claims.
     *
     * @param life a number of this process alone
     * @param servesWithoutWitness whether it takes new clients while neither witness nor the other server answers
     */
    public record Contender(long life, boolean servesWithoutWitness) {}

    /**
     * Makes a contact that has not asked yet.
     *
     * @param secret what all know
     * @param self who claims
     * @param owner the server
     * @param random a cryptographic source
     */
    public WitnessContact(StandbySecret secret, Contender self, Owner owner, SecureRandom random) {
        this.datagramKey = secret.datagramKey();
        this.lease = new LeaseHold(self.life());
        this.clients = new NewClients(lease, self.servesWithoutWitness());
        this.owner = owner;
        this.random = random;
    }

    /**
     * Claims what the server wants.
     *
     * @param nowMs the time
     */
    public void onTick(long nowMs) {
        if (!begun) {
            begun = true;
            lease.begin(nowMs);
        }
        if (challenge != null) {
            claim(nowMs);
        }
        if (challenge == null || lease.silentMs(nowMs) > DOUBT_MS) {
            if (asked == null || nowMs - askedMs > PATIENCE_MS) {
                asked = Nonce.random(random);
                askedMs = nowMs;
            }
            owner.send(StandbyCodec.encode(new StandbyMessage.Inquire(asked), datagramKey));
        }
    }

    private void claim(long nowMs) {
        Wish wish = owner.wish();
        WitnessLease.Claim claim = lease.claim(wish.wants(), wish.epoch(), nowMs);
        owner.send(StandbyCodec.encode(new StandbyMessage.Claiming(own, challenge, claim), datagramKey));
    }

    /**
     * Takes a datagram that has come from the witness's address, or seems to.
     *
     * @param data the bytes
     * @param nowMs the time
     */
    public void onDatagram(byte[] data, long nowMs) {
        StandbyMessage message = StandbyCodec.decode(data, 0, data.length).orElse(null);
        if (message == null) {
            return;
        }
        if (!StandbyCodec.isAuthentic(data, 0, data.length, datagramKey)) {
            refused |=
                    message instanceof StandbyMessage.Refused no && no.slave().equals(asked);
        } else if (message instanceof StandbyMessage.Challenge proof
                && proof.slave().equals(asked)) {
            own = asked;
            asked = null;
            refused = false;
            challenge = proof.master();
            claim(nowMs);
        } else if (message instanceof StandbyMessage.Ruled ruled
                && ruled.contender().equals(own)) {
            challenge = ruled.challenge();
            lease.onRuling(ruled.ruling(), nowMs);
        }
    }

    /**
     * Whether new clients may be taken, by this witness and by the other server's word.
     *
     * @return the rule, for any thread
     */
    public NewClients clients() {
        return clients;
    }

    /**
     * Whether the lease is this server's.
     *
     * @param nowMs the time
     * @return now
     */
    public boolean holdsLease(long nowMs) {
        return lease.isValid(nowMs);
    }

    /**
     * Whether the witness has answered lately.
     *
     * @param nowMs the time
     * @return whether
     */
    public boolean answers(long nowMs) {
        return clients.witnessAnswers(nowMs);
    }

    /**
     * Whether the witness has ever answered.
     *
     * @return since the start
     */
    public boolean hasAnswered() {
        return own != null && lease.isRuled();
    }

    /**
     * Whether whoever answers there has another password.
     *
     * @return since it last proved itself
     */
    public boolean isRefused() {
        return refused;
    }

    /**
     * How many take-overs there had been when the lease was given last.
     *
     * @return this server's own among them
     */
    public long epoch() {
        return lease.epoch();
    }
}
