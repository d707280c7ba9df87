package org.anychat.gateway.whip;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.function.Supplier;
import org.anychat.gateway.link.HttpLink;
import org.anychat.gateway.whip.Arrival.Arrived;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ServerEvent;

/**
 * One session of WHIP or WHEP: it is there from its offer's answer until its client deletes it, its media ends, or the
 * gateway's client that stands behind it is sent away. Belongs to the gateway's context.
 */
final class WhipSession {
    private static final String ANY = "*";

    private final Vertx vertx;
    private final String path;
    private final Credentials credentials;
    private final MediaPart media;
    private final Supplier<String> entityTags;
    private final Promise<Void> over = Promise.promise();
    private HttpLink link;
    private Arrived arrived;
    private String offer;
    private String answer;
    private String entityTag;
    /** The client's name in the ICE session that was begun last by a restart, and what it is told of that; or null. */
    private String restartUfrag;

    private Future<Restarted> restart;
    private boolean connected;
    private boolean shown;
    private boolean endedEarly;

    /** What a client is told of an ICE restart. */
    record Restarted(String fragment, String entityTag) {}

    WhipSession(Vertx vertx, String path, Credentials credentials, MediaPart media, Supplier<String> entityTags) {
        this.vertx = vertx;
        this.path = path;
        this.credentials = credentials;
        this.media = media;
        this.entityTags = entityTags;
    }

    /** Where its client finds it. */
    String path() {
        return path;
    }

    String entityTag() {
        return entityTag;
    }

    /** Whether a request may be of its client. */
    boolean isOf(Credentials shownNow) {
        return credentials.isSameAs(shownNow);
    }

    /** Done when it has ended. */
    Future<Void> over() {
        return over.future();
    }

    /** Comes in on a link that has begun; the answer to the offer. What is left of a failed attempt goes. */
    Future<String> open(HttpLink newLink, Arrival arrival, String newOffer) {
        link = newLink;
        return arrival.on(link)
                .compose(came -> {
                    arrived = came;
                    return media.negotiate(link, came, newOffer);
                })
                .onSuccess(answered -> {
                    entityTag = entityTags.get();
                    offer = newOffer;
                    answer = answered;
                    if (endedEarly) {
                        end();
                    } else {
                        showOnce();
                    }
                })
                .onFailure(failure -> end());
    }

    /**
     * Takes candidates in, or restarts ICE; null where there is nothing to say but that it is done. A restart that is asked
     * for again, as its answer was lost, is the same.
     */
    Future<Restarted> patch(String ifMatch, IceFragment fragment) {
        try {
            check(ifMatch, fragment);
        } catch (Problem problem) {
            return Future.failedFuture(problem);
        }
        if (!ifMatch.strip().equals(ANY)) {
            return Future.succeededFuture();
        }
        if (fragment.ufrag().equals(restartUfrag)) {
            return restart;
        }
        if (fragment.isOf(offer)) {
            return Future.succeededFuture();
        }
        restartUfrag = fragment.ufrag();
        restart = restart(fragment).onFailure(refused -> restartUfrag = null);
        return restart;
    }

    /** Candidates of this ICE session need no tag: their user name says as much, and not every client sends one. */
    private void check(String ifMatch, IceFragment fragment) throws Problem {
        if (ifMatch.isBlank()) {
            if (!fragment.isOf(offer)) {
                throw new Problem(
                        Problem.PRECONDITION_REQUIRED,
                        ErrorCode.FUNCOPTERROR,
                        "If-Match is needed: the entity tag for candidates, * for an ICE restart");
            }
            return;
        }
        boolean matches = ifMatch.strip().equals(ANY)
                || Arrays.stream(ifMatch.split(",")).map(String::strip).anyMatch(entityTag::equals);
        if (!matches) {
            throw new Problem(
                    Problem.PRECONDITION_FAILED, ErrorCode.FUNCOPTERROR, "the entity tag is of an earlier ICE session");
        }
    }

    private Future<Restarted> restart(IceFragment fragment) {
        String restarted = fragment.restarted(offer);
        return media.negotiate(link, arrived, restarted).map(answered -> {
            offer = restarted;
            answer = answered;
            entityTag = entityTags.get();
            return new Restarted(IceFragment.of(answered), entityTag);
        });
    }

    /** The client has had enough: others see it leave as by its own will. */
    Future<Void> delete() {
        return link.ask(ClientRequest.Logout::new)
                .<Void>mapEmpty()
                .otherwiseEmpty()
                .onComplete(done -> end());
    }

    /** Ends it at once. */
    void end() {
        link.hangUp();
        over.tryComplete();
    }

    void onEvent(ServerEvent event) {
        if (event instanceof ServerEvent.LinkClose) {
            end();
        } else if (event instanceof ServerEvent.MediaState state && state.direction() == media.direction()) {
            onMedia(state.state());
        } else if (event instanceof ServerEvent.MediaMoved moved) {
            onMoved(moved.graceMs());
        } else if (event instanceof ServerEvent.UserAtRoom who && arrived != null) {
            onUser(who);
        }
    }

    private void onUser(ServerEvent.UserAtRoom who) {
        if (who.enter()) {
            media.onUser(link, who.user()).onFailure(refused -> end());
        } else if (who.userId() == arrived.userId()) {
            end();
        } else {
            media.onUserGone(who.userId());
        }
    }

    private void onMedia(ServerEvent.State state) {
        if (state == ServerEvent.State.CLOSED) {
            endedEarly = answer == null;
            endOnceAnswered();
        } else if (state == ServerEvent.State.CONNECTED) {
            connected = true;
            showOnce();
        }
    }

    /** The answer and the first media come in either order. */
    private void showOnce() {
        if (connected && answer != null && !shown) {
            shown = true;
            media.onConnected(link, answer);
        }
    }

    private void endOnceAnswered() {
        if (answer != null) {
            end();
        }
    }

    /**
     * Another relay has the room's media now; the way there leads over a new session, as HTTP cannot be told. An offer that
     * has no answer yet is put to that relay.
     */
    private void onMoved(int graceMs) {
        if (graceMs == 0) {
            endedEarly = false;
            endOnceAnswered();
        } else {
            vertx.setTimer(graceMs, timer -> end());
        }
    }
}
