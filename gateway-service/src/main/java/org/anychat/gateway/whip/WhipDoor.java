package org.anychat.gateway.whip;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.anychat.contracts.WhipApi;
import org.anychat.contracts.WhipApi.Said;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.link.ClientLink;
import org.anychat.gateway.link.HttpLink;
import org.anychat.gateway.link.LinkSettings;
import org.anychat.gateway.web.TimelyBody;
import org.anychat.protocol.ErrorCode;

/**
 * WHIP and WHEP over the gateway's HTTP. Each session is a link like any other: it counts against its address, logs in,
 * enters, may be sent away. Belongs to the gateway's context.
 */
public final class WhipDoor {
    /** No offer is longer. */
    static final int MAX_BODY = 65_536;

    private static final String SDP = "application/sdp";
    private static final String PUBLISHING = "/whip-sessions/";
    private static final String WATCHING = "/whep-sessions/";
    private static final int SECRET_BYTES = 16;
    private static final int TAG_BYTES = 8;
    private static final int CREATED = 201;

    private final LinkSettings settings;
    private final Terms terms;
    private final Watching watching;
    private final SecureRandom random;
    private final WhipSessions sessions;
    private Predicate<ClientLink> adopt = link -> false;
    private Predicate<SocketAddress> isSecure = address -> false;

    /**
     * What the door goes by.
     *
     * @param serverPassword whether clients have to prove a server password
     * @param stunServers what clients are told of, {@code host} or {@code host:port} each
     */
    public record Terms(boolean serverPassword, List<String> stunServers) {
        /**
         * Copies the list.
         *
         * @param serverPassword whether clients have to prove a server password
         * @param stunServers may be empty
         */
        public Terms {
            stunServers = List.copyOf(stunServers);
        }
    }

    /** Has the relay of a client's room answer an offer to receive. */
    @FunctionalInterface
    public interface Watching {
        /**
         * Opens the connection of a client that is in a room, or restarts its ICE.
         *
         * @param link the client's
         * @param offer the client's
         * @param publisher whose media, or empty for those who speak
         * @return the relay's answer; fails with a {@link HttpLink.RefusedException}
         */
        Future<String> watch(HttpLink link, String offer, OptionalInt publisher);
    }

    /**
     * Makes a door without sessions.
     *
     * @param settings what all links share
     * @param terms what it goes by
     * @param watching has relays answer offers to receive
     * @param sessions where they are kept
     * @param random a cryptographic source
     */
    public WhipDoor(LinkSettings settings, Terms terms, Watching watching, WhipSessions sessions, SecureRandom random) {
        this.settings = settings;
        this.terms = terms;
        this.watching = watching;
        this.sessions = sessions;
        this.random = random;
    }

    /**
     * Adds its routes.
     *
     * @param router of the gateway's HTTP server
     * @param secure whether the connection of a client, by its address and port, is encrypted
     * @param adoption takes a link in, or refuses it because its address has too many
     */
    public void mount(Router router, Predicate<SocketAddress> secure, Predicate<ClientLink> adoption) {
        isSecure = secure;
        adopt = adoption;
        TimelyBody body =
                new TimelyBody(settings.vertx(), MAX_BODY, settings.limits().connectMs());
        for (String path : List.of("/whip/*", "/whep/*", PUBLISHING + "*", WATCHING + "*")) {
            router.route(path).handler(Responses::allowOtherSites).failureHandler(Responses::fail);
        }
        router.post("/whip/:room/:user").handler(body).handler(this::publish);
        router.post("/whep/:room/:user").handler(body).handler(this::watch);
        router.post("/whep/:room").handler(body).handler(this::watch);
        for (String endpoint : List.of("/whip/:room/:user", "/whep/:room/:user", "/whep/:room")) {
            router.route(endpoint).handler(this::onEndpoint);
        }
        for (String session : List.of(PUBLISHING + ":id", WATCHING + ":id")) {
            router.patch(session).handler(body).handler(this::patch);
            router.delete(session).handler(this::delete);
            router.route(session).handler(this::onSession);
        }
    }

    private void publish(RoutingContext context) {
        open(context, new PublishPart(), PUBLISHING, context.pathParam("user"));
    }

    private void watch(RoutingContext context) {
        open(context, new WatchPart(context.pathParam("user"), watching), WATCHING, null);
    }

