package org.anychat.runtime.standby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.anychat.runtime.standby.WitnessedPair.Faults;
import org.anychat.runtime.standby.WitnessedPair.Node;
import org.anychat.runtime.standby.WitnessedPair.Way;
import org.junit.jupiter.api.Test;

/** Exactly one of two servers takes new clients, whatever is cut, lost, delayed or started anew. */
class WitnessedPairTest {
    private static final long SETTLED_MS = 12_000;

    private final long seed = System.nanoTime();
    private final WitnessedPair pair = new WitnessedPair(new Random(seed), Faults.NONE);

    private void run(long ms) {
        for (long t = 0; t < ms; t += WitnessedPair.STEP_MS) {
            pair.step();
            assertTrue(pair.taking() <= 1, "both take new clients; seed " + seed);
        }
    }

    private void runWithOneServing(long ms) {
        for (long t = 0; t < ms; t += WitnessedPair.STEP_MS) {
            pair.step();
            assertEquals(1, pair.taking(), "seed " + seed);
        }
    }

    @Test
    void shouldLetTheMasterServeFromItsStartOn() {
        // A witness that has just begun gives no lease, but the slave is soon there and gives its word.
        run(5_000);
        assertTrue(pair.master.takes(), "seed " + seed);
        runWithOneServing(SETTLED_MS);
        assertTrue(pair.master.takes(), "seed " + seed);
    }

    @Test
    void shouldTakeOverWithinThreeSecondsOfTheMastersDeath() {
        run(SETTLED_MS);
        pair.master = null;
        pair.slave.mirrorOpen = false;
        run(3_000);
        assertTrue(pair.slave.takes(), "seed " + seed);
    }

    @Test
    void shouldGiveTheClientsBackWhenTheMasterReturns() {
        run(SETTLED_MS);
        pair.master = null;
        run(4_000);
        pair.restartMaster();
        run(4_000);
        assertTrue(pair.master.takes(), "seed " + seed);
        runWithOneServing(SETTLED_MS);
    }

    @Test
    void shouldLetOneServeInEachCutWhereTheWitnessSeesOneOfThem() {
        for (int links = 0; links < 8; links++) {
            boolean apart = (links & 1) != 0;
            boolean masterAlone = (links & 2) != 0;
            boolean slaveAlone = (links & 4) != 0;
            WitnessedPair each = new WitnessedPair(new Random(seed), Faults.NONE);
            settle(each);
            each.master.clients = 3;
            if (apart) {
                each.cut(Node.MASTER, Node.SLAVE);
            }
            if (masterAlone) {
                each.cut(Node.MASTER, Node.WITNESS);
            }
            if (slaveAlone) {
                each.cut(Node.SLAVE, Node.WITNESS);
            }
            settle(each);
            String what = "apart " + apart + ", master from witness " + masterAlone + ", slave from witness "
                    + slaveAlone + "; seed " + seed;
            boolean masterMay = !apart || !masterAlone;
            boolean slaveMay = apart && masterAlone && !slaveAlone;
            assertEquals(masterMay, each.master.takes(), what);
            assertEquals(slaveMay, each.slave.takes(), what);

            each.heal();
            settle(each);
            assertEquals(1, each.taking(), what);
            assertEquals(slaveMay, each.master.isYielding(), what);
            each.master.clients = 0;
            settle(each);
            assertTrue(each.master.takes(), what);
        }
    }

    private void settle(WitnessedPair each) {
        for (long t = 0; t < SETTLED_MS; t += WitnessedPair.STEP_MS) {
            each.step();
            assertTrue(each.taking() <= 1, "both take new clients; seed " + seed);
        }
    }

    @Test
    void shouldGoOnWithoutTheWitnessAsLongAsTheTwoSeeEachOther() {
        run(SETTLED_MS);
        pair.cut(Node.MASTER, Node.WITNESS);
        pair.cut(Node.SLAVE, Node.WITNESS);
        runWithOneServing(SETTLED_MS);
        assertTrue(pair.master.takes(), "seed " + seed);
    }

    @Test
    void shouldLetTheHolderKeepItsLeaseWhenTheWitnessIsStartedAnew() {
        run(SETTLED_MS);
        pair.cut(Node.MASTER, Node.SLAVE);
        run(SETTLED_MS);
        for (int i = 0; i < 5; i++) {
            pair.restartWitness();
            runWithOneServing(4_000);
            assertTrue(pair.master.takes(), "seed " + seed);
        }
    }

    @Test
    void shouldGiveNobodyALeaseOfWhichItMayHaveForgotten() {
        run(SETTLED_MS);
        // The master cannot renew, and does not know yet that the slave will ask.
        pair.cut(Node.MASTER, Node.SLAVE);
        pair.cut(Node.MASTER, Node.WITNESS);
        pair.restartWitness();
        run(WitnessLease.LEASE_MS - 200);
        assertFalse(pair.slave.takes(), "seed " + seed);
        run(SETTLED_MS);
        assertTrue(pair.slave.takes(), "seed " + seed);
    }

    @Test
    void shouldNeverLetBothServeOnAnyNetwork() {
        int served = 0;
        int changes = 0;
        for (int i = 0; i < 60; i++) {
            Random random = new Random(seed + i);
            WitnessedPair each = new WitnessedPair(random, new Faults(0.1, 0.1, 300));
            boolean slaveBefore = false;
            for (int step = 0; step < 9_000; step++) {
                if (random.nextInt(150) == 0) {
                    disturb(each, random);
                }
                each.step();
                int taking = each.taking();
                assertTrue(taking <= 1, "both take new clients at step " + step + "; seed " + (seed + i));
                served += taking;
                changes += slaveBefore == each.slave.takes() ? 0 : 1;
                slaveBefore = each.slave.takes();
            }
        }
        // It would be no test were nobody ever let to serve, or always the same.
        assertTrue(served > 60 * 9_000 / 4, served + " steps with somebody serving; seed " + seed);
        assertTrue(changes > 60, changes + " changes; seed " + seed);
    }

    private static void disturb(WitnessedPair each, Random random) {
        List<Node> nodes = List.of(Node.values());
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> {
                Way way = new Way(nodes.get(random.nextInt(3)), nodes.get(random.nextInt(3)));
                each.cutWay(way.from(), way.to());
            }
            case 3 -> each.cut(Node.MASTER, Node.SLAVE);
            case 4, 5 -> each.heal();
            case 6 -> {
                each.slave.mirrorOpen = random.nextBoolean();
                each.slave.clients = random.nextInt(2);
                if (each.master != null) {
                    each.master.clients = random.nextInt(2);
                }
            }
            case 7 -> {
                if (random.nextBoolean()) {
                    each.restartWitness();
                } else {
                    each.restartSlave();
                }
            }
            default -> {
                if (each.master == null) {
                    each.restartMaster();
                } else {
                    each.master = null;
                }
            }
        }
    }
}
