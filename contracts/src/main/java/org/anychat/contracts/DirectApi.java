package org.anychat.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.vertx.core.Future;
import java.util.List;

/**
 * Media between users of a room without the relay: between two (routing policy 2), and along mesh trees (3), whose edges are
 * attempts of their own. Served at {@link Addresses#DIRECT} by the room
 * service, which owns the routes: clients report, it decides. What it decides reaches each side as
 * {@link GatewayApi#direct}.
 */
public interface DirectApi {
    /**
     * A client of a room can send and receive directly, or wants to at other times than it has said before.
     *
     * @param request who, and when it wants to
     * @return done
     */
    @BusCall(fails = ServiceError.ROOM_NOT_IN)
    Future<Done> ready(Ready request);

    /**
     * A client of a room that takes part in mesh trees tells what it has found out of its network. It is used for planning them
     * and for nothing else.
     *
     * @param request what
     * @return done; fails with {@code FUNC_NOT_ALLOW} where the client has not said that it takes part
     */
    @BusCall(fails = {ServiceError.ROOM_NOT_IN, ServiceError.FUNC_NOT_ALLOW})
    Future<Done> network(Network request);

    /**
     * An operator withholds media of a client, or no longer: then nothing of it may go around the relay.
     *
     * @param request whose
     * @return done; sessions that are not ready are fine
     */
    @BusCall
    Future<Done> withhold(Withhold request);

    /**
     * A client asks for a direct connection.
     *
     * @param request who, and with whom
     * @return done
     */
    @BusCall(fails = {ServiceError.ROOM_NOT_IN, ServiceError.INVALID_USER_ID})
    Future<Done> connect(Connect request);

    /**
     * An offer or an answer for the other client of an attempt: one of each, from the side whose turn it is.
     *
     * @param request the description
     * @return done; fails with {@code FUNC_NOT_ALLOW} where nobody waits for it
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.ROOM_NOT_IN, ServiceError.FUNC_NOT_ALLOW})
    Future<Done> signal(Signal request);

    /**
     * A client tells how its end of an attempt stands.
     *
     * @param request how
     * @return done; fails with {@code FUNC_NOT_ALLOW} where there is no such attempt (any more)
     */
    @BusCall(fails = {ServiceError.ROOM_NOT_IN, ServiceError.FUNC_NOT_ALLOW})
    Future<Done> report(Report request);

    /**
     * Lists a room's routes, by page.
     *
     * @param request which of them
     * @return one entry per pair of members and direction, or per stream of a mesh tree and viewer
     */
    @BusCall
    Future<RouteList> routes(ReadRoutes request);

    /**
     * A client that can do it.
     *
     * @param session who
     * @param policy 0 never, 1 as the server sees fit, 2 only where its own application asks for
     *     it, 3 while there is media
     * @param address the client's IP address as its gateway sees it
     * @param withheld whether an operator withholds media of it
     * @param anew whether the client knows of no connections (any more), so that what it has had is over
     * @param mesh how it takes part in mesh trees, or null where it does not
     */
    record Ready(SessionId session, int policy, String address, boolean withheld, boolean anew, Mesh mesh) {
        /**
         * A client that takes no part in mesh trees.
         *
         * @param session who
         * @param policy 0 to 3
         * @param address the client's IP address
         * @param withheld whether an operator withholds media of it
         * @param anew whether the client knows of no connections (any more)
         */
        public Ready(SessionId session, int policy, String address, boolean withheld, boolean anew) {
            this(session, policy, address, withheld, anew, null);
        }
    }

    /** What a client passes on of what others publish. */
    enum Forwards {
        /** Nothing. */
        NONE,
        /** RTP packets. */
        PACKETS,
        /** Encoded frames. */
        FRAMES
    }

    /**
     * How a client takes part in mesh trees.
     *
     * @param forwards what it passes on
     * @param upBps its up-bandwidth in bit/s by its own account, 0 where it does not know
     * @param key its public key, base64url, or empty
     */
    record Mesh(Forwards forwards, int upBps, String key) {}

    /** What a NAT's mapping or filtering depends on (RFC 4787 sections 4.1 and 5). */
    enum Dependence {
        /** The same for all peers. */
        INDEPENDENT,
        /** Another one for each address of a peer. */
        ADDRESS,
        /** Another one for each address and port of a peer. */
        PORT,
        /** Nobody has found it out. */
        UNKNOWN
    }

