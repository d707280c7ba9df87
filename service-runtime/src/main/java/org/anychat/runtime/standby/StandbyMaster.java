package org.anychat.runtime.standby;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the datagrams of slaves. Keeps nothing of whoever has not proved where it is and that it knows the password:
 * a challenge is computed again when its answer comes. Any thread.
 */
public final class StandbyMaster {
    /** The first byte of each datagram. */
    public static final int FIRST_BYTE = 0xF5;

    private static final Logger log = LoggerFactory.getLogger(StandbyMaster.class);
    private static final int MAX_QUESTIONS_PER_SECOND = 100;
    /** Of the error table: the one place is taken. */
    private static final int RESOURCEUSED = 13;

    private static final int REMEMBERED = 16;
    /** Longer than any challenge is good for, so that an answer that is sent again finds its session. */
    private static final long FORGET_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long BETWEEN_WORDS_NS = TimeUnit.MINUTES.toNanos(1);

    private final StandbySecret secret;
    private final byte[] datagramKey;
    private final Owner owner;
    private final Challenges challenges;
    /** Two budgets: whoever does not know the password uses up nothing of those who do. */
    private final QuestionLimit authentic = new QuestionLimit(MAX_QUESTIONS_PER_SECOND);

    private final QuestionLimit forged = new QuestionLimit(MAX_QUESTIONS_PER_SECOND);
    private final Map<Long, Session> sessions = new HashMap<>();
    private final Map<StandbyReject, LongAdder> rejects = new EnumMap<>(StandbyReject.class);
    private final Words words = new Words();

    /** The server that this speaks for. Called from the threads of datagrams, so it must not wait. */
    public interface Owner {
        /**
         * Whether standbys are taken.
         *
         * @return 0 where they are, a code of the error table where not, -1 while that is not known yet
         */
        int refusal();

        /**
         * What the server says of itself, to which it keeps for a while.
         *
         * @param nowMs the time
         * @return now
         */
        Standing standing(long nowMs);

        /**
         * Where the mirror is.
         *
         * @return now
         */
        Door door();

        /**
         * A slave is activated, or again.
         *
         * @param slave who
         */
        void onSlave(Slave slave);

        /**
         * A slave has said something of itself.
         *
         * @param slave who
         * @param heard what
         */
        void onStanding(Slave slave, MasterLife.Heard heard);
    }

    /**
     * Where the mirror is.
     *
     * @param life a number of this process alone
     * @param tcpPort the port
     * @param certificate SHA-256 of the certificate there, lower-case hex
     */
    public record Door(long life, int tcpPort, String certificate) {}

    /**
     * A slave.
     *
     * @param address from where it writes
     * @param udpPort of its relay
     * @param tcpPort of its gateway
     * @param formerLife which process it knew as its master before, 0 for none
     */
    public record Slave(String address, int udpPort, int tcpPort, long formerLife) {
        boolean isSameServer(Slave other) {
            return address.equals(other.address) && udpPort == other.udpPort;
        }
    }

    private static final class Session {
        private final Slave slave;
        private final byte[] key;
        private final long[] answeredMs = new long[REMEMBERED];
        private long sequence;
        private long heardNs;

        Session(Slave slave, byte[] key) {
            this.slave = slave;
            this.key = key;
        }

        /** A ping has come, which is answered now; when that was answered which its sender had heard, or -1. */
        long answer(long number, long heard, long nowMs) {
            boolean known = heard > 0 && heard <= sequence && heard > sequence - REMEMBERED;
            long answersMs = known ? answeredMs[(int) (heard % REMEMBERED)] : -1;
            sequence = number;
            answeredMs[(int) (number % REMEMBERED)] = nowMs;
            return answersMs;
        }
    }

    /**
     * Makes a master that knows no slave.
     *
     * @param secret what both know
     * @param owner the server that this speaks for
     * @param random a cryptographic source
     */
    public StandbyMaster(StandbySecret secret, Owner owner, SecureRandom random) {
        this.secret = secret;
        this.datagramKey = secret.datagramKey();
        this.owner = owner;
        this.challenges = new Challenges(random);
        for (StandbyReject reason : StandbyReject.values()) {
            rejects.put(reason, new LongAdder());
        }
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
        if (message instanceof StandbyMessage.Ping ping) {
            return pong(ping, new Datagram(data, offset, length, from, nowNs));
        }
        if (message instanceof StandbyMessage.Hello || message instanceof StandbyMessage.Activate) {
            return answerQuestion(message, new Datagram(data, offset, length, from, nowNs));
        }
        return reject(StandbyReject.MALFORMED);
    }

    /** A datagram as it was read; valid until the next one. */
    private static final class Datagram {
        private final byte[] data;
        private final int offset;
        private final int length;
        private final InetSocketAddress from;
        private final long nowNs;

        Datagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
            this.data = data;
            this.offset = offset;
            this.length = length;
            this.from = from;
            this.nowNs = nowNs;
        }

        InetSocketAddress from() {
            return from;
        }

        long nowNs() {
            return nowNs;
        }

        long nowMs() {
            return TimeUnit.NANOSECONDS.toMillis(nowNs);
        }

        String address() {
            return from.getAddress().getHostAddress();
        }

