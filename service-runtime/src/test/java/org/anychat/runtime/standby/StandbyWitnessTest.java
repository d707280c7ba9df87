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

class StandbyWitnessTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.7", 40_000);
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.8", 40_000);
    private static final StandbySecret SECRET = new StandbySecret("what all three know");
    private static final long START_NS = TimeUnit.DAYS.toNanos(3);

    private final StandbyWitness witness = new StandbyWitness(SECRET, new SecureRandom(), START_NS);
    private long nowNs = START_NS + TimeUnit.SECONDS.toNanos(5);

    /** One of the two servers, over a network that is a list. */
    private final class Server implements WitnessContact.Owner {
        private final WitnessContact contact;
        private final List<byte[]> sent = new ArrayList<>();
        private boolean wants = true;

        Server(StandbySecret secret, long life) {
            contact = new WitnessContact(secret, new WitnessContact.Contender(life, false), this, new SecureRandom());
        }

        @Override
        public WitnessContact.Wish wish() {
            return new WitnessContact.Wish(wants, 4);
        }

        @Override
        public void send(byte[] datagram) {
            sent.add(datagram);
        }

        void tick(InetSocketAddress from) {
            sent.clear();
            contact.onTick(nowMs());
            for (int i = 0; i < sent.size(); i++) {
                byte[] answer = answer(sent.get(i), from);
                if (answer != null) {
                    assertTrue(answer.length <= sent.get(i).length, "an answer is no longer than its question");
                    contact.onDatagram(answer, nowMs());
                }
            }
        }

        byte[] last() {
            return sent.get(sent.size() - 1);
        }

        boolean holds() {
            return contact.holdsLease(nowMs());
        }
    }

    private byte[] answer(byte[] datagram, InetSocketAddress from) {
        assertTrue(StandbyWitness.isFor(datagram, 0, datagram.length));
        return witness.answer(datagram, 0, datagram.length, from, nowNs);
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(nowNs);
    }

    private void pass(long ms) {
        nowNs += TimeUnit.MILLISECONDS.toNanos(ms);
    }

    @Test
    void shouldGiveTheLeaseToOneAtATime() {
        Server master = new Server(SECRET, 1);
        Server slave = new Server(SECRET, 2);
        master.tick(HERE);
        slave.tick(ELSEWHERE);
        assertTrue(master.holds());
        assertFalse(slave.holds());
        assertEquals(5, master.contact.epoch());

        pass(WitnessLease.LEASE_MS - LeaseHold.MARGIN_MS);
        assertFalse(master.holds());
        slave.tick(ELSEWHERE);
        assertFalse(slave.holds());

        pass(LeaseHold.MARGIN_MS);
        slave.tick(ELSEWHERE);
        assertTrue(slave.holds());
        assertEquals(6, slave.contact.epoch());
    }

    @Test
    void shouldGiveItToTheOtherAtOnceWhenItIsGivenBack() {
        Server master = new Server(SECRET, 1);
        Server slave = new Server(SECRET, 2);
        master.tick(HERE);
        master.wants = false;
        master.tick(HERE);
        slave.tick(ELSEWHERE);

        assertFalse(master.holds());
        assertTrue(slave.holds());
    }

    @Test
    void shouldHearAClaimOnceAndOnlyFromWhereItWasChallenged() {
        Server master = new Server(SECRET, 1);
        master.tick(HERE);
        byte[] claim = master.last();

        assertNull(answer(claim, HERE));
        assertEquals(1, witness.rejects(StandbyReject.REPLAYED));
        assertNull(answer(claim, ELSEWHERE));
        assertEquals(1, witness.rejects(StandbyReject.STALE_CHALLENGE));
    }

    @Test
    void shouldTakeNoClaimMadeForAWitnessOfBefore() {
        Server master = new Server(SECRET, 1);
        master.tick(HERE);
        StandbyWitness again = new StandbyWitness(SECRET, new SecureRandom(), nowNs);

        assertNull(again.answer(master.last(), 0, master.last().length, HERE, nowNs));
        assertEquals(1, again.rejects(StandbyReject.STALE_CHALLENGE));
    }

    @Test
    void shouldTakeNoRulingTwice() {
        Server master = new Server(SECRET, 1);
        master.tick(HERE);
        pass(500);
        master.sent.clear();
        master.contact.onTick(nowMs());
        byte[] ruling = answer(master.last(), HERE);
        master.contact.onDatagram(ruling, nowMs());
        pass(WitnessLease.LEASE_MS);
        master.contact.onDatagram(ruling, nowMs());

        assertFalse(master.holds());
        assertFalse(master.contact.answers(nowMs()));
    }

    @Test
    void shouldGoOnWhenTheChallengeHasGrownOld() {
        Server master = new Server(SECRET, 1);
        for (int i = 0; i < 100; i++) {
            master.tick(HERE);
            assertTrue(master.holds(), "tick " + i);
            pass(WitnessContact.TICK_MS);
        }
        pass(TimeUnit.MINUTES.toMillis(1));
        master.tick(HERE);
        assertTrue(master.holds());
    }

    @Test
    void shouldTellWhoeverHasAnotherPasswordNothingMadeWithIt() {
        Server stranger = new Server(new StandbySecret("another"), 1);
        stranger.tick(HERE);
        byte[] answer = answer(stranger.last(), HERE);

        assertTrue(stranger.contact.isRefused());
        assertFalse(stranger.holds());
        assertFalse(StandbyCodec.isAuthentic(answer, 0, answer.length, SECRET.datagramKey()));
    }

    @Test
    void shouldBoundStrangersWithoutHarmToTheHolder() {
        Server master = new Server(SECRET, 1);
        master.tick(HERE);
        Server stranger = new Server(new StandbySecret("another"), 9);
        stranger.contact.onTick(nowMs());
        int answers = 0;
        for (int i = 0; i < 1_000; i++) {
            answers += answer(stranger.last(), ELSEWHERE) == null ? 0 : 1;
        }
        assertTrue(answers <= 100, answers + " answers");

        pass(500);
        master.tick(HERE);
        pass(WitnessLease.LEASE_MS - 500);
        assertTrue(master.holds());
    }

    @Test
    void shouldChallengeAServerWhateverOthersForge() {
        Server forger = new Server(new StandbySecret("another"), 9);
        forger.contact.onTick(nowMs());
        for (int i = 0; i < 1_000; i++) {
            answer(forger.last(), ELSEWHERE);
        }
        assertEquals(900, witness.rejects(StandbyReject.TOO_MANY));

        Server master = new Server(SECRET, 1);
        master.tick(HERE);
        assertTrue(master.holds());
    }

    @Test
    void shouldBoundInquiriesOfWhoeverKnowsThePassword() {
        Server master = new Server(SECRET, 1);
        master.contact.onTick(nowMs());
        int answers = 0;
        for (int i = 0; i < 1_000; i++) {
            answers += answer(master.last(), HERE) == null ? 0 : 1;
        }
        assertEquals(100, answers);
    }

    @Test
    void shouldRememberNoMoreThanAFew() {
        for (int i = 1; i <= 6; i++) {
            new Server(SECRET, i).tick(HERE);
        }
        assertEquals(2, witness.rejects(StandbyReject.REPLAYED));
        pass(TimeUnit.SECONDS.toMillis(11));
        Server later = new Server(SECRET, 7);
        later.tick(HERE);
        assertTrue(later.holds());
    }

    @Test
    void shouldRejectWhateverWasChangedOnTheWay() {
        Server master = new Server(SECRET, 1);
        master.tick(HERE);
        master.sent.clear();
        master.contact.onTick(nowMs());
        byte[] claim = master.last();
        for (int length = 0; length < claim.length; length++) {
            assertNull(witness.answer(Arrays.copyOf(claim, length), 0, length, HERE, nowNs));
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] changed = claim.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] answer = witness.answer(changed, 0, changed.length, HERE, nowNs);
            assertTrue(
                    answer == null || !StandbyCodec.isAuthentic(answer, 0, answer.length, SECRET.datagramKey()),
                    "seed " + seed);
        }
        byte[] shifted = new byte[claim.length + 7];
        System.arraycopy(claim, 0, shifted, 7, claim.length);
        assertNotNull(witness.answer(shifted, 7, claim.length, HERE, nowNs));
    }
}
