package org.anychat.room.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.CallApi.AnswerCall;
import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.FinishCall;
import org.anychat.contracts.CallApi.Party;
import org.anychat.contracts.CallApi.Step;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.call.CallNotice;
import org.anychat.room.call.CallOutcome;
import org.anychat.room.call.Calls;
import org.junit.jupiter.api.Test;

/** Calls whose service is killed and has a successor, which finds what was written down. */
class CallSuccessionTest {
    private static final long RING_NS = TimeUnit.SECONDS.toNanos(60);
    private static final CallWords WORDS = new CallWords(3, 5, "ticket 17");
    private static final CallWords NONE = new CallWords(0, 0, "");
    private static final Party ANN = party(0);
    private static final Party BEN = party(1);
    private static final Party CAT = party(2);
    private static final int USERS = 5;
    private static final int RUNS = 20;
    private static final int STEPS = 300;
    private static final int MAX_PAUSE_MS = 15_000;

    /** The time of day of all machines. */
    private long nowMs = 1_700_000_000_000L;

    private static Party party(int number) {
        return new Party(
                new UserId(-number - 2), new SessionId("session" + number), new NodeId("gateway-" + number % 2));
    }

    /** A room service, of which there is one process after another. */
    private final class Server {
        private final Map<String, String> written = new HashMap<>();
        /** Each process counts from another beginning. */
        private long beginningNs;

        private Calls calls;

        Server(long beginningNs) {
            restart(beginningNs);
        }

        private void restart(long newBeginningNs) {
            beginningNs = newBeginningNs;
            SharedCallJournal journal = new SharedCallJournal(new WrittenRecords(written), this::nowNs, () -> nowMs);
            calls = new Calls(RING_NS, journal);
            calls.restore(journal.read(Map.copyOf(written), RING_NS), journal.readWords(Map.copyOf(written)), nowNs());
        }

        private long nowNs() {
            return TimeUnit.MILLISECONDS.toNanos(nowMs) + beginningNs;
        }

        private CallOutcome ring(Party caller, Party callee) {
            return calls.ring(caller, callee, WORDS, nowMs, nowNs());
        }

        private CallOutcome accept(Party callee, Party caller, int room) {
            return calls.start(calls.ringing(callee.session(), caller.user()), new RoomId(room), WORDS);
        }

        private CallOutcome refuse(Party one, Party other, long number) {
            return calls.refuse(new AnswerCall(one.session(), other.user(), 100_104, WORDS, number), nowNs());
        }

        private CallOutcome finish(Party one, Party other, long number) {
            return calls.finish(new FinishCall(one.session(), other.user(), 0, WORDS, number), nowNs());
        }

        private CallOutcome expire() {
            return calls.expire(nowNs());
        }

        private CallOutcome move(Party one, Party other, int moves) {
            calls.move(one.session(), other.gateway(), moves);
            return new CallOutcome(List.of(), List.of());
        }
    }

    /**
     * One thing that happens.
     *
     * @param kind what
     * @param one who does it
     * @param other whom it is about
     * @param room a room that no call has had
     */
    private record Command(int kind, Party one, Party other, int room) {
        static Command random(Random random, int room) {
            int one = random.nextInt(USERS);
            return new Command(
                    random.nextInt(11), party(one), party((one + 1 + random.nextInt(USERS - 1)) % USERS), room);
        }

        private CallOutcome at(Server server) {
            return switch (kind) {
                case 0, 1, 2 -> server.ring(one, other);
                case 3, 4, 5 -> server.accept(one, other, room);
                case 6 -> server.refuse(one, other, 0);
                case 7 -> server.finish(one, other, 0);
                case 8 -> server.calls.leave(one.session());
                case 9 -> server.move(one, other, room);
                default -> server.expire();
            };
        }

        /** What comes of it; calls that expire at the same time do so in any order. */
        String outcome(Server server) {
            try {
                CallOutcome outcome = at(server);
                List<CallNotice> notices = new ArrayList<>(outcome.notices());
                notices.sort(Comparator.comparing(CallNotice::toString));
                outcome.endedRooms().forEach(server.calls::roomClosed);
                return notices + " " + outcome.endedRooms();
            } catch (ServiceException refused) {
                return refused.error().name();
            }
        }
    }

