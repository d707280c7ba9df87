package org.anychat.auth.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.anychat.auth.source.VerifiedUser;
import org.anychat.auth.store.InMemoryLoginStore;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginsTest {
    private static final NodeId NODE = new NodeId("n");
    private static final LoginPolicy DEMO = new LoginPolicy(true, false, false);

    @RegisterExtension
    private final SeededRandom seeded = new SeededRandom();

    private final Logins logins = logins(DEMO);

    private static Logins logins(LoginPolicy policy) {
        return new Logins(new InMemoryLoginStore(), policy);
    }

    private static AuthApi.Login guest(String session, String name) {
        return new AuthApi.Login(new SessionId(session), NODE, name, "", "192.0.2.1", 0);
    }

    private static AuthApi.Login named(String session, String name) {
        return new AuthApi.Login(new SessionId(session), NODE, name, "secret", "192.0.2.1", 0);
    }

    private static UserId userOf(Logins logins, AuthApi.Login request) {
        return commit(logins, request).login().user();
    }

    private static VerifiedUser userOf(AuthApi.Login request) {
        return VerifiedUser.named(request.name());
    }

    private static Logins.Committed commit(Logins logins, AuthApi.Login request) {
        return logins.commit(request, userOf(request));
    }

    private static void assertRefused(ServiceError error, Runnable call) {
        assertEquals(error, assertThrows(ServiceException.class, call::run).error());
    }

    @Test
    void shouldCountGuestsDownwardsAlsoOfOneName() {
        assertEquals(new UserId(-2), userOf(logins, guest("s1", "Ann")));
        assertEquals(new UserId(-3), userOf(logins, guest("s2", "Ann")));
        logins.logout(new SessionId("s1"), null);
        assertEquals(new UserId(-4), userOf(logins, guest("s3", "Ann")));
    }

    @Test
    void shouldPassOverGuestNumbersThatAreTaken() {
        logins.restore(List.of(new ActiveLogin(new SessionId("old"), NODE, new UserId(-2), "Old", "Old", 0)));
        assertEquals(new UserId(-3), userOf(logins, guest("s1", "Ann")));
    }

    @Test
    void shouldNeverGiveANumberTwiceAtATime() {
        Random random = seeded.random();
        Map<UserId, SessionId> online = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            SessionId session = new SessionId("s" + random.nextInt(40));
            String name = "name" + session.value();
            boolean wasOnline = online.values().remove(session);
            if (wasOnline) {
                assertTrue(logins.logout(session, null).isPresent());
            } else {
                boolean asGuest = random.nextBoolean();
                AuthApi.Login request = asGuest ? guest(session.value(), name) : named(session.value(), name);
                UserId user = userOf(logins, request);
                assertEquals(asGuest, user.isGuest());
                assertEquals(null, online.put(user, session), "taken: " + user);
            }
        }
    }

    @Test
    void shouldGiveANameTheSameNumberAlwaysAndOnEveryServer() {
        UserId first = userOf(logins, named("s1", "Ann"));
        logins.logout(new SessionId("s1"), null);
        assertEquals(first, userOf(logins, named("s2", "Ann")));
        assertEquals(first, userOf(logins(DEMO), named("s3", "Ann")));
        assertTrue(first.value() >= UserNumbers.FIRST_NAMED, "number " + first);
    }

    @Test
    void shouldTellNamesOfOneHashApart() {
        assertEquals("Aa".hashCode(), "BB".hashCode());
        UserId first = userOf(logins, named("s1", "Aa"));
        UserId second = userOf(logins, named("s2", "BB"));
        assertEquals(first.value() + 1, second.value());
    }

    @Test
    void shouldGiveTheSameAnswerToARepeatedLogin() {
        UserId first = userOf(logins, guest("s1", "Ann"));
        assertEquals(first, userOf(logins, guest("s1", "Ann")));
        assertEquals(1, logins.all().size());
        assertRefused(ServiceError.ALREADY_LOGIN, () -> logins.check(guest("s1", "Ben")));
    }

    @Test
    void shouldRefuseTheLaterLinkOfAUserWhereTheFirstOneWins() {
        commit(logins, named("s1", "Ann"));
        assertRefused(
                ServiceError.ALREADY_LOGIN, () -> logins.displaces(named("s2", "Ann"), userOf(named("s2", "Ann"))));
        assertRefused(ServiceError.ALREADY_LOGIN, () -> commit(logins, named("s2", "Ann")));
        assertEquals(new SessionId("s1"), logins.all().get(0).session());
    }

    @Test
    void shouldDisplaceTheEarlierLinkOfAUserWhereTheLastOneWins() {
        Logins lastWins = logins(new LoginPolicy(true, true, false));
        ActiveLogin first = commit(lastWins, named("s1", "Ann")).login();
        assertEquals(Optional.of(first), lastWins.displaces(named("s2", "Ann"), userOf(named("s2", "Ann"))));
        Logins.Committed second = commit(lastWins, named("s2", "Ann"));
        assertEquals(Optional.of(first), second.displaced());
        assertEquals(first.user(), second.login().user());
        assertEquals(1, lastWins.all().size());
    }

    @Test
    void shouldAllowGuestsInDemoModeWhateverTheSettingAndElsewhereBySetting() {
        logins.check(guest("s1", "Ann"));
        logins(new LoginPolicy(false, false, true)).check(guest("s1", "Ann"));
        Logins closed = logins(new LoginPolicy(false, false, false));
        assertRefused(ServiceError.VISITOR_DENY, () -> closed.check(guest("s1", "Ann")));
    }

    @Test
    void shouldFollowADecisionThatChanges() {
        commit(logins, named("s1", "Ann"));
        assertRefused(ServiceError.ALREADY_LOGIN, () -> commit(logins, named("s2", "Ann")));
        logins.policy(logins.policy().changed(true, false));
        assertEquals(new LoginPolicy(true, true, false), logins.policy());
        assertTrue(commit(logins, named("s2", "Ann")).displaced().isPresent());
    }

    @Test
    void shouldGiveAUserTheNumberLevelAndNicknameOfItsSource() {
        VerifiedUser boss = new VerifiedUser(new UserId(7), 3, "The boss");
        ActiveLogin login = logins.commit(named("s1", "Ann"), boss).login();
        assertEquals(new ActiveLogin(new SessionId("s1"), NODE, new UserId(7), "Ann", "The boss", 3), login);
        assertRefused(ServiceError.ALREADY_LOGIN, () -> logins.displaces(named("s2", "ann"), boss));
    }

    @Test
    void shouldAnswerARepeatedLoginOfAUserWithANickname() {
        ActiveLogin login = logins.commit(named("s1", "Ann"), new VerifiedUser(new UserId(7), 3, "The boss"))
                .login();
        assertEquals(Optional.of(login), logins.check(named("s1", "Ann")));
        assertRefused(ServiceError.ALREADY_LOGIN, () -> logins.check(named("s1", "The boss")));
    }

    @Test
    void shouldKnowAUserWithoutANumberByAccountWhateverTheNickname() {
        Logins lastWins = logins(new LoginPolicy(false, true, false));
        VerifiedUser ann = new VerifiedUser(null, 0, "Nick", null);
        VerifiedUser ben = new VerifiedUser(null, 0, "Nick", null);
        UserId first = lastWins.commit(named("s1", "Ann"), ann).login().user();
        UserId second = lastWins.commit(named("s2", "Ben"), ben).login().user();
        assertNotEquals(first, second);
        assertEquals(
                Optional.of(new SessionId("s1")),
                lastWins.commit(named("s3", "Ann"), ann).displaced().map(ActiveLogin::session));
    }

    @Test
    void shouldTakeTheAccountInTheSpellingOfItsSource() {
        Logins lastWins = logins(new LoginPolicy(false, true, false));
        VerifiedUser ann = new VerifiedUser(null, 0, "Ann", "ann");
        ActiveLogin first = lastWins.commit(named("s1", "ANN"), ann).login();
        assertEquals("ann", first.account());
        assertEquals(Optional.of(first), lastWins.check(named("s1", "ANN")));
        assertEquals(Optional.of(first), lastWins.displaces(named("s2", "Ann"), ann));
    }

    /** A gateway asks again where the answer was lost with the service, also of the successor, which has the record. */
    @Test
    void shouldAnswerARepeatedLoginByAnAliasOfTheAccount() {
        VerifiedUser ann = new VerifiedUser(new UserId(7), 3, "Ann", "ann");
        ActiveLogin login = logins.commit(named("s1", "ann@example.org"), ann).login();
        assertEquals("ann", login.account());
        assertEquals(Optional.of(login), logins.check(named("s1", "ann@example.org")));
        assertRefused(ServiceError.ALREADY_LOGIN, () -> logins.check(named("s1", "ben@example.org")));

        InMemoryLoginStore successors = new InMemoryLoginStore();
        ActiveLogin read = RecordJson.read(RecordJson.write(login), ActiveLogin.class);
        successors.add(read);
        assertEquals(Optional.of(login), new Logins(successors, DEMO).check(named("s1", "ann@example.org")));
    }

    @Test
    void shouldKnowARepeatedLoginByItsAccountWhereARecordHasNoName() {
        ActiveLogin login = logins.commit(named("s1", "Ann"), new VerifiedUser(new UserId(7), 3, "The boss"))
                .login();
        String before = RecordJson.without(RecordJson.write(login), "requested", "Ann");
        InMemoryLoginStore successors = new InMemoryLoginStore();
        successors.add(RecordJson.read(before, ActiveLogin.class));

        Logins successor = new Logins(successors, DEMO);
        assertEquals(
                new UserId(7), successor.check(named("s1", "Ann")).orElseThrow().user());
        assertRefused(ServiceError.ALREADY_LOGIN, () -> successor.check(named("s1", "Ben")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void shouldRefuseALoginWithoutAName(String name) {
        assertRefused(ServiceError.EMPTY_NAME, () -> logins.check(guest("s1", name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000", "a\u009Fb"})
    void shouldRefuseControlCharactersInAName(String name) {
        assertRefused(ServiceError.BAD_PARAMETER, () -> logins.check(guest("s1", name)));
    }

    @Test
    void shouldTakeNamesOfUpTo64Characters() {
        logins.check(guest("s1", "\u4E2D".repeat(64)));
        assertRefused(ServiceError.BAD_PARAMETER, () -> logins.check(guest("s1", "a".repeat(65))));
    }

    @Test
    void shouldLocateOnlyWhoIsLoggedIn() {
        UserId user = userOf(logins, guest("s1", "Ann"));
        assertEquals(new SessionId("s1"), logins.locate(user).session());
        logins.logout(new SessionId("s1"), null);
        assertRefused(ServiceError.INVALID_USER_ID, () -> logins.locate(user));
    }

    @Test
    void shouldKeepTheNewLoginWhereAnOldOneOfTheUserIsAnnounced() {
        UserId user = userOf(logins, named("new", "Ann"));
        ActiveLogin old = new ActiveLogin(new SessionId("old"), NODE, user, "Ann", "Ann", 0);
        assertEquals(List.of(old), logins.restore(List.of(old)).refused());
        assertEquals(new SessionId("new"), logins.locate(user).session());
    }

    @Test
    void shouldTakeOverAnnouncedLoginsOnce() {
        ActiveLogin login = new ActiveLogin(new SessionId("old"), NODE, new UserId(-9), "Ann", "Ann", 0);
        assertEquals(List.of(login), logins.restore(List.of(login)).kept());
        assertEquals(List.of(login), logins.restore(List.of(login)).kept());
        assertEquals(List.of(login), logins.all());
    }

    @Test
    void shouldDropTheLoginsOfOneGateway() {
        ActiveLogin here = commit(logins, guest("s1", "Ann")).login();
        ActiveLogin there = new ActiveLogin(new SessionId("s2"), new NodeId("other"), new UserId(-9), "Ben", "Ben", 0);
        logins.restore(List.of(there));
        assertEquals(List.of(here), logins.dropGateway(NODE));
        assertEquals(List.of(there), logins.all());
    }
}
