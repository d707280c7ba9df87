package org.anychat.room.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.anychat.contracts.DirectApi.Close;
import org.anychat.contracts.DirectApi.Connect;
import org.anychat.contracts.DirectApi.Connection;
import org.anychat.contracts.DirectApi.Deliver;
import org.anychat.contracts.DirectApi.Order;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.Receive;
import org.anychat.contracts.DirectApi.Report;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Signal;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.DirectApi.Try;
import org.anychat.contracts.DirectApi.Upload;
import org.anychat.contracts.DirectApi.Withhold;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.domain.PrivateChats;
import org.anychat.room.domain.Room;

/** A room of which a table keeps the routes: what people do, and what they are told because of it. */
abstract class RoutedRoom {
    static final RoomId ROOM = new RoomId(1);
    static final NodeId GATEWAY = new NodeId("g");
    static final long START_MS = 1_000_000;
    static final String SDP = "v=0\r\n";
    static final UserId ANN = new UserId(-2);
    static final UserId BEN = new UserId(-3);
    static final UserId CID = new UserId(-4);
    static final UserId DAN = new UserId(-5);

    final RouteTable table = new RouteTable(DirectPolicy.OFF.withMaxPeers(1), 0);
    final List<Member> members = new ArrayList<>();
    PrivateChats chats = Room.empty(ROOM, "Room 1", true).privateChats();
    long nowMs = START_MS;

    static SessionId session(UserId user) {
        return new SessionId("s" + user.value());
    }

    static Member member(UserId user, int camera, int chatMode) {
        UserState state = new UserState("name", camera, UserState.CLOSED, 4).withChatMode(chatMode);
        return new Member(session(user), GATEWAY, user, 0, state);
    }

    Room room() {
        return new Room(ROOM, "Room 1", true, 1, List.copyOf(members), null, chats);
    }

    List<String> enter(UserId user) {
        members.add(member(user, UserState.OPEN, UserState.PUBLIC_CHAT));
        return told(table.onRoom(ROOM, room(), nowMs));
    }

    List<String> leave(UserId user) {
        members.removeIf(member -> member.user().equals(user));
        return told(table.onRoom(ROOM, room(), nowMs));
    }

    List<String> become(UserId user, int camera, int chatMode) {
        members.replaceAll(member -> member.user().equals(user) ? member(user, camera, chatMode) : member);
        return told(table.onRoom(ROOM, room(), nowMs));
    }

    List<String> ready(UserId user, int policy) {
        return told(table.ready(room(), new Ready(session(user), policy, "203.0.113.5", false, true), nowMs));
    }

    List<String> says(UserId user, int policy) {
        return told(table.ready(room(), new Ready(session(user), policy, "203.0.113.5", false, false), nowMs));
    }

    List<String> report(UserId user, UserId with, int attempt, State state) {
        return told(table.report(ROOM, new Report(session(user), with, attempt, state), nowMs)
                .orders());
    }

    ServiceError refusal(UserId user, UserId with, int attempt, State state) {
        return table.report(ROOM, new Report(session(user), with, attempt, state), nowMs)
                .refusal();
    }

    ServiceError signal(UserId user, UserId to, int attempt) {
        return table.signal(ROOM, new Signal(session(user), to, attempt, SDP)).refusal();
    }

    List<String> connect(UserId user, UserId with) {
        return told(table.connect(ROOM, new Connect(session(user), with), nowMs).orders());
    }

    List<String> withhold(UserId user, boolean withheld) {
        return told(table.withhold(ROOM, new Withhold(session(user), withheld), nowMs));
    }

    List<String> later(long ms) {
        nowMs += ms;
        return told(table.tick(nowMs));
    }

    static List<String> told(List<Addressed> orders) {
        return orders.stream()
                .map(one -> one.order().to() + " " + describe(one.order().order()))
                .toList();
    }

    static String describe(Order order) {
        if (order instanceof Try attempt) {
            return (attempt.offers() ? "offer " : "await ") + attempt.with() + " #" + attempt.attempt();
        } else if (order instanceof Close close) {
            return "close " + close.with() + " #" + close.attempt() + " " + close.graceMs();
        } else if (order instanceof Connection connection) {
            return "connection " + connection.with() + " " + connection.connected() + connection.reason();
        } else if (order instanceof Receive receive) {
            return "receive " + receive.from() + " " + receive.directly();
        } else if (order instanceof Upload upload) {
            return "upload " + upload.needed();
        }
        return "signal of " + ((Deliver) order).from();
    }

    String route(UserId from, UserId to) {
        Route route = table.routes(ROOM).stream()
                .filter(one -> one.from().equals(from) && one.to().equals(to))
                .findFirst()
                .orElseThrow();
        return route.way() + " " + route.reason();
    }

    void bothTry() {
        enter(ANN);
        enter(BEN);
        ready(ANN, 1);
        assertEquals(List.of("s-3 receive -2 false", "s-2 offer -3 #1", "s-3 await -2 #1"), ready(BEN, 1));
    }

    void bothDirect() {
        bothTry();
        report(ANN, BEN, 1, State.CONNECTED);
        report(BEN, ANN, 1, State.CONNECTED);
        report(ANN, BEN, 1, State.DIRECT);
        report(BEN, ANN, 1, State.DIRECT);
    }
}