    @Test
    void shouldDoTheSameWhereverTheServiceIsKilled() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int started = 0;
        for (int run = 0; run < RUNS; run++) {
            Server steady = new Server(0);
            Server killed = new Server(random.nextLong() >> 8);
            for (int step = 0; step < STEPS; step++) {
                nowMs += random.nextInt(MAX_PAUSE_MS);
                if (random.nextInt(4) == 0) {
                    killed.restart(random.nextLong() >> 8);
                }
                Command command = Command.random(random, 100_000 + step);
                String expected = command.outcome(steady);
                assertEquals(expected, command.outcome(killed), "seed " + seed + ", step " + step + ": " + command);
                assertEquals(
                        steady.calls.roomsInUse().size(),
                        killed.calls.roomsInUse().size(),
                        "seed " + seed);
                started += expected.contains("START") ? 1 : 0;
            }
            assertEquals(steady.written.keySet(), killed.written.keySet(), "seed " + seed);
        }
        assertTrue(started > RUNS, "calls must have started, seed " + seed);
    }

    @Test
    void shouldGoOnRingingForAsLongAsItWouldHaveRung() {
        Server server = new Server(0);
        server.ring(ANN, BEN);
        nowMs += 40_000;

        server.restart(-5_000_000_000L);

        nowMs += 19_999;
        assertEquals(List.of(), server.expire().notices());
        nowMs += 1;
        assertEquals(
                List.of(
                        new CallNotice(ANN, Step.REPLY, BEN.user(), 100_105, NONE),
                        new CallNotice(BEN, Step.REPLY, ANN.user(), 100_105, NONE)),
                server.expire().notices());
        assertEquals(Map.of(), server.written);
    }

    @Test
    void shouldRingNoLongerThanOnceMoreWhereTheSuccessorsClockIsSlow() {
        Server server = new Server(0);
        server.ring(ANN, BEN);
        nowMs -= 3_600_000;

        server.restart(0);

        nowMs += 60_000;
        assertEquals(2, server.expire().notices().size());
    }

    @Test
    void shouldNotMindAClockThatIsSetWhileItRings() {
        Server server = new Server(0);
        server.ring(ANN, BEN);

        nowMs += 3_600_000;
        server.beginningNs -= TimeUnit.HOURS.toNanos(1);

        assertEquals(List.of(), server.expire().notices());
    }

    @Test
    void shouldAdmitOnlyTheTwoToTheRoomOfACallOfBefore() {
        Server server = new Server(0);
        server.ring(ANN, BEN);
        server.accept(BEN, ANN, 100_000);

        server.restart(1);

        RoomId room = new RoomId(100_000);
        assertTrue(server.calls.isRoom(room));
        assertTrue(server.calls.admits(room, ANN.session()));
        assertEquals(false, server.calls.admits(room, CAT.session()));
    }

    @Test
    void shouldDoubtTheSidesUntilTheirGatewaysSpeak() {
        Server server = new Server(0);
        server.ring(ANN, BEN);
        server.restart(1);
        assertEquals(List.of(ANN, BEN), server.calls.doubted());

        assertEquals(1, server.calls.announce(ANN.session(), ANN.gateway(), 0).size());
        NodeId elsewhere = new NodeId("elsewhere");
        assertEquals(
                elsewhere,
                server.calls
                        .announce(BEN.session(), elsewhere, 1)
                        .get(0)
                        .callee()
                        .gateway());

        assertEquals(List.of(), server.calls.doubted());
        // A gateway that was away believes to have a session that has gone on elsewhere.
        assertEquals(List.of(), server.calls.announce(BEN.session(), BEN.gateway(), 0));
        assertThrows(ServiceException.class, () -> server.ring(ANN, CAT));
    }

    @Test
    void shouldNotGoOnWithACallThatHasEndedWhereOnlyThatIsWritten() {
        Server server = new Server(0);
        server.ring(ANN, BEN);
        server.accept(BEN, ANN, 100_000);
        Map<String, String> started = Map.copyOf(server.written);
        assertEquals(2, server.finish(ANN, BEN, 3).notices().size());
        server.written.putAll(started);

        server.restart(1);

        assertEquals(0, server.calls.started());
        assertEquals(0, server.finish(ANN, BEN, 3).notices().size());
        assertThrows(ServiceException.class, () -> server.finish(ANN, BEN, 4));
    }

    @Test
    void shouldForgetHowACallHasEndedWhenNobodyAsksAnyMore() {
        Server server = new Server(0);
        server.ring(ANN, BEN);
        server.refuse(BEN, ANN, 3);
        assertEquals(1, server.written.size());
        server.restart(1);
        nowMs += 30_000;

        server.expire();

        assertEquals(Map.of(), server.written);
        assertThrows(ServiceException.class, () -> server.refuse(BEN, ANN, 3));
    }

    @Test
    void shouldPreferTheCallThatIsOnWhereTheLastWordsAreLost() {
        Server server = new Server(0);
        server.ring(CAT, ANN);
        Map<String, String> ringing = Map.copyOf(server.written);
        server.ring(ANN, BEN);
        server.accept(BEN, ANN, 100_000);
        server.written.putAll(ringing);

        server.restart(1);

        assertEquals(1, server.written.size());
        assertEquals(2, server.finish(ANN, BEN, 0).notices().size());
    }
}
