package org.anychat.room.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayLoad;
import org.anychat.contracts.RelayMode;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayPlacementTest {
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final List<RelayMode> CLOSING = List.of(RelayMode.DRAINING, RelayMode.CLOSED);

    private final RelayPlacement placement = new RelayPlacement(SILENCE_NS);

    @Test
    void shouldChooseByHowBusyRelaysAreAndNotByTheirSessions() {
        placement.onAlive(status(A, 1, 90_000, 600), 0);
        placement.onAlive(status(B, 400, 100, 100), 0);

        assertEquals(Optional.of(B), leastLoaded());
    }

    @Test
    void shouldChooseByPacketsWhereRelaysAreAboutEquallyBusy() {
        placement.onAlive(status(A, 1, 5_000, 101), 0);
        placement.onAlive(status(B, 9, 100, 109), 0);

        assertEquals(Optional.of(B), leastLoaded());
    }

    @Test
    void shouldChooseNoneThatDrainsIsClosedOrFull() {
        placement.onAlive(new RelayStatus(new NodeId("drains"), RelayMode.DRAINING, RelayLoad.NONE, List.of()), 0);
        placement.onAlive(new RelayStatus(new NodeId("closed"), RelayMode.CLOSED, RelayLoad.NONE, List.of()), 0);
        placement.onAlive(new RelayStatus(new NodeId("full"), new RelayLoad(10, 10, 0, 0)), 0);
        assertEquals(Optional.empty(), leastLoaded());

        placement.onAlive(status(A, 9, 90_000, 900), 0);
        assertEquals(Optional.of(A), leastLoaded());
    }

    @Test
    void shouldForgetASilentRelayOnce() {
        placement.onAlive(status(A, 0, 0, 0), 0);

        assertEquals(Set.of(), placement.expire(SILENCE_NS).keySet());
        assertEquals(Set.of(A), placement.expire(SILENCE_NS + 1).keySet());
        assertEquals(Set.of(), placement.expire(3 * SILENCE_NS).keySet());
        assertEquals(Optional.empty(), leastLoaded());
    }

    @Test
    void shouldCountSilenceFromTheMomentWhereSomebodyListens() {
        placement.onAlive(status(A, 0, 0, 0), 0);

        placement.listen(5 * SILENCE_NS);

        long patience = RelayPlacement.SLOW_LISTENER_FACTOR * SILENCE_NS;
        assertEquals(Set.of(), placement.expire(5 * SILENCE_NS + patience).keySet());
        assertEquals(Set.of(A), placement.expire(5 * SILENCE_NS + patience + 1).keySet());
    }

    @Test
    void shouldBePatientOnlyAsLongAsTheListenerMayBeSlow() {
        placement.listen(0);
        long settled = RelayPlacement.SLOW_LISTENER_NS;
        placement.onAlive(status(A, 0, 0, 0), settled - SILENCE_NS - 1);

        assertEquals(Set.of(), placement.expire(settled - 1).keySet());
        assertEquals(Set.of(A), placement.expire(settled).keySet());
    }

    @Test
    void shouldNotBlameTheListenerWhereAnotherRelayIsHeard() {
        placement.onAlive(status(A, 0, 0, 0), 0);
        placement.onAlive(status(B, 0, 0, 0), 0);
        placement.listen(0);
        placement.onAlive(status(B, 0, 0, 0), SILENCE_NS + 1 - SILENCE_NS / 3);

        assertEquals(Set.of(), placement.expire(SILENCE_NS).keySet());
        assertEquals(Set.of(A), placement.expire(SILENCE_NS + 1).keySet());
    }

    @Test
    void shouldDoubtTheListenerWhereTheOtherRelayHasFallenSilentToo() {
        placement.onAlive(status(A, 0, 0, 0), 0);
        placement.onAlive(status(B, 0, 0, 0), 0);
        placement.listen(0);
        placement.onAlive(status(B, 0, 0, 0), SILENCE_NS - SILENCE_NS / 3);

        assertEquals(Set.of(), placement.expire(SILENCE_NS + 1).keySet());
    }

    @Test
    void shouldTellWhoMissesSignsOfLife() {
        placement.onAlive(status(A, 0, 0, 0), 0);

        assertFalse(placement.isSilent(A, SILENCE_NS / 2));
        assertTrue(placement.isSilent(A, SILENCE_NS / 2 + 1));
        assertFalse(placement.isSilent(B, SILENCE_NS));
    }

    @Test
    void shouldGiveNoMoreTimeToARelayThatNobodyHasHeardWhereTheListenerMayBeSlow() {
        placement.listen(0);
        placement.assume(A, false, 0);

        assertEquals(Set.of(A), placement.expire(SILENCE_NS + 1).keySet());
    }

    @Test
    void shouldGiveARelayTimeToFindAServiceThatHasJustStarted() {
        placement.assume(A, true, 0);
        long patience = RelayPlacement.UNHEARD_FACTOR * SILENCE_NS;

        assertEquals(Set.of(), placement.expire(patience).keySet());
        assertEquals(Set.of(A), placement.expire(patience + 1).keySet());
    }

    @Test
    void shouldGiveARelayWhoseProcessIsNotThereNoMoreTimeThanOthers() {
        placement.assume(A, false, 0);
        assertTrue(placement.isAlive(A));

        assertEquals(Map.of(), placement.expire(SILENCE_NS));
        assertEquals(Map.of(A, SILENCE_NS + 1), placement.expire(SILENCE_NS + 1));
    }

    @Test
    void shouldTellWhetherARelayIsNewOrTakesSomethingElse() {
        assertTrue(placement.onAlive(status(A, 0, 0, 0), 0));
        assertFalse(placement.onAlive(status(A, 1, 1, 1), 1_000));
        assertTrue(placement.onAlive(new RelayStatus(A, RelayMode.DRAINING, RelayLoad.NONE, List.of()), 2_000));
        assertTrue(placement.onAlive(status(A, 1, 1, 1), 3_000));
        placement.lost(A);
        assertTrue(placement.onAlive(status(A, 1, 1, 1), 4_000));
    }

    @Test
    void shouldCountAnAssumedRelayAsAliveButGiveItNothingBeforeItSpeaks() {
        placement.assume(A, true, 0);

        assertTrue(placement.isAlive(A));
        assertEquals(Optional.empty(), leastLoaded());
        // Rooms wait for its first word, so that is news.
        assertTrue(placement.onAlive(status(A, 0, 0, 0), 1));
        assertFalse(placement.onAlive(status(A, 0, 0, 0), 1));
        assertEquals(Optional.of(A), leastLoaded());
        assertEquals(Set.of(A), placement.expire(SILENCE_NS + 2).keySet());
    }

    @Test
    void shouldForgetWhatWasPlacedOnceItCanBeMeasured() {
        placement.onAlive(status(A, 0, 0, 0), 0);
        placement.onAlive(status(B, 0, 1_000, 0), 0);
        placement.onPlaced(A, 50, 0);

        assertEquals(Optional.of(B), placement.leastLoaded(Set.of(), RelayPlacement.EXPECTED_NS - 1));
        assertEquals(Optional.of(A), placement.leastLoaded(Set.of(), RelayPlacement.EXPECTED_NS));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void shouldSpreadABurstOfRoomsBetweenTwoReportsEvenly(int relays) {
        for (int i = 0; i < relays; i++) {
            placement.onAlive(status(new NodeId("relay-" + i), 0, 0, 0), 0);
        }
        Map<NodeId, Integer> rooms = new HashMap<>();
        for (int room = 0; room < 60; room++) {
            NodeId chosen = placement.leastLoaded(Set.of(), room).orElseThrow();
            placement.onPlaced(chosen, 1, room);
            rooms.merge(chosen, 1, Integer::sum);
        }

        assertEquals(relays, rooms.size());
        assertTrue(Collections.max(rooms.values()) - Collections.min(rooms.values()) <= 1, rooms::toString);
    }

    /** Whatever relays say: the choice takes rooms, does not depend on the order of the reports, and is not clearly busier than another. */
    @Test
    void shouldNeverChooseAWorseRelayWhateverTheyReport() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<RelayStatus> reports = randomReports(random);
            Optional<NodeId> chosen = chosenOf(reports);
            Collections.shuffle(reports, random);
            String context = "seed " + seed + ", round " + round + ": " + reports + " gave " + chosen;

            assertEquals(chosen, chosenOf(reports), context);
            List<RelayStatus> open =
                    reports.stream().filter(RelayPlacementTest::takesRooms).toList();
            assertEquals(open.isEmpty(), chosen.isEmpty(), context);
            chosen.ifPresent(relay -> {
                RelayStatus best = open.stream()
                        .filter(status -> status.relay().equals(relay))
                        .findFirst()
                        .orElseThrow();
                int least =
                        open.stream().mapToInt(RelayPlacementTest::used).min().orElseThrow();
                assertTrue(used(best) - least < RelayPlacement.PER_MILLE_STEP, context);
            });
        }
    }

    private static Optional<NodeId> chosenOf(List<RelayStatus> reports) {
        RelayPlacement fresh = new RelayPlacement(SILENCE_NS);
        reports.forEach(report -> fresh.onAlive(report, 0));
        return fresh.leastLoaded(Set.of(), 0);
    }

    private static List<RelayStatus> randomReports(Random random) {
        List<RelayStatus> reports = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            int max = 1 + random.nextInt(1_000);
            RelayLoad load =
                    new RelayLoad(random.nextInt(max + 1), max, random.nextInt(100_000), random.nextInt(1_001));
            RelayMode mode = random.nextInt(3) > 0 ? RelayMode.OPEN : CLOSING.get(random.nextInt(2));
            reports.add(new RelayStatus(new NodeId("relay-" + i), mode, load, List.of()));
        }
        return reports;
    }

    private static boolean takesRooms(RelayStatus status) {
        return status.mode() == RelayMode.OPEN
                && status.load().sessions() < status.load().maxSessions();
    }

    private static int used(RelayStatus status) {
        RelayLoad load = status.load();
        return Math.max(load.busyPerMille(), 1000 * load.sessions() / load.maxSessions());
    }

    private Optional<NodeId> leastLoaded() {
        return placement.leastLoaded(Set.of(), 0);
    }

    private static RelayStatus status(NodeId relay, int sessions, long packetsPerSecond, int busyPerMille) {
        return new RelayStatus(relay, new RelayLoad(sessions, 5_000, packetsPerSecond, busyPerMille));
    }
}
