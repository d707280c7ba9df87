package org.anychat.runtime.standby;

/**
 * What slave and master send each other over UDP, and both a witness. The slave asks, the master answers; both ask the
 * witness. No answer is longer than its question.
 */
sealed interface StandbyMessage {
    /** Slave: is there a master? */
    record Hello(Nonce slave) implements StandbyMessage {}

    /** Master: prove that you are where you say. It keeps nothing of it. */
    record Challenge(Nonce slave, Nonce master) implements StandbyMessage {}

    /**
     * Slave: activate me.
     *
     * @param udpPort of its relay
     * @param tcpPort of its gateway
     * @param formerLife which process the slave knew as its master, 0 for none
     */
    record Activate(Nonce slave, Nonce master, int udpPort, int tcpPort, Standing standing, long formerLife)
            implements StandbyMessage {}

    /**
     * Master: you are activated.
     *
     * @param life a number of this process alone
     * @param tcpPort where the mirror is
     * @param certificate SHA-256 of what it shows there, lower-case hex
     */
    record Activated(Nonce slave, Nonce master, Standing standing, long life, int tcpPort, String certificate)
            implements StandbyMessage {}

    /** Master: no, with a code of the error table. {@link #WRONG_PASSWORD} comes without a proof. */
    record Refused(Nonce slave, int code) implements StandbyMessage {
        static final int WRONG_PASSWORD = 102;
    }

    /**
     * Slave: are you there?
     *
     * @param heard the last pong that has come, 0 for none: what is said is said after it
     */
    record Ping(long session, long sequence, long heard, Standing standing) implements StandbyMessage {}

    /** Master: yes, in answer to that ping. */
    record Pong(long session, long sequence, Standing standing) implements StandbyMessage {}

    /** Either of the two: is there a witness? */
    record Inquire(Nonce contender) implements StandbyMessage {}

    /**
     * Either of the two: may I take new clients?
     *
     * @param challenge the witness's last
     */
    record Claiming(Nonce contender, Nonce challenge, WitnessLease.Claim claim) implements StandbyMessage {}

    /**
     * Witness: that is how it is.
     *
     * @param challenge to answer with the next claim
     */
    record Ruled(Nonce contender, Nonce challenge, WitnessLease.Ruling ruling) implements StandbyMessage {}
}
