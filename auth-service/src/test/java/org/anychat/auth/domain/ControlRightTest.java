package org.anychat.auth.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.anychat.auth.store.InMemoryLoginStore;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlRightTest {
    private final Logins logins = new Logins(new InMemoryLoginStore(), new LoginPolicy(true, false, true));
    private final ControlRight right = new ControlRight(logins, 5);

    private final ActiveLogin user = login("user", 1, 4);
    private final ActiveLogin guard = login("guard", 2, 5);
    private final ActiveLogin boss = login("boss", 3, 9);

    @BeforeEach
    void logIn() {
        logins.restore(List.of(user, guard, boss));
    }

    @Test
    void shouldNeedTheLevel() {
        assertEquals(guard, right.require(guard.session()));
        assertRefused(ServiceError.FORBIDDEN, () -> right.require(user.session()));
    }

    @Test
    void shouldNeedALogin() {
        assertRefused(ServiceError.NOT_LOGIN, () -> right.require(new SessionId("nobody")));
    }

    @Test
    void shouldLetTheAdministratorDoAnything() {
        assertNull(right.require(null));
        right.requireOver(null, boss);
    }

    @Test
    void shouldProtectHigherLevelsAndOneself() {
        right.requireOver(guard.session(), user);
        right.requireOver(boss.session(), guard);
        assertRefused(ServiceError.FORBIDDEN, () -> right.requireOver(guard.session(), boss));
        assertRefused(ServiceError.FORBIDDEN, () -> right.requireOver(user.session(), guard));
        assertRefused(ServiceError.BAD_PARAMETER, () -> right.requireOver(guard.session(), guard));
    }

    private static ActiveLogin login(String name, int number, int level) {
        return new ActiveLogin(new SessionId(name), new NodeId("n"), new UserId(number), name, name, level);
    }

    private static void assertRefused(ServiceError error, Runnable call) {
        assertEquals(error, assertThrows(ServiceException.class, call::run).error());
    }
}
