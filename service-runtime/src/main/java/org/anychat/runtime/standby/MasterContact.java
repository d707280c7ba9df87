package org.anychat.runtime.standby;

import java.security.SecureRandom;

/**
 * The slave's end of the datagrams: finds its master, is activated, and asks it four times a second whether it is there. A
 * master that was started anew is found as one that was away. Lives on its owner's context, with times in milliseconds
 * of a clock that nobody sets.
 */
public final class MasterContact {
    /** Time between two calls of {@link #onTick}. */
    public static final long TICK_MS = 250;

    /** How long an answer may take. */
    private static final long PATIENCE_MS = 2_000;
    /** After so much silence it asks from the beginning, too. */
    private static final long DOUBT_MS = 900;

    private static final int REMEMBERED = 16;

    private final StandbySecret secret;
    private final byte[] datagramKey;
    private final Owner owner;
    private final SecureRandom random;
    private Nonce asked;
    private long askedMs;
    private long session;
    /** Null until activated. */
    private byte[] sessionKey;

    private final long[] askedAtMs = new long[REMEMBERED];
    private long sequence;
    private long answered;
    private boolean heard;
    private long heardMs;

    /** The slave. */
    public interface Owner {
        /**
         * What the slave says of itself.
         *
         * @return now
         */
        Introduction introduction();

        /**
         * Sends a datagram to the master.
         *
         * @param datagram the bytes
         */
        void send(byte[] datagram);

        /**
         * The master has taken the slave.
         *
         * @param master where its mirror is, and what opens it
         */
        void onActivated(Master master);

        /**
         * The master refuses.
         *
         * @param code 30, 31, 13 where another stands by already, or 102 for another password
         */
        void onRefused(int code);

        /**
         * The master has said something of itself.
         *
         * @param standing what
         * @param askedMs when it was asked, -1 where that is not known
         */
        void onStanding(Standing standing, long askedMs);
    }

    /**
     * What the slave says of itself.
     *
     * @param udpPort of its relay
     * @param tcpPort of its gateway
     * @param standing epoch, and whether it serves
     * @param formerLife which process it knew as its master, 0 for none
     */
    public record Introduction(int udpPort, int tcpPort, Standing standing, long formerLife) {}

    /**
     * A master that has taken the slave.
     *
     * @param life a number of its process alone
     * @param tcpPort where its mirror is
     * @param certificate SHA-256 of the certificate there, lower-case hex
     * @param mirrorToken what opens the mirror
     */
    public record Master(long life, int tcpPort, String certificate, String mirrorToken) {
        @Override
        public String toString() {
            return "Master[life=" + life + ", tcpPort=" + tcpPort + ", certificate=" + certificate + "]";
        }
    }

    /**
     * Makes a contact that has not asked yet.
     *
     * @param secret what both know
     * @param owner the slave
     * @param random a cryptographic source
     */
    public MasterContact(StandbySecret secret, Owner owner, SecureRandom random) {
        this.secret = secret;
        this.datagramKey = secret.datagramKey();
        this.owner = owner;
        this.random = random;
    }

    /**
     * Asks the master.
     *
     * @param nowMs the time
     */
    public void onTick(long nowMs) {
        if (sessionKey != null) {
            sequence++;
            askedAtMs[(int) (sequence % REMEMBERED)] = nowMs;
            owner.send(StandbyCodec.encode(
                    new StandbyMessage.Ping(
                            session, sequence, answered, owner.introduction().standing()),
                    sessionKey));
        }
        if (sessionKey == null || silentMs(nowMs) > DOUBT_MS) {
            hello(nowMs);
        }
    }

    /**
     * Begins anew, as the mirror wants another token.
     *
     * @param nowMs the time
     */
    public void activateAgain(long nowMs) {
        hello(nowMs);
    }

    private void hello(long nowMs) {
        if (asked == null || nowMs - askedMs > PATIENCE_MS) {
            asked = Nonce.random(random);
            askedMs = nowMs;
        }
        owner.send(StandbyCodec.encode(new StandbyMessage.Hello(asked), datagramKey));
    }

    /**
     * How long the master has been silent.
     *
     * @param nowMs the time
     * @return in milliseconds, {@link Long#MAX_VALUE} where it has never been heard
     */
    public long silentMs(long nowMs) {
        return heard ? nowMs - heardMs : Long.MAX_VALUE;
    }

    /**
     * Takes a datagram that has come from the master's address, or seems to.
     *
     * @param data the bytes
     * @param nowMs the time
     */
    public void onDatagram(byte[] data, long nowMs) {
        StandbyMessage message = StandbyCodec.decode(data, 0, data.length).orElse(null);
        if (message instanceof StandbyMessage.Pong pong) {
            onPong(pong, data, nowMs);
        } else if (message instanceof StandbyMessage.Refused refused) {
            onRefused(refused, data);
        } else if (message != null && StandbyCodec.isAuthentic(data, 0, data.length, datagramKey)) {
            onAnswer(message, nowMs);
        }
    }

    private void onPong(StandbyMessage.Pong pong, byte[] data, long nowMs) {
        boolean next = sessionKey != null
                && pong.session() == session
                && pong.sequence() > answered
                && pong.sequence() <= sequence
                && StandbyCodec.isAuthentic(data, 0, data.length, sessionKey);
        if (next) {
            answered = pong.sequence();
            onHeard(nowMs);
            boolean known = pong.sequence() > sequence - REMEMBERED;
            owner.onStanding(pong.standing(), known ? askedAtMs[(int) (pong.sequence() % REMEMBERED)] : -1);
        }
    }

    private void onRefused(StandbyMessage.Refused refused, byte[] data) {
        if (!refused.slave().equals(asked)) {
            return;
        }
        boolean proved = StandbyCodec.isAuthentic(data, 0, data.length, datagramKey);
        if (proved || refused.code() == StandbyMessage.Refused.WRONG_PASSWORD) {
            asked = null;
            owner.onRefused(refused.code());
        }
    }

    private void onAnswer(StandbyMessage message, long nowMs) {
        if (message instanceof StandbyMessage.Challenge challenge
                && challenge.slave().equals(asked)) {
            onHeard(nowMs);
            Introduction self = owner.introduction();
            owner.send(StandbyCodec.encode(
                    new StandbyMessage.Activate(
                            challenge.slave(),
                            challenge.master(),
                            self.udpPort(),
                            self.tcpPort(),
                            self.standing(),
                            self.formerLife()),
                    datagramKey));
        } else if (message instanceof StandbyMessage.Activated activated
                && activated.slave().equals(asked)) {
            onActivated(activated, nowMs);
        }
    }

    private void onActivated(StandbyMessage.Activated activated, long nowMs) {
        asked = null;
        onHeard(nowMs);
        session = StandbyMaster.idOf(activated.master());
        sessionKey = secret.sessionKey(activated.slave(), activated.master());
        sequence = 0;
        answered = 0;
        owner.onActivated(new Master(
                activated.life(), activated.tcpPort(), activated.certificate(), StandbySecret.mirrorToken(sessionKey)));
        owner.onStanding(activated.standing(), -1);
    }

    private void onHeard(long nowMs) {
        heard = true;
        heardMs = nowMs;
    }
}
