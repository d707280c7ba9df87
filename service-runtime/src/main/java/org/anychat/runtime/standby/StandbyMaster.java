package org.anychat.runtime.standby;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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
    private static final int MAX_SLAVES = 4;
    private static final int MAX_QUESTIONS_PER_SECOND = 100;
    private static final int SECRET_BYTES = 32;
    private static final byte[] NO_KEY = new byte[SECRET_BYTES];
    /** A challenge is good for one to two of these. */
    private static final long SLOT_NS = TimeUnit.SECONDS.toNanos(4);
    /** Longer than any challenge is good for, so that an answer that is sent again finds its session. */
    private static final long FORGET_NS = TimeUnit.SECONDS.toNanos(10);

    private static final long BETWEEN_WORDS_NS = TimeUnit.MINUTES.toNanos(1);

    private final StandbySecret secret;
    private final byte[] datagramKey;
    private final Owner owner;
    private final byte[] challengeKey = new byte[SECRET_BYTES];
    private final Map<Long, Session> sessions = new HashMap<>();
    private final Map<StandbyReject, LongAdder> rejects = new EnumMap<>(StandbyReject.class);
    private boolean spoken;
    private long spokenNs;
    private long secondNs;
    private int questions;

    /** The server that this speaks for. Called from the threads of datagrams, so it must not wait. */
    public interface Owner {
        /**
         * Whether standbys are taken.
         *
         * @return 0 where they are, a code of the error table where not, -1 while that is not known yet
         */
        int refusal();

        /**
         * What the server says of itself.
         *
         * @return now
         */
        Standing standing();

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
         * @param standing what
         */
        void onStanding(Slave slave, Standing standing);
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
        private long sequence;
        private long heardNs;

        Session(Slave slave, byte[] key) {
            this.slave = slave;
            this.key = key;
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
        random.nextBytes(challengeKey);
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

        boolean isAuthentic(byte[] key) {
            return StandbyCodec.isAuthentic(data, offset, length, key);
        }
    }

    private byte[] answerQuestion(StandbyMessage question, Datagram datagram) {
        if (!mayAsk(datagram.nowNs())) {
            return reject(StandbyReject.TOO_MANY);
        }
        int refusal = owner.refusal();
        if (refusal < 0) {
            return reject(StandbyReject.NO_MASTER);
        }
        if (!datagram.isAuthentic(datagramKey)) {
            sayWrongPassword(datagram);
            reject(StandbyReject.WRONG_PASSWORD);
            return question instanceof StandbyMessage.Hello hello ? wrongPassword(hello) : null;
        }
        if (question instanceof StandbyMessage.Hello hello) {
            if (refusal != 0) {
                reject(StandbyReject.NO_MASTER);
                return encoded(new StandbyMessage.Refused(hello.slave(), refusal));
            }
            Nonce challenge = challenge(hello.slave(), datagram.from(), datagram.nowNs());
            return encoded(new StandbyMessage.Challenge(hello.slave(), challenge));
        }
        return refusal == 0 ? activated((StandbyMessage.Activate) question, datagram) : reject(StandbyReject.NO_MASTER);
    }

    /** Not made with the password: whoever does not know it gets nothing to try words on. */
    private static byte[] wrongPassword(StandbyMessage.Hello hello) {
        return StandbyCodec.encode(
                new StandbyMessage.Refused(hello.slave(), StandbyMessage.Refused.WRONG_PASSWORD), NO_KEY);
    }

    private synchronized boolean mayAsk(long nowNs) {
        if (nowNs - secondNs >= TimeUnit.SECONDS.toNanos(1)) {
            secondNs = nowNs;
            questions = 0;
        }
        questions++;
        return questions <= MAX_QUESTIONS_PER_SECOND;
    }

    private byte[] activated(StandbyMessage.Activate activate, Datagram datagram) {
        InetSocketAddress from = datagram.from();
        long nowNs = datagram.nowNs();
        boolean fresh = activate.master().equals(challenge(activate.slave(), from, nowNs))
                || activate.master().equals(challenge(activate.slave(), from, nowNs - SLOT_NS));
        if (!fresh) {
            return reject(StandbyReject.STALE_CHALLENGE);
        }
        Slave slave = new Slave(
                from.getAddress().getHostAddress(), activate.udpPort(), activate.tcpPort(), activate.formerLife());
        if (!open(slave, activate, nowNs)) {
            return reject(StandbyReject.NO_ROOM);
        }
        owner.onStanding(slave, activate.standing());
        Door door = owner.door();
        return encoded(new StandbyMessage.Activated(
                activate.slave(),
                activate.master(),
                owner.standing(),
                door.life(),
                door.tcpPort(),
                door.certificate()));
    }

    /** An answer that comes twice finds its session, so that old pings are not good again. */
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
            if (sessions.size() >= MAX_SLAVES) {
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
        synchronized (this) {
            if (ping.sequence() <= session.sequence) {
                return reject(StandbyReject.REPLAYED);
            }
            session.sequence = ping.sequence();
            session.heardNs = datagram.nowNs();
        }
        owner.onStanding(session.slave, ping.standing());
        return StandbyCodec.encode(
                new StandbyMessage.Pong(ping.session(), ping.sequence(), owner.standing()), session.key);
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

    /**
     * Whether a slave has been heard of lately.
     *
     * @param withinNs in which time
     * @param nowNs the time
     * @return whether one has
     */
    public synchronized boolean hasHeard(long withinNs, long nowNs) {
        return sessions.values().stream().anyMatch(session -> nowNs - session.heardNs <= withinNs);
    }

    private Nonce challenge(Nonce slave, InetSocketAddress from, long nowNs) {
        byte[] address = from.getAddress().getAddress();
        ByteBuffer input = ByteBuffer.allocate(address.length + Integer.BYTES + Long.BYTES + Nonce.BYTES);
        input.put(address).putInt(from.getPort()).putLong(Math.floorDiv(nowNs, SLOT_NS));
        slave.write(input);
        return Nonce.of(StandbySecret.hmac(challengeKey, input.array()));
    }

    private byte[] encoded(StandbyMessage answer) {
        return StandbyCodec.encode(answer, datagramKey);
    }

    private synchronized void sayWrongPassword(Datagram datagram) {
        if (!spoken || datagram.nowNs() - spokenNs >= BETWEEN_WORDS_NS) {
            spoken = true;
            spokenNs = datagram.nowNs();
            log.warn(
                    "A server at {} that wants to stand by for this one is refused: its SDKAuthPass is another one. Set"
                            + " the same on both.",
                    datagram.from().getAddress().getHostAddress());
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
