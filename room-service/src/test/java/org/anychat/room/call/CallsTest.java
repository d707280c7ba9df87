package org.anychat.room.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.contracts.CallApi.AnswerCall;
import org.anychat.contracts.CallApi.CallWords;
import org.anychat.contracts.CallApi.FinishCall;
import org.anychat.contracts.CallApi.Party;
import org.anychat.contracts.CallApi.Step;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final long RING_NS = 1_000;
    private static final RoomId ROOM = new RoomId(100_000);
    private static final CallWords WORDS = new CallWords(3, 5, "ticket 17");
    private static final CallWords ANSWER = new CallWords(1, 6, "coming");
    private static final CallWords NONE = new CallWords(0, 0, "");
    private static final Party ANN = party("ann", -2, "near");
    private static final Party BEN = party("ben", -3, "far");
    private static final Party CAT = party("cat", -4, "near");

    private final Calls calls = new Calls(RING_NS, CallJournal.NONE);
    private long lastNumber;

    private static Party party(String session, int user, String gateway) {
        return new Party(new UserId(user), new SessionId(session), new NodeId(gateway));
    }

    private static CallNotice notice(Party to, Step step, Party peer, int code, CallWords words) {
        return new CallNotice(to, step, peer.user(), code, words);
    }

    private CallOutcome ring(Party caller, Party callee) {
        return calls.ring(caller, callee, WORDS, ++lastNumber, 0);
    }

    private CallOutcome accept(Party callee, Party caller, RoomId room) {
        return calls.start(calls.ringing(callee.session(), caller.user()), room, ANSWER);
    }

    private static void assertRefused(ServiceError error, Runnable action) {
        assertEquals(error, assertThrows(ServiceException.class, action::run).error());
    }

    @Test
    void shouldTellTheCalleeWhoRings() {
        assertEquals(
                List.of(notice(BEN, Step.REQUEST, ANN, 0, WORDS)),
                ring(ANN, BEN).notices());
    }

    @Test
    void shouldStartForBothWithTheRoomAndTheCallersWords() {
        ring(ANN, BEN);

        CallWords start = new CallWords(3, 100_000, "ticket 17");
        assertEquals(
                List.of(
                        notice(ANN, Step.REPLY, BEN, 0, ANSWER),
                        notice(ANN, Step.START, BEN, 0, start),
                        notice(BEN, Step.START, ANN, 0, start)),
                accept(BEN, ANN, ROOM).notices());
    }

    @Test
    void shouldTellTheCallerOfARefusal() {
        ring(ANN, BEN);

        CallOutcome outcome = calls.refuse(new AnswerCall(BEN.session(), ANN.user(), 100_104, ANSWER), 0);

        assertEquals(List.of(notice(ANN, Step.REPLY, BEN, 100_104, ANSWER)), outcome.notices());
        assertRefused(ServiceError.CALL_NOT_IN, () -> calls.ringing(BEN.session(), ANN.user()));
    }

    @Test
    void shouldTellTheCalleeThatTheCallerHasWithdrawn() {
        ring(ANN, BEN);

        CallOutcome outcome = calls.refuse(new AnswerCall(ANN.session(), BEN.user(), 100_101, NONE), 0);

        assertEquals(List.of(notice(BEN, Step.REPLY, ANN, 100_101, NONE)), outcome.notices());
    }

    @Test
    void shouldNotLetACallerAcceptItsOwnCall() {
        ring(ANN, BEN);

        assertRefused(ServiceError.CALL_NOT_IN, () -> calls.ringing(ANN.session(), BEN.user()));
    }

    @Test
    void shouldRefuseAnswersOfStrangers() {
        ring(ANN, BEN);

        assertRefused(ServiceError.CALL_NOT_IN, () -> calls.ringing(CAT.session(), ANN.user()));
        assertRefused(
                ServiceError.CALL_NOT_IN,
                () -> calls.refuse(new AnswerCall(CAT.session(), ANN.user(), 100_104, NONE), 0));
        assertRefused(
                ServiceError.CALL_NOT_IN,
                () -> calls.refuse(new AnswerCall(BEN.session(), CAT.user(), 100_104, NONE), 0));
    }

    @Test
    void shouldRefuseReasonsThatAreNoneOfCalls() {
        ring(ANN, BEN);

        assertRefused(
                ServiceError.BAD_PARAMETER,
                () -> calls.refuse(new AnswerCall(BEN.session(), ANN.user(), 200, NONE), 0));
        assertRefused(
                ServiceError.BAD_PARAMETER, () -> calls.finish(new FinishCall(BEN.session(), ANN.user(), -1, NONE), 0));
    }

    @Test
    void shouldRefuseCallsToOneself() {
        assertRefused(ServiceError.BAD_PARAMETER, () -> ring(ANN, ANN));
    }

    @Test
    void shouldRefuseTextThatIsTooLong() {
        Calls.check(new CallWords(0, 0, "x".repeat(4_096)));

        assertRefused(ServiceError.BAD_PARAMETER, () -> Calls.check(new CallWords(0, 0, "x".repeat(4_097))));
        assertRefused(ServiceError.BAD_PARAMETER, () -> Calls.check(new CallWords(0, 0, null)));
    }

    @Test
    void shouldRefuseASecondCallOfACaller() {
        ring(ANN, BEN);

        assertRefused(ServiceError.CALL_UNDER_WAY, () -> ring(ANN, CAT));
    }

    @Test
    void shouldCallAUserBusyWhoIsBeingRung() {
        ring(ANN, BEN);

        assertRefused(ServiceError.CALL_BUSY, () -> ring(CAT, BEN));
    }

    @Test
    void shouldCallUsersBusyAndUnderWayDuringACall() {
        ring(ANN, BEN);
        accept(BEN, ANN, ROOM);

        assertRefused(ServiceError.CALL_BUSY, () -> ring(CAT, ANN));
        assertRefused(ServiceError.CALL_BUSY, () -> ring(CAT, BEN));
        assertRefused(ServiceError.CALL_UNDER_WAY, () -> ring(BEN, CAT));
    }

    @Test
    void shouldLetAUserRingAndBeRungAtOnce() {
        ring(ANN, BEN);

        assertEquals(
                List.of(notice(ANN, Step.REQUEST, CAT, 0, WORDS)),
                ring(CAT, ANN).notices());
    }

    @Test
    void shouldEndWhatElseRangWhenACallStarts() {
        ring(ANN, BEN);
        ring(CAT, ANN);

        List<CallNotice> notices = accept(ANN, CAT, ROOM).notices();

        assertTrue(notices.contains(notice(BEN, Step.REPLY, ANN, 100_101, NONE)), notices.toString());
        assertTrue(notices.contains(notice(ANN, Step.REPLY, BEN, 100_101, NONE)), notices.toString());
        assertRefused(ServiceError.CALL_NOT_IN, () -> calls.ringing(BEN.session(), ANN.user()));
    }

    @Test
    void shouldTellWhoStillRingsAtACallerThatItIsBusy() {
        ring(ANN, BEN);
        ring(CAT, ANN);

        List<CallNotice> notices = accept(BEN, ANN, ROOM).notices();

        assertTrue(notices.contains(notice(CAT, Step.REPLY, ANN, 100_103, NONE)), notices.toString());
    }

    @Test
    void shouldMakeOneCallOfTwoThatCrossed() {
        ring(ANN, BEN);
        ring(BEN, ANN);

        assertEquals(3, accept(BEN, ANN, ROOM).notices().size());
        assertRefused(ServiceError.CALL_NOT_IN, () -> calls.ringing(ANN.session(), BEN.user()));
    }

    @Test
    void shouldEndForBothAndGiveTheRoomBack() {
        ring(ANN, BEN);
        accept(BEN, ANN, ROOM);

        CallOutcome outcome = calls.finish(new FinishCall(ANN.session(), BEN.user(), 0, ANSWER), 0);

        assertEquals(
                List.of(notice(ANN, Step.FINISH, BEN, 0, ANSWER), notice(BEN, Step.FINISH, ANN, 0, ANSWER)),
                outcome.notices());
        assertEquals(List.of(ROOM), outcome.endedRooms());
        assertRefused(
                ServiceError.CALL_NOT_IN, () -> calls.finish(new FinishCall(BEN.session(), ANN.user(), 0, ANSWER), 0));
    }

    @Test
    void shouldFinishOnlyCallsThatAreOn() {
        ring(ANN, BEN);

        assertRefused(
                ServiceError.CALL_NOT_IN, () -> calls.finish(new FinishCall(ANN.session(), BEN.user(), 0, NONE), 0));
    }

    @Test
    void shouldTellTheOtherSideOfALostLinkDuringACall() {
        ring(ANN, BEN);
        accept(BEN, ANN, ROOM);

        CallOutcome outcome = calls.leave(BEN.session());

        assertEquals(List.of(notice(ANN, Step.FINISH, BEN, 100_106, NONE)), outcome.notices());
        assertEquals(List.of(ROOM), outcome.endedRooms());
    }

    @Test
    void shouldTellTheOtherSidesOfALostLinkWhileItRings() {
        ring(ANN, BEN);
        ring(CAT, ANN);

        assertEquals(
                List.of(notice(BEN, Step.REPLY, ANN, 100_106, NONE), notice(CAT, Step.REPLY, ANN, 100_106, NONE)),
                calls.leave(ANN.session()).notices());
        assertEquals(List.of(), calls.leave(ANN.session()).notices());
    }

    @Test
    void shouldGiveUpACallThatNobodyAnswers() {
        ring(ANN, BEN);

        assertEquals(List.of(), calls.expire(RING_NS - 1).notices());
        assertEquals(
                List.of(notice(ANN, Step.REPLY, BEN, 100_105, NONE), notice(BEN, Step.REPLY, ANN, 100_105, NONE)),
                calls.expire(RING_NS).notices());
        assertEquals(List.of(), calls.expire(RING_NS).notices());
    }

    @Test
    void shouldNotGiveUpACallThatIsOn() {
        ring(ANN, BEN);
        accept(BEN, ANN, ROOM);

        assertEquals(List.of(), calls.expire(Long.MAX_VALUE / 2).notices());
    }

    @Test
    void shouldNotStartACallThatWasWithdrawnInBetween() {
        ring(ANN, BEN);
        Call ringing = calls.ringing(BEN.session(), ANN.user());
        calls.refuse(new AnswerCall(ANN.session(), BEN.user(), 100_101, NONE), 0);

        assertRefused(ServiceError.CALL_NOT_IN, () -> calls.start(ringing, ROOM, ANSWER));
        assertFalse(calls.isRoom(ROOM));
    }

    @Test
    void shouldAdmitOnlyTheTwoToTheRoomUntilItIsClosed() {
        ring(ANN, BEN);
        accept(BEN, ANN, ROOM);

        assertTrue(calls.admits(ROOM, ANN.session()));
        assertTrue(calls.admits(ROOM, BEN.session()));
        assertFalse(calls.admits(ROOM, CAT.session()));
        assertTrue(calls.admits(new RoomId(1), CAT.session()));

        calls.finish(new FinishCall(ANN.session(), BEN.user(), 0, NONE), 0);
        assertFalse(calls.admits(ROOM, ANN.session()));

        calls.roomClosed(ROOM);
        assertTrue(calls.admits(ROOM, CAT.session()));
    }

    @Test
    void shouldNameTheSessionsOfAGateway() {
        ring(ANN, BEN);
        ring(CAT, ANN);

        assertEquals(
                List.of(ANN.session(), CAT.session()),
                calls.sessionsOf(new NodeId("near")).stream()
                        .sorted(java.util.Comparator.comparing(SessionId::value))
                        .toList());
        assertEquals(List.of(BEN.session()), calls.sessionsOf(new NodeId("far")));
    }

    @Test
    void shouldGoOnWhereOneSideHasMovedToAnotherGateway() {
        ring(ANN, BEN);
        NodeId third = new NodeId("third");

        assertEquals(1, calls.move(BEN.session(), third, 1).size());

        assertTrue(calls.isBehind(BEN.session(), BEN.gateway(), 0));
        assertFalse(calls.isBehind(BEN.session(), third, 1));
        CallNotice end = calls.leave(ANN.session()).notices().get(0);
        assertEquals(third, end.to().gateway());
    }

    @Test
    void shouldNotFollowAGatewayThatSpeaksLate() {
        ring(ANN, BEN);
        accept(BEN, ANN, ROOM);
        NodeId third = new NodeId("third");
        calls.move(BEN.session(), third, 2);

        // The one between had asked before, and asks a successor once more.
        assertEquals(List.of(), calls.move(BEN.session(), new NodeId("second"), 1));
        assertEquals(List.of(), calls.announce(BEN.session(), new NodeId("second"), 1));

        CallNotice end = calls.finish(new FinishCall(ANN.session(), BEN.user(), 0, NONE), 0)
                .notices()
                .get(1);
        assertEquals(third, end.to().gateway());
    }

    @Test
    void shouldKnowWhatAGatewaySaysLateOfASessionThatIsBackThere() {
        ring(ANN, BEN);
        calls.move(BEN.session(), new NodeId("second"), 1);
        calls.move(BEN.session(), BEN.gateway(), 2);

        assertTrue(calls.isBehind(BEN.session(), BEN.gateway(), 0));
        assertFalse(calls.isBehind(BEN.session(), BEN.gateway(), 2));
    }

    @Test
    void shouldFollowAGatewayWhoseSessionHasMovedUnheard() {
        ring(ANN, BEN);

        assertEquals(1, calls.announce(BEN.session(), new NodeId("second"), 1).size());
        assertTrue(calls.isBehind(BEN.session(), BEN.gateway(), 0));
    }

    @Test
    void shouldRingOnceForACallThatIsAskedForTwice() {
        assertEquals(1, calls.ring(ANN, BEN, WORDS, 7, 0).notices().size());
        assertEquals(List.of(), calls.ring(ANN, BEN, WORDS, 7, 0).notices());
        assertRefused(ServiceError.CALL_UNDER_WAY, () -> calls.ring(ANN, BEN, WORDS, 8, 0));
        assertEquals(1, calls.ringing());
    }

    @Test
    void shouldDoubtTheSidesWhoseGatewaysAreGone() {
        ring(ANN, BEN);
        accept(BEN, ANN, ROOM);

        calls.doubtAllBut(List.of(ANN.gateway()));

        assertEquals(List.of(BEN), calls.doubted());
    }
}
