package org.anychat.room.mesh;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.DirectApi.Close;
import org.anychat.contracts.DirectApi.Connection;
import org.anychat.contracts.DirectApi.Deliver;
import org.anychat.contracts.DirectApi.Explore;
import org.anychat.contracts.DirectApi.Forwards;
import org.anychat.contracts.DirectApi.Mesh;
import org.anychat.contracts.DirectApi.Order;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.Receive;
import org.anychat.contracts.DirectApi.Report;
import org.anychat.contracts.DirectApi.Retime;
import org.anychat.contracts.DirectApi.Route;
import org.anychat.contracts.DirectApi.Signal;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.DirectApi.Try;
import org.anychat.contracts.DirectApi.Withhold;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.direct.Addressed;
import org.anychat.room.direct.Attempts;
import org.anychat.room.direct.RouteCounters;
import org.anychat.room.domain.PrivateChats;
import org.anychat.room.domain.Room;
import org.anychat.room.routing.RoutingLimits;

/** A room that goes along trees: what people do, and what they are told because of it. */
class MeshedRoom {
    static final RoomId ROOM = new RoomId(1);
    static final int TTL = 3;
    static final int MTN = 2;
    static final String KEY = "k".repeat(43);

    final RouteCounters counters = new RouteCounters();
    final MeshTable table = new MeshTable(policy(MTN), new Attempts(0, 1_000), counters);
    final List<Member> members = new ArrayList<>();
    /** What each has been told and has not ended since: edges by number, and whose media the relay leaves out. */
    final Map<Integer, Try> tries = new LinkedHashMap<>();

    final Map<Integer, UserId> parents = new LinkedHashMap<>();
    final Map<Integer, Integer> ttls = new LinkedHashMap<>();
    final List<String> paused = new ArrayList<>();
    /** Who has been told to find out about its network, or no longer. */
    final List<String> explored = new ArrayList<>();

    private final Set<Integer> carriedOnce = new HashSet<>();
    long nowMs = 1_000_000;

    static MeshPolicy policy(int mtn) {
        return policy(TTL, mtn);
    }

    static MeshPolicy policy(int ttl, int mtn) {
        return MeshPolicy.OFF.with(true, 2, new RoutingLimits(ttl, mtn));
    }

    PrivateChats chats = Room.empty(ROOM, "Room 1", true).privateChats();

    static UserId user(int number) {
        return new UserId(number);
    }

    static SessionId session(int user) {
        return new SessionId("s" + user);
    }

    static Member member(int user, int camera, int chatMode) {
        UserState state = new UserState("name", camera, UserState.CLOSED, 4).withChatMode(chatMode);
        return new Member(session(user), new NodeId("g"), user(user), 0, state);
    }

    Room room() {
        return new Room(ROOM, "Room 1", true, 1, List.copyOf(members), null, chats);
    }

    List<String> enter(int user, int camera) {
        members.add(member(user, camera, UserState.PUBLIC_CHAT));
        return told(table.onRoom(ROOM, room(), nowMs));
    }

    List<String> leave(int user) {
        members.removeIf(member -> member.user().equals(user(user)));
        paused.removeIf(pause -> pause.startsWith("s" + user + " "));
        return told(table.onRoom(ROOM, room(), nowMs));
    }

    List<String> become(int user, int camera, int chatMode) {
        members.replaceAll(member -> member.user().equals(user(user)) ? member(user, camera, chatMode) : member);
        return told(table.onRoom(ROOM, room(), nowMs));
    }

    List<String> ready(int user, int policy, Mesh mesh) {
        return told(
                table.ready(room(), new Ready(session(user), policy, "203.0.113." + user, false, true, mesh), nowMs));
    }

    List<String> ready(int user) {
        return ready(user, 1, new Mesh(Forwards.NONE, 20_000_000, KEY));
    }

    /** A client that passes on what others publish. */
    List<String> forwards(int user) {
        return ready(user, 1, new Mesh(Forwards.PACKETS, 20_000_000, KEY));
    }

    List<String> report(int user, int with, int attempt, State state) {
        return told(table.report(ROOM, new Report(session(user), user(with), attempt, state), nowMs)
                .orders());
    }

    ServiceError refusal(int user, int with, int attempt, State state) {
        return table.report(ROOM, new Report(session(user), user(with), attempt, state), nowMs)
                .refusal();
    }

    ServiceError signal(int user, int to, int attempt) {
        return table.signal(ROOM, new Signal(session(user), user(to), attempt, "v=0\r\n"))
                .refusal();
    }

    List<String> withhold(int user, boolean withheld) {
        return told(table.withhold(ROOM, new Withhold(session(user), withheld), nowMs));
    }

    List<String> limit(MeshPolicy policy) {
        return told(table.policy(policy, nowMs));
    }

    List<String> later(long ms) {
        nowMs += ms;
        return told(table.tick(nowMs));
    }