    /**
     * How the NAT in front of a client behaves, by the client's account.
     *
     * @param mapping what an outside port depends on
     * @param filtering what may come in through it
     * @param udp whether UDP gets through at all; where not, the others say nothing
     */
    record Nat(Dependence mapping, Dependence filtering, boolean udp) {}

    /** Instead of an up-bandwidth, of a client that says nothing of it. */
    int UNSAID = -1;

    /** For how long what a client has found out of its network counts, in milliseconds: networks change. */
    long FRESH_MS = 300_000;

    /**
     * What a client has found out of its network.
     *
     * @param session whose
     * @param nat its NAT
     * @param upBps its up-bandwidth in bit/s, in the place of what {@link Mesh} says; {@link #UNSAID} where it says nothing of it
     * @param ageMs how long ago it has said so
     */
    record Network(SessionId session, Nat nat, int upBps, long ageMs) {}

    /**
     * An operator's decision.
     *
     * @param session whose media
     * @param withheld whether some of it is withheld now
     */
    record Withhold(SessionId session, boolean withheld) {}

    /**
     * A wish of an application.
     *
     * @param session who wishes
     * @param with the other
     */
    record Connect(SessionId session, UserId with) {}

    /**
     * A description.
     *
     * @param session whose
     * @param to for whom
     * @param attempt which attempt it belongs to
     * @param sdp the description, at most 16384 characters
     */
    record Signal(SessionId session, UserId to, int attempt, String sdp) {}

    /** How one end of an attempt stands. */
    enum State {
        /** ICE and DTLS are done. */
        CONNECTED,
        /** All that the other has open comes by it. */
        DIRECT,
        /** It has not come about, or nothing comes by it any more. */
        FAILED,
        /** The client will have none. */
        DECLINED,
        /** Of an edge: the connection lives, and nothing of the stream comes by it, or not all of it. */
        STARVED,
        /** Of an edge: what comes by it is not what the publisher has signed. */
        FORGED
    }

    /**
     * A client's account.
     *
     * @param session whose
     * @param with the other
     * @param attempt which attempt it is about
     * @param state how it stands
     * @param delayMs one way between the two as it has measured it, or {@link #UNSAID}
     */
    record Report(SessionId session, UserId with, int attempt, State state, int delayMs) {
        /**
         * Of a client that has not measured the way.
         *
         * @param session whose
         * @param with the other
         * @param attempt which attempt it is about
         * @param state how it stands
         */
        public Report(SessionId session, UserId with, int attempt, State state) {
            this(session, with, attempt, state, UNSAID);
        }
    }

    /** One answer has no more routes. */
    int MAX_ROUTES = 100;

    /**
     * A question for routes.
     *
     * @param room the room
     * @param from those of one sender alone, along its mesh tree: whoever passes a stream on comes before those who get it of
     *     it, and those who have the relay come last; null for all, by sender
     * @param to those to one receiver alone, or null
     * @param offset how many to leave out
     * @param limit how many at most, 1 to {@link #MAX_ROUTES}
     */
    record ReadRoutes(RoomId room, UserId from, UserId to, int offset, int limit) {
        /**
         * The first of all.
         *
         * @param room the room
         */
        public ReadRoutes(RoomId room) {
            this(room, null, null, 0, MAX_ROUTES);
        }
    }

    /** How media goes from one user to another. */
    enum Way {
        /** By the relay. */
        RELAY,
        /** By the relay, while the two try to do without. */
        TRYING,
        /** Without the relay. */
        DIRECT
    }

    /**
     * How media goes from one user to another.
     *
     * @param from who sends
     * @param to who receives
     * @param way how
     * @param sinceMs since when, in milliseconds since 1970
     * @param reason a word for why it does not go directly, empty where it does or is being tried
     * @param via who sends it to the receiver: the sender itself, or who passes it on; null where it is the relay
     * @param hops how many connections between users it takes, 0 where it goes by the relay
     */
    record Route(UserId from, UserId to, Way way, long sinceMs, String reason, UserId via, int hops) {
        /**
         * The way between two who exchange media directly, or do not.
         *
         * @param from who sends
         * @param to who receives
         * @param way how
         * @param sinceMs since when
         * @param reason a word for why it does not go directly, or empty
         */
        public Route(UserId from, UserId to, Way way, long sinceMs, String reason) {
            this(from, to, way, sinceMs, reason, way == Way.DIRECT ? from : null, way == Way.DIRECT ? 1 : 0);
        }
    }

