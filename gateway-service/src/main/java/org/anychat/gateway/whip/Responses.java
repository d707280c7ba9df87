package org.anychat.gateway.whip;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.anychat.protocol.ErrorCode;

/** What WHIP and WHEP answer alike. */
final class Responses {
    private static final int NO_CONTENT = 204;
    private static final String PREFLIGHT_SECONDS = "3600";
    /** Those of sessions, too: there are clients that ask the endpoint whether it takes candidates. */
    private static final String METHODS_OF_PAGES = "POST, PATCH, DELETE, OPTIONS";
    /** There are clients that send the tag as ETag, not as If-Match. */
    private static final String HEADERS_OF_PAGES =
            "Authorization, Content-Type, If-Match, ETag, " + Arrival.SERVER_PASSWORD + ", " + Arrival.ROOM_PASSWORD;

    private Responses() {}

    /** Pages of other sites may use it: nothing here goes by cookies. */
    static void allowOtherSites(RoutingContext context) {
        context.response()
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Expose-Headers", "Location, ETag, Link, Retry-After, WWW-Authenticate")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        context.next();
    }

    static void fail(RoutingContext context) {
        int status = context.statusCode();
        boolean tooLarge = status == Problem.TOO_LARGE;
        refuse(
                context,
                tooLarge || status == Problem.BAD_REQUEST
                        ? new Problem(
                                status,
                                tooLarge ? ErrorCode.OVERFLOW : ErrorCode.FUNCOPTERROR,
                                tooLarge
                                        ? "a body has at most " + WhipDoor.MAX_BODY + " bytes"
                                        : "the request is malformed")
                        : Problem.of(context.failure()));
    }

    static void tellStunServers(HttpServerResponse response, List<String> stunServers) {
        stunServers.forEach(server -> response.headers().add("Link", "<stun:" + server + ">; rel=\"ice-server\""));
    }

    static void preflight(RoutingContext context, List<String> stunServers, String methods) {
        tellStunServers(context.response(), stunServers);
        context.response()
                .putHeader(HttpHeaders.ALLOW, methods)
                .putHeader("Access-Control-Allow-Methods", METHODS_OF_PAGES)
                .putHeader("Access-Control-Allow-Headers", HEADERS_OF_PAGES)
                .putHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS)
                .end();
    }

    /** There is nothing to be read (RFC 9725 section 4.1), and everything else is kept for later versions. */
    static void emptyOrNotAllowed(RoutingContext context, String methods) {
        HttpMethod method = context.request().method();
        if (HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method)) {
            context.response().setStatusCode(NO_CONTENT).end();
        } else {
            context.response().putHeader(HttpHeaders.ALLOW, methods);
            refuse(
                    context,
                    new Problem(
                            Problem.METHOD_NOT_ALLOWED, ErrorCode.FUNCNOTALLOW, "this takes " + methods + " alone"));
        }
    }

    static void refuse(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed() || response.headWritten()) {
            return;
        }
        if (problem.status() == Problem.UNAUTHORIZED) {
            response.headers().add("WWW-Authenticate", "Bearer realm=\"AnyChat\"");
        }
        if (problem.retryAfterSeconds() > 0) {
            response.putHeader("Retry-After", Integer.toString(problem.retryAfterSeconds()));
        }
        if (!context.request().isEnded()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE)
                .end(problem.toJson());
    }
}