    String route(int from, int to) {
        Route route = table.routes(ROOM).stream()
                .filter(one -> one.from().equals(user(from)) && one.to().equals(user(to)))
                .findFirst()
                .orElseThrow();
        return route.way() + " " + route.reason() + (route.via() == null ? "" : route.via() + "/" + route.hops());
    }

    /** 1 publishes; as many others watch. */
    void watched(int viewers) {
        enter(1, UserState.OPEN);
        for (int viewer = 2; viewer < viewers + 2; viewer++) {
            enter(viewer, UserState.CLOSED);
        }
        members.forEach(member -> ready(member.user().value()));
    }

    /** Both ends of an edge have a connection. */
    void connect(int attempt, int parent, int child) {
        report(parent, child, attempt, State.CONNECTED);
        report(child, parent, attempt, State.CONNECTED);
    }

    /** 2 and 3 get the stream of 1 by edges 1 and 2, 4 by the relay. */
    void carried() {
        watched(3);
        later(500);
        for (int attempt = 1; attempt <= MTN; attempt++) {
            connect(attempt, 1, attempt + 1);
            report(attempt + 1, 1, attempt, State.DIRECT);
        }
    }

    /** 1 and 2 publish and try an edge each to the other, 1 the first; 3 watches by the relay. */
    List<String> mutual() {
        enter(1, UserState.OPEN);
        enter(2, UserState.OPEN);
        enter(3, UserState.CLOSED);
        ready(1);
        ready(2);
        return later(500);
    }

    /** 1 publishes, the forwarders and as many others watch; all edges that are planned carry. */
    void grown(int forwarders, int others) {
        watched(forwarders + others);
        for (int user = 2; user < forwarders + 2; user++) {
            forwards(user);
        }
        grow();
    }

    void grow() {
        grow(60);
    }

    /** For as many half seconds all goes well that the two at each new edge do. */
    void grow(int steps) {
        for (int step = 0; step < steps; step++) {
            later(500);
            for (Try edge : List.copyOf(tries.values())) {
                if (!carriedOnce.contains(edge.attempt()) && tries.containsKey(edge.attempt())) {
                    carry(edge.attempt());
                }
            }
        }
    }

    /** An edge comes about, and the stream by it. */
    List<String> carry(int attempt) {
        carriedOnce.add(attempt);
        int parent = parents.get(attempt).value();
        int child = tries.get(attempt).with().value();
        connect(attempt, parent, child);
        return report(child, parent, attempt, State.DIRECT);
    }

    /** The edge by which one gets a stream from another. */
    int edge(int publisher, int parent, int child) {
        return tries.values().stream()
                .filter(one -> one.stream().publisher().equals(user(publisher))
                        && one.with().equals(user(child))
                        && parents.get(one.attempt()).equals(user(parent)))
                .findFirst()
                .orElseThrow()
                .attempt();
    }

    List<String> told(List<Addressed> orders) {
        List<String> told = new ArrayList<>();
        for (Addressed one : orders) {
            String to = one.order().to().value();
            note(to, one.order().order());
            if (one.order().order() instanceof Explore explore) {
                explored.add(to + " " + explore.wanted());
                continue;
            }
            told.add(to + " " + describe(one.order().order()));
        }
        return told;
    }

    private void note(String to, Order order) {
        if (order instanceof Try attempt && attempt.offers()) {
            tries.put(attempt.attempt(), attempt);
            parents.put(attempt.attempt(), user(Integer.parseInt(to.substring(1))));
            ttls.put(attempt.attempt(), attempt.stream().ttl());
        } else if (order instanceof Retime moved) {
            ttls.put(moved.attempt(), moved.ttl());
        } else if (order instanceof Close close) {
            tries.remove(close.attempt());
            parents.remove(close.attempt());
            ttls.remove(close.attempt());
        } else if (order instanceof Receive receive) {
            paused.remove(to + " " + receive.from().value());
            if (receive.directly()) {
                paused.add(to + " " + receive.from().value());
            }
        }
    }

    private static String describe(Order order) {
        if (order instanceof Try attempt) {
            return (attempt.offers() ? "offer " : "await ") + attempt.with() + " #" + attempt.attempt() + " of "
                    + attempt.stream().publisher() + " ttl " + attempt.stream().ttl();
        } else if (order instanceof Close close) {
            return "close " + close.with() + " #" + close.attempt() + " " + close.graceMs();
        } else if (order instanceof Connection connection) {
            return "connection " + connection.with() + " " + connection.connected() + connection.reason();
        } else if (order instanceof Receive receive) {
            return "receive " + receive.from() + " " + receive.directly();
        } else if (order instanceof Retime moved) {
            return "retime #" + moved.attempt() + " ttl " + moved.ttl();
        }
        return "signal of " + ((Deliver) order).from();
    }
}
