package org.anychat.auth.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ResumeKey;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.junit.jupiter.api.Test;

/** What every version of the store does. */
abstract class LoginStoreContract {
    private static final ActiveLogin ANN = login("s1", 7, "Ann");
    private static final ActiveLogin GUEST = login("s2", -2, "Ann");

    private final LoginStore store = emptyStore();

    abstract LoginStore emptyStore();

    private static ActiveLogin login(String session, int user, String name) {
        return new ActiveLogin(new SessionId(session), new NodeId("n"), new UserId(user), name, "Nick of " + name, 0);
    }

    @Test
    void shouldFindALoginBySessionUserAndAccount() {
        assertTrue(store.add(ANN));
        assertEquals(Optional.of(ANN), store.bySession(ANN.session()));
        assertEquals(Optional.of(ANN), store.byUser(ANN.user()));
        assertEquals(Optional.of(ANN), store.byAccount("Ann"));
        assertEquals(List.of(ANN), store.all());
    }

    @Test
    void shouldFindALoginByEachOfItsKeysAndNoLongerByThoseBefore() {
        ActiveLogin before = keyed(new ResumeKey("k1"));
        store.add(before);
        ActiveLogin after = keyed(new ResumeKey("k2"), new ResumeKey("k3"));

        assertTrue(store.replace(before, after));

        assertEquals(Optional.empty(), store.byKey(new ResumeKey("k1")));
        assertEquals(Optional.of(after), store.byKey(new ResumeKey("k2")));
        assertEquals(Optional.of(after), store.byKey(new ResumeKey("k3")));
        store.remove(ANN.session());
        assertEquals(Optional.empty(), store.byKey(new ResumeKey("k2")));
    }

    @Test
    void shouldNotReplaceWhatHasChangedMeanwhile() {
        store.add(ANN);
        assertFalse(store.replace(keyed(new ResumeKey("k1")), keyed(new ResumeKey("k2"))));
        assertEquals(List.of(ANN), store.all());
    }

    private static ActiveLogin keyed(ResumeKey... keys) {
        return new ActiveLogin(
                ANN.session(),
                ANN.gateway(),
                ANN.user(),
                ANN.account(),
                ANN.requested(),
                ANN.name(),
                ANN.level(),
                ANN.state(),
                List.of(keys),
                0,
                0,
                0,
                null,
                Mute.NONE);
    }

    @Test
    void shouldNotFindGuestsByAccount() {
        store.add(GUEST);
        assertEquals(Optional.empty(), store.byAccount("Ann"));
        assertEquals(Optional.of(GUEST), store.byUser(GUEST.user()));
    }

    @Test
    void shouldHoldOneLoginPerUserAndPerSession() {
        store.add(ANN);
        assertFalse(store.add(login("other", 7, "Ann")));
        assertFalse(store.add(login("s1", 8, "Ben")));
        assertEquals(List.of(ANN), store.all());
    }

    @Test
    void shouldForgetALoginEverywhere() {
        store.add(ANN);
        assertEquals(Optional.of(ANN), store.remove(ANN.session()));
        assertEquals(Optional.empty(), store.remove(ANN.session()));
        assertEquals(Optional.empty(), store.byUser(ANN.user()));
        assertEquals(Optional.empty(), store.byAccount("Ann"));
        assertTrue(store.add(ANN));
    }

    @Test
    void shouldKeepTheNamedLoginWhereAGuestOfThatNameLeaves() {
        store.add(ANN);
        store.add(GUEST);
        store.remove(GUEST.session());
        assertEquals(Optional.of(ANN), store.byAccount("Ann"));
    }

    @Test
    void shouldCountGuestsDownwardsFromMinusTwo() {
        assertEquals(-2, store.nextGuestNumber());
        assertEquals(-3, store.nextGuestNumber());
    }
}
