package org.anychat.gateway.whip;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.anychat.gateway.link.HttpLink;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerPasswordProof;

/**
 * Who comes, and to which room.
 *
 * @param user the name to log in with
 * @param password its password, empty for a guest
 * @param serverPassword the server password, empty where the client has none
 * @param room number or name
 * @param roomPassword the room's password, empty for none
 * @param client what the client calls itself
 */
record Arrival(String user, String password, String serverPassword, String room, String roomPassword, String client) {
    private static final int UNKNOWN_DEVICE = 0;
    private static final int LONGEST_ROOM_NUMBER = 9;

    static final String SERVER_PASSWORD = "AnyChat-Server-Password";
    static final String ROOM_PASSWORD = "AnyChat-Room-Password";
    private static final String GUEST = "WHEP";

    /** Who has come. */
    record Arrived(int userId, ReplyBody.Room room) {}

    /** Reads a request of a user; null for whoever the request itself says, or a guest. */
    static Arrival of(RoutingContext context, String expected, boolean serverPasswordNeeded) throws Problem {
        HttpServerRequest request = context.request();
        Credentials credentials = Credentials.of(request);
        String user = expected == null ? viewer(request, credentials) : expected;
        if (!credentials.name().isEmpty() && !credentials.name().equals(user)) {
            throw new Problem(
                    Problem.UNAUTHORIZED, ErrorCode.CERTIFY_FAIL, "the name in Authorization is not that of the path");
        }
        String password = credentials.password();
        String serverPassword = credentials.serverPassword();
        int colon = password.indexOf(':');
        if (serverPasswordNeeded
                && serverPassword.isEmpty()
                && credentials.name().isEmpty()) {
            // Tools that have one field for a token and none for headers.
            serverPassword = colon < 0 ? password : password.substring(0, colon);
            password = colon < 0 ? "" : password.substring(colon + 1);
        }
        return new Arrival(
                user,
                password,
                serverPassword,
                context.pathParam("room"),
                header(request, ROOM_PASSWORD),
                client(request));
    }

    private static String viewer(HttpServerRequest request, Credentials credentials) {
        String name = request.getParam("name");
        return credentials.name().isEmpty() ? (name == null ? GUEST : name) : credentials.name();
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    /** What the program calls itself, as far as the protocol has room for it. */
    private static String client(HttpServerRequest request) {
        String agent = header(request, HttpHeaders.USER_AGENT.toString()).replaceAll("[^ -~]", "");
        String name = "HTTP " + agent;
        return name.substring(0, Math.min(name.length(), Limits.CLIENT_LENGTH)).strip();
    }

    /** Connects, proves the server password, logs in and enters; fails with the first refusal. */
    Future<Arrived> on(HttpLink link) {
        return link.ask(id -> new ClientRequest.Connect(id, Limits.VERSION, UNKNOWN_DEVICE, client))
                .compose(connected -> authenticate(link, (ReplyBody.Connected) connected))
                .compose(authenticated -> link.ask(id -> new ClientRequest.Login(id, user, password)))
                .compose(loggedIn -> link.ask(this::entry)
                        .map(entered ->
                                new Arrived(((ReplyBody.LoggedIn) loggedIn).userId(), (ReplyBody.Room) entered)));
    }

    private Future<?> authenticate(HttpLink link, ReplyBody.Connected connected) {
        if (!connected.authRequired() || serverPassword.isEmpty()) {
            return Future.succeededFuture();
        }
        String proof = ServerPasswordProof.of(serverPassword, connected.challenge());
        return link.ask(id -> new ClientRequest.Authenticate(id, proof));
    }

    private ClientRequest entry(int id) {
        boolean number = !room.isEmpty()
                && room.length() <= LONGEST_ROOM_NUMBER
                && room.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return number
                ? new ClientRequest.EnterRoom(id, Integer.parseInt(room), roomPassword)
                : new ClientRequest.EnterRoomEx(id, room, roomPassword);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "Arrival[user=" + user + ", room=" + room + ", client=" + client + "]";
    }
}
