package org.anychat.auth.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.anychat.auth.domain.Resumption.TakenUp;
import org.anychat.auth.store.InMemoryLoginStore;
import org.anychat.auth.store.LoginStore;
import org.anychat.contracts.AuthApi.KnownLogin;
import org.anychat.contracts.AuthApi.LoginState;
import org.anychat.contracts.AuthApi.MuteLogin;
import org.anychat.contracts.AuthApi.Resume;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ResumeKey;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.junit.jupiter.api.Test;

class ResumptionTest {
    private static final NodeId FIRST = new NodeId("first");
    private static final NodeId SECOND = new NodeId("second");
    private static final SessionId ANN = new SessionId("s1");
    private static final long KEEP_MS = 30_000;

    private final LoginStore store = new InMemoryLoginStore();
    private long nowMs = 1_000_000;
    private final Resumption resumption = new Resumption(store, KEEP_MS, () -> nowMs);

    ResumptionTest() {
        store.add(new ActiveLogin(ANN, FIRST, new UserId(7), "ann", "Ann", 2).on(FIRST, List.of(new ResumeKey("k1"))));
    }

    private TakenUp resume(String key, String next) {
        return resumption.resume(new Resume(new ResumeKey(key), SECOND, new ResumeKey(next), "192.0.2.1", 0));
    }

    private TakenUp resume(NodeId gateway, String next, int attempt) {
        return resumption.resume(new Resume(new ResumeKey("k1"), gateway, new ResumeKey(next), "192.0.2.1", attempt));
    }

    private ServiceError refusal(String key) {
        return assertThrows(ServiceException.class, () -> resume(key, "any")).error();
    }

    @Test
    void shouldMoveTheSessionToTheGatewayThatAsks() {
        TakenUp takenUp = resume("k1", "k2");

        assertEquals(FIRST, takenUp.former());
        assertEquals(SECOND, takenUp.login().gateway());
        assertEquals(takenUp.login(), store.byUser(new UserId(7)).orElseThrow());
    }

    @Test
    void shouldTakeATokenOnceTheNextHasArrived() {
        resume("k1", "k2");
        resumption.confirm(ANN);

        assertEquals(ServiceError.SESSION_NOT_EXIST, refusal("k1"));
        assertEquals(SECOND, resume("k2", "k3").former());
    }

    @Test
    void shouldTakeATokenAgainWhoseAnswerWasLost() {
        resume("k1", "lost");

        resume("k1", "k3");

        assertEquals(ServiceError.SESSION_NOT_EXIST, refusal("lost"));
        resume("k3", "k4");
    }

    @Test
    void shouldGiveTheSameAnswerToAGatewayThatAsksOnceMore() {
        TakenUp first = resume("k1", "k2");

        assertEquals(first, resume("k1", "k2"));

        assertEquals(FIRST, first.former());
        assertEquals(1, first.login().moves());
    }

    @Test
    void shouldRefuseAnAttemptThatComesAfterALaterOne() {
        TakenUp later = resume(SECOND, "k3", 2);

        ServiceException refusal = assertThrows(ServiceException.class, () -> resume(FIRST, "k2", 1));

        assertEquals(ServiceError.NEW_LOGIN, refusal.error());
        assertEquals(later.login(), store.bySession(ANN).orElseThrow());
    }

    @Test
    void shouldRefuseALateAttemptWhoseGatewayHasAnnouncedTheSession() {
        ActiveLogin later = resume(SECOND, "k3", 2).login();
        store.remove(ANN);
        store.add(ActiveLogin.of(later.known(), SECOND));

        assertEquals(
                ServiceError.NEW_LOGIN,
                assertThrows(ServiceException.class, () -> resume(FIRST, "k2", 1))
                        .error());
    }

    @Test
    void shouldNotForgetTheCountForAnAnnouncementFromBefore() {
        KnownLogin before = store.bySession(ANN).orElseThrow().known();
        resume(FIRST, "k3", 2);

        new Logins(store, new LoginPolicy(true, false, false)).restore(List.of(ActiveLogin.of(before, FIRST)));

        assertEquals(
                ServiceError.NEW_LOGIN,
                assertThrows(ServiceException.class, () -> resume(SECOND, "k2", 1))
                        .error());
    }

    @Test
    void shouldTakeAttemptsInTheirOrderAndThoseOfWhoDoesNotCount() {
        resume(FIRST, "k2", 1);
        resume(SECOND, "k3", 2);
        resume(SECOND, "k3", 2);

        assertEquals(FIRST, resume(FIRST, "k4", 0).login().gateway());
        assertEquals(
                ServiceError.NEW_LOGIN,
                assertThrows(ServiceException.class, () -> resume(SECOND, "k5", 1))
                        .error());
    }

    @Test
    void shouldSlowAddressesThatGuess() {
        for (int guess = 0; guess < 5; guess++) {
            assertEquals(ServiceError.SESSION_NOT_EXIST, refusal("guess " + guess));
        }

        assertEquals(ServiceError.ADDRESS_LOCKED, refusal("k1"));
        nowMs += PasswordGuesses.MAX_WAIT_MS;
        resume("k1", "k2");
    }

    @Test
    void shouldKeepTheSessionsOfALostGatewayForAWhile() {
        resumption.abandon(FIRST, null, null);
        nowMs += KEEP_MS - 1;
        assertEquals(List.of(), resumption.ended());

        nowMs++;

        assertEquals(1, resumption.ended().size());
        assertEquals(ServiceError.SESSION_NOT_EXIST, refusal("k1"));
    }

