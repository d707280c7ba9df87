package org.anychat.auth.plugin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.auth.plugin.wire.FilterCall;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;

/**
 * Who is there, as the plug-in knows it: one handle per login, one room per user. Puts what services say into the order
 * that plug-ins rely on: the leaving of a room comes before the entry to the next one and before the logout, each once.
 */
final class FilterUsers {
    private final Map<SessionId, Present> bySession = new LinkedHashMap<>();
    private final Map<Integer, Present> byHandle = new HashMap<>();
    private int lastHandle;

    /** Where a login's client is. */
    record Route(SessionId session, NodeId gateway) {}

    List<FilterCall> loggedIn(ActiveLogin login, String address) {
        if (bySession.containsKey(login.session())) {
            return List.of();
        }
        Present present = new Present(login, address, nextHandle());
        bySession.put(login.session(), present);
        byHandle.put(present.handle, present);
        return List.of(present.loginCall());
    }

    /** The way to a session's client has changed. */
    void moved(ActiveLogin login) {
        Present present = bySession.get(login.session());
        if (present != null) {
            present.login = login;
        }
    }

    private int nextHandle() {
        do {
            lastHandle++;
        } while (lastHandle == 0 || byHandle.containsKey(lastHandle));
        return lastHandle;
    }

    List<FilterCall> loggedOut(SessionId session) {
        Present present = bySession.remove(session);
        if (present == null) {
            return List.of();
        }
        byHandle.remove(present.handle);
        List<FilterCall> calls = present.leave();
        calls.add(new FilterCall.UserLogout(present.userId()));
        return calls;
    }

    List<FilterCall> entered(SessionId session, RoomId room) {
        Present present = bySession.get(session);
        if (present == null || room.equals(present.room)) {
            return List.of();
        }
        List<FilterCall> calls = present.leave();
        present.room = room;
        calls.add(present.enterCall());
        return calls;
    }

    /** A departure that the plug-in knows of already, by a later entry or a logout, is no news. */
    List<FilterCall> left(SessionId session, RoomId room) {
        Present present = bySession.get(session);
        return present == null || !room.equals(present.room) ? List.of() : present.leave();
    }

    Optional<Integer> userOf(SessionId session) {
        return Optional.ofNullable(bySession.get(session)).map(Present::userId);
    }

    /** The login with a user and a handle that belong together. */
    Optional<Route> route(int userId, int handle) {
        return Optional.ofNullable(byHandle.get(handle))
                .filter(present -> present.userId() == userId)
                .map(present -> new Route(present.login.session(), present.login.gateway()));
    }

    /** All that a plug-in has to be told that knows nobody. */
    List<FilterCall> everybody() {
        List<FilterCall> calls = new ArrayList<>();
        for (Present present : bySession.values()) {
            calls.add(present.loginCall());
            if (present.room != null) {
                calls.add(present.enterCall());
            }
        }
        return calls;
    }

    private static final class Present {
        private ActiveLogin login;
        private final String address;
        private final int handle;
        private RoomId room;

        Present(ActiveLogin login, String address, int handle) {
            this.login = login;
            this.address = address;
            this.handle = handle;
        }

        int userId() {
            return login.user().value();
        }

        FilterCall loginCall() {
            return new FilterCall.UserLogin(userId(), login.name(), login.level(), address, handle);
        }

        FilterCall enterCall() {
            return new FilterCall.UserEnterRoom(userId(), room.value());
        }

        /** In a list that more may be added to. */
        List<FilterCall> leave() {
            List<FilterCall> calls = new ArrayList<>();
            if (room != null) {
                calls.add(new FilterCall.UserLeaveRoom(userId(), room.value()));
                room = null;
            }
            return calls;
        }
    }
}
