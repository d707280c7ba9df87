package org.anychat.gateway.whip;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.WhipApi;
import org.anychat.protocol.ErrorCode;
import org.anychat.runtime.bus.Bus;

/**
 * The sessions of this gateway, and the way to those of the others: a session's id says where it is. Belongs to the
 * gateway's context.
 */
public final class WhipSessions implements WhipApi {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    /** Answers of other gateways that are awaited at most. */
    private static final int MAX_AWAITED = 256;

    private static final Pattern ELSEWHERE = Pattern.compile("/wh[ie]p-sessions/([\\w.-]{1,128})\\.[0-9a-f]{32}");

    private final NodeId node;
    private final Bus bus;
    private final Map<String, WhipSession> sessions = new HashMap<>();
    private int awaited;

    /**
     * Makes an empty set.
     *
     * @param node the gateway
     * @param bus on which other gateways are
     */
    public WhipSessions(NodeId node, Bus bus) {
        this.node = node;
        this.bus = bus;
    }

    /** The path of a new session that nobody can guess. */
    String path(String folder, String secret) {
        return folder + node + '.' + secret;
    }

    void add(WhipSession session) {
        sessions.put(session.path(), session);
        session.over().onComplete(over -> sessions.remove(session.path()));
    }

    /** Who answers for a path: this gateway, or another one that may know more of it. */
    WhipApi at(String path) throws Problem {
        if (sessions.containsKey(path)) {
            return this;
        }
        Matcher parts = ELSEWHERE.matcher(path);
        if (!parts.matches()) {
            throw gone();
        }
        NodeId other = new NodeId(parts.group(1));
        if (other.equals(node) || !bus.members().contains(other)) {
            throw gone();
        }
        return bus.proxy(WhipApi.class, Addresses.whip(other));
    }

    /** Asks another gateway, unless so many of its answers are awaited that it may stand still. */
    Future<Said> ask(WhipApi place, Function<WhipApi, Future<Said>> question) {
        if (place.equals(this)) {
            return question.apply(this);
        }
        if (awaited >= MAX_AWAITED) {
            return Future.failedFuture("too many requests are with other gateways");
        }
        awaited++;
        return question.apply(place).onComplete(answered -> awaited--);
    }

    private static Problem gone() {
        return new Problem(Problem.NOT_FOUND, ErrorCode.SESSIONNOTEXIST, "there is no such session, or not any more");
    }

    @Override
    public Future<Said> patch(Patch request) {
        try {
            return own(request.claim())
                    .patch(request.ifMatch(), IceFragment.of(request.ufrag(), request.password()))
                    .map(WhipSessions::restarted)
                    .otherwise(failure -> refused(Problem.of(failure)));
        } catch (Problem problem) {
            return Future.succeededFuture(refused(problem));
        }
    }

    private static Said restarted(WhipSession.Restarted restarted) {
        return restarted == null
                ? new Said(NO_CONTENT, 0, "", null)
                : new Said(OK, 0, restarted.fragment(), restarted.entityTag());
    }

    @Override
    public Future<Said> delete(Delete request) {
        try {
            Said done = new Said(OK, 0, "", null);
            return own(request.claim()).delete().map(done).otherwise(done);
        } catch (Problem problem) {
            return Future.succeededFuture(refused(problem));
        }
    }

    private WhipSession own(Claim claim) throws Problem {
        WhipSession session = sessions.get(claim.path());
        if (session == null) {
            throw gone();
        }
        if (!session.isOf(Credentials.of(claim.authorization(), claim.serverPassword()))) {
            throw new Problem(
                    Problem.UNAUTHORIZED,
                    ErrorCode.CERTIFY_FAIL,
                    "Authorization or " + Arrival.SERVER_PASSWORD + " is not what the session began with");
        }
        return session;
    }

    private static Said refused(Problem problem) {
        return new Said(problem.status(), problem.code(), problem.getMessage(), null);
    }
}
