package org.anychat.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.contracts.AuthApi.Login;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final NodeId NODE = new NodeId("n-1");

    @Test
    void shouldNotSayPasswords() {
        SessionId session = new SessionId("s");
        Login login = new Login(session, NODE, "Ann", "hunter2", "192.0.2.1", 0);
        RoomApi.Member member = new RoomApi.Member(session, NODE, new UserId(-2), 0, new UserState("Ann", 0, 0, 0));
        EnterRoom enter = new EnterRoom(member, new RoomId(1), null, "hunter2");
        assertFalse(login.toString().contains("hunter2"));
        assertFalse(enter.toString().contains("hunter2"));
        assertTrue(enter.toString().contains("room=1"));
        assertEquals("NewValue[a]", new ConfigApi.NewValue("a", "hunter2").toString());
    }

    @Test
    void shouldTellGuestsFromNamedUsersAndFromEveryone() {
        assertTrue(new UserId(-2).isGuest());
        assertTrue(new UserId(Integer.MIN_VALUE).isGuest());
        assertFalse(new UserId(-1).isGuest());
        assertFalse(new UserId(1).isGuest());
    }

    @Test
    void shouldNameNodesInTheirAddresses() {
        assertEquals("gateway.n-1", Addresses.gateway(NODE));
        assertEquals("relay.n-1", Addresses.relay(NODE));
        assertEquals("config.n-1", Addresses.config(NODE));
    }

    @Test
    void shouldChangeOneDeviceAtATime() {
        UserState state = new UserState("Ann", UserState.NONE, UserState.CLOSED, 4);
        assertEquals(new UserState("Ann", UserState.OPEN, UserState.CLOSED, 4), state.withCamera(UserState.OPEN));
        assertEquals(new UserState("Ann", UserState.NONE, UserState.OPEN, 4), state.withMicrophone(UserState.OPEN));
    }
}
