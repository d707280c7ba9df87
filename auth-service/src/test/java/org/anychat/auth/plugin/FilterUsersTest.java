package org.anychat.auth.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.auth.plugin.wire.FilterCall.UserEnterRoom;
import org.anychat.auth.plugin.wire.FilterCall.UserLeaveRoom;
import org.anychat.auth.plugin.wire.FilterCall.UserLogin;
import org.anychat.auth.plugin.wire.FilterCall.UserLogout;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.junit.jupiter.api.Test;

class FilterUsersTest {
    private static final NodeId NODE = new NodeId("n");
    private static final RoomId ONE = new RoomId(1);
    private static final RoomId TWO = new RoomId(2);

    private final FilterUsers users = new FilterUsers();

    private static SessionId session(String name) {
        return new SessionId(name);
    }

    private List<?> logIn(String session, int user) {
        return users.loggedIn(new ActiveLogin(session(session), NODE, new UserId(user), "ann", "Ann", 5), "192.0.2.1");
    }

    @Test
    void shouldGiveEachLoginAHandleOfItsOwn() {
        assertEquals(List.of(new UserLogin(101, "Ann", 5, "192.0.2.1", 1)), logIn("a", 101));
        assertEquals(List.of(new UserLogin(102, "Ann", 5, "192.0.2.1", 2)), logIn("b", 102));
        assertEquals(Optional.of(new FilterUsers.Route(session("b"), NODE)), users.route(102, 2));
        assertEquals(Optional.empty(), users.route(101, 2));
        assertEquals(Optional.empty(), users.route(101, 3));
    }

    @Test
    void shouldNotReachALaterLoginByAnOldHandle() {
        logIn("a", 101);
        users.loggedOut(session("a"));
        logIn("b", 101);
        assertEquals(Optional.empty(), users.route(101, 1));
        assertTrue(users.route(101, 2).isPresent());
    }

    @Test
    void shouldLeaveTheRoomBeforeTheLogoutAndOnce() {
        logIn("a", 101);
        users.entered(session("a"), ONE);
        assertEquals(List.of(new UserLeaveRoom(101, 1), new UserLogout(101)), users.loggedOut(session("a")));
        assertEquals(List.of(), users.left(session("a"), ONE));
        assertEquals(List.of(), users.loggedOut(session("a")));
    }

    @Test
    void shouldLeaveTheFormerRoomBeforeTheEntryToTheNext() {
        logIn("a", 101);
        assertEquals(List.of(new UserEnterRoom(101, 1)), users.entered(session("a"), ONE));
        assertEquals(List.of(new UserLeaveRoom(101, 1), new UserEnterRoom(101, 2)), users.entered(session("a"), TWO));
        assertEquals(List.of(), users.left(session("a"), ONE));
        assertEquals(List.of(new UserLeaveRoom(101, 2)), users.left(session("a"), TWO));
    }

    @Test
    void shouldTellANewPluginOfEverybody() {
        logIn("a", 101);
        logIn("b", -2);
        users.entered(session("b"), TWO);
        assertEquals(
                List.of(
                        new UserLogin(101, "Ann", 5, "192.0.2.1", 1),
                        new UserLogin(-2, "Ann", 5, "192.0.2.1", 2),
                        new UserEnterRoom(-2, 2)),
                users.everybody());
    }

    @Test
    void shouldIgnoreRoomsOfWhoIsNotLoggedIn() {
        assertEquals(List.of(), users.entered(session("x"), ONE));
    }
}