    /**
     * To how many a member's media goes.
     *
     * @param user who sends
     * @param receivers to how many there are routes
     * @param direct how many of them get it without the relay
     */
    record Sender(UserId user, int receivers, int direct) {}

    /**
     * A page of a room's routes.
     *
     * @param routes one per pair of members and direction, or per stream of a mesh tree and viewer; none where the room has
     *     more members than may do without the relay
     * @param total how many there are that were asked for
     * @param senders of whom the room has routes, by number, 200 at most; none where those to one receiver were asked for
     */
    record RouteList(List<Route> routes, int total, List<Sender> senders) {}

    /** What a client is to do, or to know. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Try.class, name = "try"),
        @JsonSubTypes.Type(value = Retime.class, name = "retime"),
        @JsonSubTypes.Type(value = Deliver.class, name = "deliver"),
        @JsonSubTypes.Type(value = Close.class, name = "close"),
        @JsonSubTypes.Type(value = Connection.class, name = "connection"),
        @JsonSubTypes.Type(value = Receive.class, name = "receive"),
        @JsonSubTypes.Type(value = Upload.class, name = "upload"),
        @JsonSubTypes.Type(value = Explore.class, name = "explore")
    })
    sealed interface Order {}

    /**
     * A connection is to be tried.
     *
     * @param with the other
     * @param attempt a number for it
     * @param offers whether this side makes the offer
     * @param stream for an edge of a mesh tree, what goes by it; null for a connection in which both send what they publish
     */
    record Try(UserId with, int attempt, boolean offers, Stream stream) implements Order {
        /**
         * A connection in which both send what they publish.
         *
         * @param with the other
         * @param attempt a number for it
         * @param offers whether this side makes the offer
         */
        public Try(UserId with, int attempt, boolean offers) {
            this(with, attempt, offers, null);
        }
    }

    /**
     * What goes by an edge of a mesh tree.
     *
     * @param publisher whose stream it is
     * @param generation which plan of the stream's tree it is of, from 1 up
     * @param ttl how many hops may follow
     * @param sends whether this side sends it
     * @param key the publisher's public key, or empty
     */
    record Stream(UserId publisher, int generation, int ttl, boolean sends, String key) {}

    /**
     * Somebody further up a mesh tree has moved; the edge stays.
     *
     * @param attempt the edge
     * @param generation as of {@link Stream}
     * @param ttl how many hops may follow from now on
     */
    record Retime(int attempt, int generation, int ttl) implements Order {}

    /**
     * The other side's description.
     *
     * @param from the other
     * @param attempt which attempt it belongs to
     * @param sdp the description, without candidates that the client has no business with
     */
    record Deliver(UserId from, int attempt, String sdp) implements Order {}

    /**
     * A connection is to be given up.
     *
     * @param with the other
     * @param attempt which attempt it came of
     * @param graceMs how long the client goes on sending by it; 0 where it stops at once
     */
    record Close(UserId with, int attempt, int graceMs) implements Order {}

    /**
     * News of a connection for the application.
     *
     * @param with the other
     * @param connected whether it is there
     * @param reason a word for why it is not, or empty
     */
    record Connection(UserId with, boolean connected, String reason) implements Order {}

    /**
     * How the client gets another's media from now on. For its gateway, which tells the relay.
     *
     * @param from whose media
     * @param directly whether it comes without the relay
     */
    record Receive(UserId from, boolean directly) implements Order {}

    /**
     * Whether somebody gets the client's media by the relay.
     *
     * @param needed whether the client is to send it there
     */
    record Upload(boolean needed) implements Order {}

    /**
     * Whether the client's {@link Network} is wanted: trees are made in rooms such as its own. Nothing is wanted of who has not
     * been told that it is.
     *
     * @param wanted true at once and as long as it is not told otherwise; said once more after {@link Ready} with {@code anew}
     */
    record Explore(boolean wanted) implements Order {}

    /**
     * An order for one client.
     *
     * @param to the client's session
     * @param room the room that it is about: who has gone on to another has nothing to do with it
     * @param order what it is to do
     */
    record DirectOrder(SessionId to, RoomId room, Order order) {}
}