    private void open(RoutingContext context, MediaPart media, String folder, String user) {
        HttpServerRequest request = context.request();
        WhipSession session;
        Arrival arrival;
        String offer = context.body().asString("UTF-8");
        try {
            requireType(request, SDP);
            if (offer == null) {
                throw new Problem(Problem.BAD_REQUEST, ErrorCode.FUNCOPTERROR, "the offer is missing");
            }
            media.check(Descriptions.parse(offer));
            arrival = Arrival.of(context, user, terms.serverPassword());
            String path = sessions.path(folder, secret(SECRET_BYTES));
            session = new WhipSession(
                    settings.vertx(), path, Credentials.of(request), media, () -> '"' + secret(TAG_BYTES) + '"');
        } catch (Problem problem) {
            Responses.refuse(context, problem);
            return;
        }
        HttpLink link = new HttpLink(settings, request.remoteAddress().hostAddress(), session::onEvent);
        link.secure(isSecure.test(request.remoteAddress()));
        if (!adopt.test(link)) {
            Responses.refuse(
                    context, new Problem(Problem.TOO_MANY, ErrorCode.OVERFLOW, "too many links from this address"));
            return;
        }
        settings.counters().count(GatewayCounter.HTTP_LINK);
        link.begin();
        session.open(link, arrival, offer)
                .onSuccess(answer -> opened(context, session, answer))
                .onFailure(failure -> Responses.refuse(context, Problem.of(failure)));
    }

    private void opened(RoutingContext context, WhipSession session, String answer) {
        HttpServerResponse response = context.response();
        if (response.closed() || session.over().isComplete()) {
            // Nobody has heard of it.
            session.end();
            Responses.refuse(
                    context, new Problem(Problem.UNAVAILABLE, ErrorCode.CONNECT_ABORT, "the session ended at once"));
            return;
        }
        sessions.add(session);
        Responses.tellStunServers(response, terms.stunServers());
        response.setStatusCode(CREATED)
                .putHeader(HttpHeaders.LOCATION, session.path())
                .putHeader(HttpHeaders.ETAG, session.entityTag())
                .putHeader(HttpHeaders.CONTENT_TYPE, SDP)
                .end(answer);
    }

    private static void requireType(HttpServerRequest request, String wanted) throws Problem {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(wanted)) {
            throw new Problem(Problem.UNSUPPORTED_TYPE, ErrorCode.FUNCOPTERROR, "Content-Type is " + wanted);
        }
    }

    private void patch(RoutingContext context) {
        HttpServerRequest request = context.request();
        String body = context.body().asString("UTF-8");
        try {
            WhipApi place = sessions.at(request.path());
            requireType(request, IceFragment.CONTENT_TYPE);
            String ifMatch = Objects.requireNonNullElse(request.getHeader(HttpHeaders.IF_MATCH), "");
            IceFragment fragment = IceFragment.parse(body == null ? "" : body);
            WhipApi.Patch patch = new WhipApi.Patch(claim(request), ifMatch, fragment.ufrag(), fragment.password());
            answer(context, sessions.ask(place, gateway -> gateway.patch(patch)));
        } catch (Problem problem) {
            Responses.refuse(context, problem);
        }
    }

    private void delete(RoutingContext context) {
        try {
            WhipApi place = sessions.at(context.request().path());
            WhipApi.Delete delete = new WhipApi.Delete(claim(context.request()));
            answer(context, sessions.ask(place, gateway -> gateway.delete(delete)));
        } catch (Problem problem) {
            Responses.refuse(context, problem);
        }
    }

    private static WhipApi.Claim claim(HttpServerRequest request) {
        String authorization = Credentials.shown(request, HttpHeaders.AUTHORIZATION);
        String serverPassword = Credentials.shown(request, Arrival.SERVER_PASSWORD);
        return new WhipApi.Claim(request.path(), authorization, serverPassword);
    }

    private static void answer(RoutingContext context, Future<Said> said) {
        said.onSuccess(answer -> answer(context, answer))
                .onFailure(failure -> Responses.refuse(
                        context,
                        new Problem(
                                Problem.UNAVAILABLE,
                                ErrorCode.CONNECT_ABORT,
                                "the gateway that has the session does not answer")));
    }

    private static void answer(RoutingContext context, Said said) {
        if (said.status() >= Problem.BAD_REQUEST) {
            Responses.refuse(context, new Problem(said.status(), said.code(), said.text()));
            return;
        }
        HttpServerResponse response = context.response().setStatusCode(said.status());
        if (said.entityTag() == null) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.ETAG, said.entityTag())
                    .putHeader(HttpHeaders.CONTENT_TYPE, IceFragment.CONTENT_TYPE)
                    .end(said.text());
        }
    }

    private void onEndpoint(RoutingContext context) {
        HttpMethod method = context.request().method();
        if (HttpMethod.OPTIONS.equals(method)) {
            context.response().putHeader("Accept-Post", SDP);
            Responses.preflight(context, terms.stunServers(), "POST, OPTIONS");
        } else {
            Responses.emptyOrNotAllowed(context, "POST, OPTIONS");
        }
    }

    private void onSession(RoutingContext context) {
        if (HttpMethod.OPTIONS.equals(context.request().method())) {
            context.response().putHeader("Accept-Patch", IceFragment.CONTENT_TYPE);
            Responses.preflight(context, terms.stunServers(), "PATCH, DELETE, OPTIONS");
            return;
        }
        try {
            WhipApi unused = sessions.at(context.request().path());
            Responses.emptyOrNotAllowed(context, "PATCH, DELETE, OPTIONS");
        } catch (Problem problem) {
            Responses.refuse(context, problem);
        }
    }

    private String secret(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