        boolean isAuthentic(byte[] key) {
            return StandbyCodec.isAuthentic(data, offset, length, key);
        }
    }

    private byte[] answerQuestion(StandbyMessage question, Datagram datagram) {
        boolean isAuthentic = datagram.isAuthentic(datagramKey);
        if (!(isAuthentic ? authentic : forged).allows(datagram.nowNs())) {
            return reject(StandbyReject.TOO_MANY);
        }
        int refusal = owner.refusal();
        if (refusal < 0) {
            return reject(StandbyReject.NO_MASTER);
        }
        if (!isAuthentic) {
            words.onWrongPassword(datagram);
            reject(StandbyReject.WRONG_PASSWORD);
            return question instanceof StandbyMessage.Hello hello ? StandbyCodec.wrongPassword(hello.slave()) : null;
        }
        if (question instanceof StandbyMessage.Hello hello) {
            if (refusal != 0) {
                reject(StandbyReject.NO_MASTER);
                return encoded(new StandbyMessage.Refused(hello.slave(), refusal));
            }
            Nonce challenge = challenges.of(hello.slave(), datagram.from(), datagram.nowNs());
            return encoded(new StandbyMessage.Challenge(hello.slave(), challenge));
        }
        return refusal == 0 ? activated((StandbyMessage.Activate) question, datagram) : reject(StandbyReject.NO_MASTER);
    }

    private byte[] activated(StandbyMessage.Activate activate, Datagram datagram) {
        if (!challenges.isFresh(activate.master(), activate.slave(), datagram.from(), datagram.nowNs())) {
            return reject(StandbyReject.STALE_CHALLENGE);
        }
        Slave slave = new Slave(datagram.address(), activate.udpPort(), activate.tcpPort(), activate.formerLife());
        if (!open(slave, activate, datagram.nowNs())) {
            words.onSecondSlave(slave, datagram.nowNs());
            reject(StandbyReject.NO_ROOM);
            return encoded(new StandbyMessage.Refused(activate.slave(), RESOURCEUSED));
        }
        owner.onStanding(slave, new MasterLife.Heard(activate.standing(), slave.formerLife(), -1, datagram.nowMs()));
        Door door = owner.door();
        return encoded(new StandbyMessage.Activated(
                activate.slave(),
                activate.master(),
                owner.standing(datagram.nowMs()),
                door.life(),
                door.tcpPort(),
                door.certificate()));
    }

    /** One slave has the place until it has been silent for a while. An answer that comes twice finds its session, so that old pings are not good again. */
    private boolean open(Slave slave, StandbyMessage.Activate activate, long nowNs) {
        boolean news;
        synchronized (this) {
            Session known = sessions.get(idOf(activate.master()));
            if (known != null) {
                known.heardNs = nowNs;
                return true;
            }
            news = sessions.values().stream().noneMatch(session -> session.slave.isSameServer(slave));
            sessions.values()
                    .removeIf(session -> session.slave.isSameServer(slave) || nowNs - session.heardNs > FORGET_NS);
            if (!sessions.isEmpty()) {
                return false;
            }
            Session session = new Session(slave, secret.sessionKey(activate.slave(), activate.master()));
            session.heardNs = nowNs;
            sessions.put(idOf(activate.master()), session);
        }
        if (news) {
            log.info("Slave server({}-{}) connect success!", slave.address(), slave.udpPort());
        }
        owner.onSlave(slave);
        return true;
    }

    static long idOf(Nonce master) {
        return master.high();
    }

    private byte[] pong(StandbyMessage.Ping ping, Datagram datagram) {
        Session session;
        synchronized (this) {
            session = sessions.get(ping.session());
        }
        if (session == null) {
            return reject(StandbyReject.UNKNOWN_SESSION);
        }
        if (!datagram.isAuthentic(session.key)) {
            return reject(StandbyReject.WRONG_PASSWORD);
        }
        long answersMs;
        synchronized (this) {
            if (ping.sequence() <= session.sequence) {
                return reject(StandbyReject.REPLAYED);
            }
            answersMs = session.answer(ping.sequence(), ping.heard(), datagram.nowMs());
            session.heardNs = datagram.nowNs();
        }
        // Since it was activated in this session it knows this process as its master, whichever it knew before.
        long life = owner.door().life();
        owner.onStanding(session.slave, new MasterLife.Heard(ping.standing(), life, answersMs, datagram.nowMs()));
        return StandbyCodec.encode(
                new StandbyMessage.Pong(ping.session(), ping.sequence(), owner.standing(datagram.nowMs())),
                session.key);
    }

    /**
     * Finds who may open the mirror.
     *
     * @param token what it has shown
     * @return whether a slave has it that is there
     */
    public synchronized boolean isMirrorToken(String token) {
        byte[] shown = token.getBytes(StandardCharsets.UTF_8);
        return sessions.values().stream()
                .anyMatch(session -> MessageDigest.isEqual(
                        StandbySecret.mirrorToken(session.key).getBytes(StandardCharsets.UTF_8), shown));
    }

    private byte[] encoded(StandbyMessage answer) {
        return StandbyCodec.encode(answer, datagramKey);
    }

    /** What the operator is told, each at most once a minute. */
    private static final class Words {
        private boolean spoken;
        private long spokenNs;
        private boolean spokenOfSecond;
        private long spokenOfSecondNs;

        synchronized void onWrongPassword(Datagram datagram) {
            if (!spoken || datagram.nowNs() - spokenNs >= BETWEEN_WORDS_NS) {
                spoken = true;
                spokenNs = datagram.nowNs();
                log.warn(
                        "A server at {} that wants to stand by for this one is refused: its SDKAuthPass is another one."
                                + " Set the same on both.",
                        datagram.address());
            }
        }

        synchronized void onSecondSlave(Slave slave, long nowNs) {
            if (!spokenOfSecond || nowNs - spokenOfSecondNs >= BETWEEN_WORDS_NS) {
                spokenOfSecond = true;
                spokenOfSecondNs = nowNs;
                log.warn(
                        "Slave server({}-{}) is refused: another one stands by for this server already, and two would"
                                + " both serve. Stop one of them.",
                        slave.address(),
                        slave.udpPort());
            }
        }
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
