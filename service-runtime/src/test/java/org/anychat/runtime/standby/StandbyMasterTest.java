package org.anychat.runtime.standby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StandbyMasterTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.7", 40_000);
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.8", 40_000);
    private static final StandbySecret SECRET = new StandbySecret("what both know");
    private static final String CERTIFICATE = "ab".repeat(32);
    private static final long START_NS = TimeUnit.DAYS.toNanos(3);

    private final Server server = new Server();
    private final StandbyMaster master = new StandbyMaster(SECRET, server, new SecureRandom());
    private long nowNs = START_NS;

    private static final class Server implements StandbyMaster.Owner {
        private int refusal;
        private Standing standing = new Standing(4, true, false);
        private final List<String> heard = new ArrayList<>();

        @Override
        public int refusal() {
            return refusal;
        }

        @Override
        public Standing standing(long nowMs) {
            return standing;
        }

        @Override
        public StandbyMaster.Door door() {
            return new StandbyMaster.Door(99, 8906, CERTIFICATE);
        }

        @Override
        public void onSlave(StandbyMaster.Slave slave) {
            heard.add(slave.address() + " " + slave.udpPort() + " " + slave.tcpPort() + " " + slave.formerLife());
        }

        @Override
        public void onStanding(StandbyMaster.Slave slave, MasterLife.Heard said) {
            heard.add(said.standing().epoch() + " " + said.standing().serves());
        }
    }

    /** A slave over a network that is a list; what it was told. */
    private final class Slave implements MasterContact.Owner {
        private final MasterContact contact;
        private final List<byte[]> sent = new ArrayList<>();
        private final List<String> told = new ArrayList<>();
        private MasterContact.Master activated;

        Slave(StandbySecret secret) {
            contact = new MasterContact(secret, this, new SecureRandom());
        }

        /** Carries datagrams until nobody has anything to say. */
        void exchange(InetSocketAddress from) {
            for (int i = 0; i < sent.size(); i++) {
                byte[] answer = master.answer(sent.get(i), 0, sent.get(i).length, from, nowNs);
                if (answer != null) {
                    assertTrue(answer.length <= sent.get(i).length, "an answer is no longer than its question");
                    contact.onDatagram(answer, nowMs());
                }
            }
        }

        byte[] last() {
            return sent.get(sent.size() - 1);
        }

        @Override
        public MasterContact.Introduction introduction() {
            return new MasterContact.Introduction(8917, 8916, new Standing(3, false, false), 55);
        }

        @Override
        public void send(byte[] datagram) {
            sent.add(datagram);
        }

        @Override
        public void onActivated(MasterContact.Master found) {
            activated = found;
        }

        @Override
        public void onRefused(int code) {
            told.add("refused " + code);
        }

        @Override
        public void onStanding(Standing standing, long askedMs) {
            told.add(standing.epoch() + " " + standing.serves());
        }
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(nowNs);
    }

    private void pass(long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private Slave activated() {
        Slave slave = new Slave(SECRET);
        slave.contact.onTick(nowMs());
        slave.exchange(HERE);
        slave.sent.clear();
        return slave;
    }

    @Test
    void shouldActivateASlaveThatKnowsThePassword() {
        Slave slave = activated();

        assertEquals(List.of("192.0.2.7 8917 8916 55", "3 false"), server.heard);
        assertEquals(List.of("4 true"), slave.told);
        assertEquals(99, slave.activated.life());
        assertEquals(8906, slave.activated.tcpPort());
        assertEquals(CERTIFICATE, slave.activated.certificate());
        assertTrue(master.isMirrorToken(slave.activated.mirrorToken()));
        assertFalse(master.isMirrorToken("0".repeat(64)));
    }

    @Test
    void shouldAnswerPingsAndTellHowLongTheMasterIsSilent() {
        Slave slave = activated();
        assertEquals(0, slave.contact.silentMs(nowMs()));

        pass(500);
        server.standing = new Standing(5, false, false);
        slave.contact.onTick(nowMs());
        slave.exchange(HERE);
        pass(700);

        assertEquals(700, slave.contact.silentMs(nowMs()));
        assertEquals(List.of("4 true", "5 false"), slave.told);
    }

    @Test
    void shouldHearAPingOnce() {
        Slave slave = activated();
        slave.contact.onTick(nowMs());
        slave.exchange(HERE);

        assertNull(master.answer(slave.last(), 0, slave.last().length, HERE, nowNs));
        assertEquals(1, master.rejects(StandbyReject.REPLAYED));
    }

    @Test
    void shouldTakeNoPongTwice() {
        Slave slave = activated();
        slave.contact.onTick(nowMs());
        byte[] pong = master.answer(slave.last(), 0, slave.last().length, HERE, nowNs);
        slave.contact.onDatagram(pong, nowMs());
        pass(1_500);
        slave.contact.onDatagram(pong, nowMs());

        assertEquals(1_500, slave.contact.silentMs(nowMs()));
    }

    @Test
    void shouldTellBothSidesOfAnotherPassword() {
        Slave slave = new Slave(new StandbySecret("another"));
        slave.contact.onTick(nowMs());
        slave.exchange(HERE);

        assertEquals(List.of("refused 102"), slave.told);
        assertEquals(1, master.rejects(StandbyReject.WRONG_PASSWORD));
        assertEquals(List.of(), server.heard);
    }

    @Test
    void shouldGiveNothingMadeWithThePasswordToWhoeverDoesNotKnowIt() {
        Slave slave = new Slave(new StandbySecret("another"));
        slave.contact.onTick(nowMs());
        byte[] answer = master.answer(slave.last(), 0, slave.last().length, HERE, nowNs);

        assertFalse(StandbyCodec.isAuthentic(answer, 0, answer.length, SECRET.datagramKey()));
    }

    @Test
    void shouldRefuseWithTheServersCode() {
        server.refusal = 31;
        Slave slave = new Slave(SECRET);
        slave.contact.onTick(nowMs());
        slave.exchange(HERE);
        assertEquals(List.of("refused 31"), slave.told);

        server.refusal = -1;
        assertNull(master.answer(slave.last(), 0, slave.last().length, HERE, nowNs));
    }

    @Test
    void shouldTakeAnAnswerToAChallengeOnlyInTimeAndFromItsAddress() {
        Slave slave = new Slave(SECRET);
        slave.contact.onTick(nowMs());
        byte[] challenge = master.answer(slave.last(), 0, slave.last().length, HERE, nowNs);
        slave.contact.onDatagram(challenge, nowMs());
        byte[] activate = slave.last();

        assertNull(master.answer(activate, 0, activate.length, ELSEWHERE, nowNs));
        assertNull(master.answer(activate, 0, activate.length, HERE, nowNs + TimeUnit.SECONDS.toNanos(9)));
        assertEquals(2, master.rejects(StandbyReject.STALE_CHALLENGE));
        assertNotNull(master.answer(activate, 0, activate.length, HERE, nowNs));
    }

    @Test
    void shouldKeepPingsThatWereHeardOfWhenAnActivationComesAgain() {
        Slave slave = new Slave(SECRET);
        slave.contact.onTick(nowMs());
        slave.exchange(HERE);
        byte[] activate = slave.last();
        slave.contact.onTick(nowMs());
        slave.exchange(HERE);
        byte[] ping = slave.last();

        assertNotNull(master.answer(activate, 0, activate.length, HERE, nowNs));
        assertNull(master.answer(ping, 0, ping.length, HERE, nowNs));
    }

    @Test
    void shouldFindAMasterThatWasStartedAnew() {
        Slave slave = activated();
        StandbyMaster again = new StandbyMaster(SECRET, server, new SecureRandom());
        pass(1_000);
        slave.contact.onTick(nowMs());
        for (int i = 0; i < slave.sent.size(); i++) {
            byte[] answer = again.answer(slave.sent.get(i), 0, slave.sent.get(i).length, HERE, nowNs);
            if (answer != null) {
                slave.contact.onDatagram(answer, nowMs());
            }
        }

        assertEquals(0, slave.contact.silentMs(nowMs()));
        assertTrue(again.isMirrorToken(slave.activated.mirrorToken()));
    }

    @Test
    void shouldRefuseASecondSlaveUntilTheFirstHasGone() {
        activated();
        Slave second = new Slave(SECRET);
        second.contact.onTick(nowMs());
        second.exchange(ELSEWHERE);
        assertEquals(List.of("refused 13"), second.told);
        assertEquals(1, master.rejects(StandbyReject.NO_ROOM));

        pass(11_000);
        second.contact.onTick(nowMs());
        second.exchange(ELSEWHERE);
        assertEquals(List.of("refused 13", "4 true"), second.told);
    }

    @Test
    void shouldBoundQuestions() {
        Slave flood = new Slave(SECRET);
        flood.contact.onTick(nowMs());
        int answers = 0;
        for (int i = 0; i < 1_000; i++) {
            answers += master.answer(flood.last(), 0, flood.last().length, HERE, nowNs) == null ? 0 : 1;
        }
        assertTrue(answers <= 100, answers + " answers");
        assertTrue(master.rejects(StandbyReject.TOO_MANY) >= 900);
    }

    @Test
    void shouldActivateASlaveWhateverOthersForge() {
        Slave forger = new Slave(new StandbySecret("another"));
        forger.contact.onTick(nowMs());
        byte[] forged = forger.last();
        int answers = 0;
        for (int i = 0; i < 1_000; i++) {
            answers += master.answer(forged, 0, forged.length, ELSEWHERE, nowNs) == null ? 0 : 1;
        }
        assertEquals(100, answers);
        assertEquals(900, master.rejects(StandbyReject.TOO_MANY));

        Slave slave = activated();

        assertEquals(List.of("4 true"), slave.told);
        assertEquals(900, master.rejects(StandbyReject.TOO_MANY));
    }

    @Test
    void shouldRejectWhateverWasChangedOnTheWay() {
        Slave slave = new Slave(SECRET);
        slave.contact.onTick(nowMs());
        byte[] hello = slave.last();
        for (int length = 0; length < hello.length; length++) {
            assertNull(master.answer(Arrays.copyOf(hello, length), 0, length, HERE, nowNs));
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 90; i++) {
            byte[] changed = hello.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] answer = master.answer(changed, 0, changed.length, HERE, nowNs);
            // What is refused for its password says so, and is proved by nobody.
            assertTrue(
                    answer == null || !StandbyCodec.isAuthentic(answer, 0, answer.length, SECRET.datagramKey()),
                    "seed " + seed);
        }
        assertEquals(List.of(), server.heard);
    }
}