    @Test
    void shouldEndAtOnceWhatNobodyCanTakeUp() {
        store.add(new ActiveLogin(new SessionId("s2"), FIRST, new UserId(8), "ben", "Ben", 0));

        resumption.abandon(FIRST, null, null);

        assertEquals(
                List.of(new SessionId("s2")),
                resumption.ended().stream().map(ActiveLogin::session).toList());
    }

    @Test
    void shouldNotEndASessionThatWasTakenUpInTime() {
        resumption.abandon(FIRST, null, null);
        resume("k1", "k2");
        nowMs += KEEP_MS;

        assertEquals(List.of(), resumption.ended());
    }

    @Test
    void shouldNotAbandonWhatAnotherGatewayHas() {
        resume("k1", "k2");
        resumption.abandon(FIRST, ANN, null);
        nowMs += KEEP_MS;

        assertEquals(List.of(), resumption.ended());
    }

    @Test
    void shouldKeepAfterATakeOverWhatItsGatewayAnnounces() {
        Logins logins = new Logins(store, new LoginPolicy(true, true, true));
        ActiveLogin ben = new ActiveLogin(new SessionId("s2"), SECOND, new UserId(8), "ben", "Ben", 0);
        store.add(ben);
        resumption.doubtAll();

        logins.restore(List.of(ben));
        nowMs += KEEP_MS;

        assertEquals(
                List.of(ANN),
                resumption.ended().stream().map(ActiveLogin::session).toList());
    }

    @Test
    void shouldBringTheStateAlong() {
        UserState state = new UserState("Annie", UserState.OPEN, UserState.CLOSED, 4);
        resumption.stateChanged(new LoginState(ANN, state));

        assertEquals(state, resume("k1", "k2").login().known().state());
    }

    @Test
    void shouldBringAlongWhatOperatorsWithhold() {
        Mute mute = new Mute(true, false);
        resumption.mute(new MuteLogin(ANN, mute));

        assertEquals(mute, resume("k1", "k2").login().known().mute());
        resumption.stateChanged(new LoginState(ANN, new UserState("Annie", 0, 0, 0)));
        resumption.confirm(ANN);
        assertEquals(mute, resume("k2", "k3").login().known().mute());
    }

    @Test
    void shouldNotHearOfTheEndFromAGatewayThatHasTheSessionNoMore() {
        Logins logins = new Logins(store, new LoginPolicy(true, true, true));
        resume("k1", "k2");

        assertEquals(true, logins.logout(ANN, FIRST).isEmpty());
        assertEquals(true, logins.logout(ANN, SECOND).isPresent());
    }

    @Test
    void shouldTellAGatewayThatAnotherHasItsSession() {
        Logins logins = new Logins(store, new LoginPolicy(true, true, true));
        ActiveLogin stale = store.bySession(ANN).orElseThrow();
        resume("k1", "k2");

        assertEquals(List.of(stale), logins.restore(List.of(stale)).elsewhere());
        assertEquals(SECOND, store.bySession(ANN).orElseThrow().gateway());
    }

    @Test
    void shouldBelieveTheGatewayToWhichASessionHasMovedLast() {
        Logins logins = new Logins(store, new LoginPolicy(true, true, true));
        ActiveLogin stale = store.bySession(ANN).orElseThrow();
        resume("k1", "k2");
        ActiveLogin moved = store.bySession(ANN).orElseThrow();
        // The instance before has not lived to write the move down.
        store.replace(moved, stale);

        Logins.Restored restored = logins.restore(List.of(moved));

        assertEquals(List.of(moved), restored.kept());
        assertEquals(List.of(stale), restored.elsewhere());
        assertEquals(SECOND, store.bySession(ANN).orElseThrow().gateway());
        resume("k2", "k3");
    }

    @Test
    void shouldNotTakeTheWordOfAGatewayFromBeforeItHadTheSessionAgain() {
        Logins logins = new Logins(store, new LoginPolicy(true, true, true));
        ActiveLogin stale = store.bySession(ANN).orElseThrow();
        resume("k1", "k2");
        resumption.resume(new Resume(new ResumeKey("k2"), FIRST, new ResumeKey("k3"), "192.0.2.1", 0));

        assertEquals(0, logins.restore(List.of(stale)).elsewhere().size());
        resume("k3", "k4");
    }

    @Test
    void shouldWatchOverWhatAGatewayTookUpWithoutHearingOfIt() {
        resume("k1", "k2");

        resumption.abandon(SECOND, null, new ResumeKey("another"));
        resumption.abandon(SECOND, null, new ResumeKey("k2"));
        resumption.abandon(SECOND, null, new ResumeKey("k2"));
        nowMs += KEEP_MS;

        assertEquals(1, resumption.ended().size());
    }

    @Test
    void shouldNotWatchOverWhatWasTakenUpWithAnotherKey() {
        resume("k1", "k2");

        resumption.abandon(SECOND, null, new ResumeKey("another"));
        nowMs += KEEP_MS;

        assertEquals(List.of(), resumption.ended());
    }

    @Test
    void shouldTakeUpNothingThatIsForbidden() {
        resumption.forbid(ANN);

        assertEquals(ServiceError.SESSION_NOT_EXIST, refusal("k1"));
    }

    @Test
    void shouldNotTakeTheClockOfTheInstanceBeforeForItsOwn() {
        resumption.abandon(FIRST, ANN, null);
        // The successor's machine is an hour ahead.
        nowMs += 3_600_000;

        resumption.doubtAll();

        assertEquals(List.of(), resumption.ended());
        resume("k1", "k2");
    }
}
