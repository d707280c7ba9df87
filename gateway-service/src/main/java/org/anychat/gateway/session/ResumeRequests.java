package org.anychat.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.AuthApi.Abandon;
import org.anychat.contracts.AuthApi.ConfirmResume;
import org.anychat.contracts.CallApi.MoveCalls;
import org.anychat.contracts.CallApi.MovedCalls;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.GatewayApi.HandOver;
import org.anychat.contracts.GatewayApi.HandedOver;
import org.anychat.contracts.GatewayApi.KeptMessage;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.HeldMedia;
import org.anychat.contracts.RelayApi.Reattach;
import org.anychat.contracts.RoomApi.MoveMember;
import org.anychat.contracts.RoomApi.MovedMember;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.gateway.GatewayConfig;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.Reception;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions that go on: on a new link of this gateway, or on this gateway instead of another (design record 0008). */
final class ResumeRequests {
    private static final Logger log = LoggerFactory.getLogger(ResumeRequests.class);

    private final GatewayConfig config;
    private final Services services;
    private final SessionRegistry registry;
    private final RoomViews views;
    private final Departures departures;
    private final KeptSessions kept;
    private final Reception reception;
    private final SecureRandom random;
    private final GatewayCounters counters;

    /** What a gateway has of its sessions. */
    record Sessions(SessionRegistry registry, RoomViews views, Departures departures, KeptSessions kept) {}

    ResumeRequests(
            GatewayConfig config,
            Services services,
            Sessions sessions,
            Reception reception,
            SecureRandom random,
            GatewayCounters counters) {
        this.config = config;
        this.services = services;
        this.registry = sessions.registry();
        this.views = sessions.views();
        this.departures = sessions.departures();
        this.kept = sessions.kept();
        this.reception = reception;
        this.random = random;
        this.counters = counters;
    }

    /** What is the same on both ways. */
    private record Return(ClientRequest.Resume request, ResumeToken next, AuthApi.Resumed resumed) {
        SessionId session() {
            return resumed.login().session();
        }
    }

    Future<Outcome> resume(ClientSession arriving, ClientRequest.Resume request) {
        if (arriving.login() != null) {
            return Refusal.refuse(ErrorCode.ALREADY_LOGIN);
        }
        if (config.authRequired() && !arriving.isAuthenticated()) {
            return Refusal.refuse(ErrorCode.CONNECT_AUTHFAIL);
        }
        if (!config.keeping().isOn()) {
            return Refusal.refuse(ErrorCode.SESSIONNOTEXIST);
        }
        ResumeToken next = ResumeToken.random(random);
        AuthApi.Resume question = new AuthApi.Resume(
                new ResumeToken(request.token()).key(),
                config.node(),
                next.key(),
                arriving.link().address(),
                request.attempt() == null ? 0 : request.attempt());
        return services.auth()
                .resume(question)
                .onFailure(failure -> leaveToAuth(next, failure))
                .compose(resumed -> goOn(arriving, new Return(request, next, resumed)));
    }

    /** What auth answers too late has happened all the same, and nobody here would watch over the session. */
    private void leaveToAuth(ResumeToken next, Throwable failure) {
        if (failure instanceof ServiceException service && service.error().retryable()) {
            departures.abandon(new Abandon(config.node(), null, next.key()));
        }
    }

    private Future<Outcome> goOn(ClientSession arriving, Return back) {
        Optional<ClientSession> here = registry.find(back.session());
        boolean mine = back.resumed().former().equals(config.node());
        if (here.isPresent() && mine) {
            return here.get().inTurn(() -> takeLink(arriving, here.get(), back));
        }
        // What another gateway has had since is the truth, whatever is left of the session here.
        return here.map(this::goesOnElsewhere)
                .orElseGet(Future::succeededFuture)
                .compose(done -> moveHere(arriving, back));
    }

    /** The session is here; its link, lost or only believed to be there, gives way to the new one. */
    private Future<Outcome> takeLink(ClientSession arriving, ClientSession session, Return back) {
        if (session.login() == null || session.isEnding() || !arriving.link().isOpen()) {
            return Refusal.refuse(ErrorCode.SESSIONNOTEXIST);
        }
        kept.release(session);
        registry.linked(session);
        session.takeLinkOf(arriving);
        registry.unlinked(arriving);
        session.takenUp(back.resumed().login().keys(), back.resumed().login().attempt());
        long missed = session.outgoing().missed(back.request().received());
        session.outgoing().acknowledge(back.request().received());
        return reattach(session).map(done -> outcome(session, back, missed));
    }

    private Future<Outcome> moveHere(ClientSession session, Return back) {
        AuthApi.KnownLogin login = back.resumed().login();
        SessionId id = login.session();
        session.loggedIn(LoginTranslation.clientLogin(login), login.keys());
        session.takenUp(login.keys(), login.attempt());
        session.onTokenShown();
        session.state(login.state());
        session.mute(login.mute());
        session.outgoing().returnFromElsewhere(back.request().received());
        registry.loggedIn(session);
        return moveRoom(session)
                .onFailure(failure -> forget(session))
                .compose(moved -> Future.join(reattach(session), moveCalls(session)))
                .compose(done -> handedOver(id, back))
                .compose(handed -> followTo(handed.room(), session).map(handed))
                .map(handed -> {
                    session.outgoing().prepend(frames(handed));
                    muteAsBefore(session, handed.mute());
                    return outcome(session, back, handed.missed());
                });
    }

    private Future<MovedMember> moveRoom(ClientSession session) {
        views.entryBegins();
        return services.rooms()
                .move(new MoveMember(
                        session.login().session(),
                        config.node(),
                        session.login().moves()))
                .onSuccess(moved -> sitDown(session, moved))
                .onComplete(moved -> views.entryDone());
    }

    /**
     * An entry that was under way at the gateway before when the room service was asked where the session is has come to
     * its end there since, so that it is asked once more.
     */
    private Future<?> followTo(RoomId entered, ClientSession session) {
        if (entered == null
                || (session.seat() != null && session.seat().room().equals(entered))
                || session.login() == null) {
            return Future.succeededFuture();
        }
        if (session.seat() != null) {
            departures.standUp(session);
        }
        return moveRoom(session)
                .compose(moved -> reattach(session))
                .recover(failure -> Future.succeededFuture())
                .mapEmpty();
    }

    private void sitDown(ClientSession session, MovedMember moved) {
        if (moved.entered() == null) {
            return;
        }
        RoomSeat seat = views.take(session, moved.entered());
        seat.partners().addAll(moved.partners());
        session.seat(seat);
        moved.entered().room().members().stream()
                .filter(member -> member.session().equals(session.login().session()))
                .forEach(member -> session.state(member.state()));
        views.catchUp(seat);
    }

    /** It is this gateway's by now, as auth knows, but it cannot go on here yet: auth watches over it. */
    private void forget(ClientSession session) {
        SessionId id = session.login().session();
        registry.loggedOut(id);
        session.outgoing().returned();
        session.loggedOut();
        departures.abandon(new Abandon(config.node(), id));
    }

    private Future<Void> reattach(ClientSession session) {
        NodeId relay = session.seat() == null ? null : session.seat().relay();
        session.media().clear();
        if (relay == null) {
            return Future.succeededFuture();
        }
        return services.relay(relay)
                .reattach(new Reattach(session.login().session(), config.node()))
                .otherwise(new HeldMedia(List.of()))
                .onSuccess(held -> session.media().addAll(held.directions()))
                .mapEmpty();
    }

    private Future<Void> moveCalls(ClientSession session) {
        return services.calls()
                .move(new MoveCalls(
                        session.login().session(),
                        config.node(),
                        session.login().moves()))
                .otherwise(new MovedCalls(List.of()))
                .onSuccess(moved -> moved.calls().forEach(session.calls()::restore))
                .mapEmpty();
    }

    /** A gateway that is gone has taken with it what it had for the client. */
    private Future<HandedOver> handedOver(SessionId id, Return back) {
        HandedOver nothing = HandedOver.NOTHING;
        NodeId former = back.resumed().former();
        return former.equals(config.node())
                ? Future.succeededFuture(nothing)
                : services.gateway(former)
                        .handOver(new HandOver(id, back.request().received()))
                        .otherwise(nothing);
    }

    /** An operator may have spoken to the gateway before while the session was on its way here. */
    private static void muteAsBefore(ClientSession session, Mute before) {
        if (before != null) {
            session.mute(before);
        }
    }

    private static List<Frame> frames(HandedOver handed) {
        return handed.messages().stream()
                .map(message -> new Frame(message.type(), message.body().getBytes()))
                .toList();
    }

    private Outcome outcome(ClientSession session, Return back, long missed) {
        counters.count(GatewayCounter.SESSION_RESUMED);
        log.info(
                "User {} is back from {}",
                session.login().user(),
                session.link().address());
        return new Outcome(
                ResumeTranslation.resumed(
                        session, back.request(), back.next(), config.keeping().with(reception.servers()), missed),
                () -> {
                    session.outgoing().returned();
                    session.onTokenGiven();
                });
    }

    /** The client has its newest token. */
    void confirm(ClientSession session) {
        session.takenUp(session.keys().stream().limit(1).toList(), session.attempt());
        services.auth().confirm(new ConfirmResume(session.login().session()));
    }

    /** Whether bytes for a client reach it, now or when it is back. */
    boolean takes(ClientSession client, int length) {
        return client.outgoing().takes(length, kept.contains(client));
    }

    /** Another gateway has taken a session up. */
    Future<HandedOver> handOver(ClientSession session, long received) {
        return session.inTurn(() -> {
            if (session.login() == null) {
                return Future.succeededFuture(HandedOver.NOTHING);
            }
            long missed = session.outgoing().missed(received);
            List<KeptMessage> messages = session.outgoing().notYetHad(received).stream()
                    .map(frame -> new KeptMessage(frame.type(), Buffer.buffer(frame.body())))
                    .toList();
            Mute mute = session.mute();
            RoomId room = session.seat() == null ? null : session.seat().room();
            giveUp(session);
            return Future.succeededFuture(new HandedOver(messages, missed, mute, room));
        });
    }

    /** Another gateway has taken a session up while this one was away. */
    Future<Void> goesOnElsewhere(ClientSession session) {
        return session.inTurn(() -> {
            if (session.login() != null) {
                giveUp(session);
            }
            return Future.succeededFuture();
        });
    }

    /** Forgets a session that goes on elsewhere; no service hears of it. */
    private void giveUp(ClientSession session) {
        counters.count(GatewayCounter.SESSION_HANDED_OVER);
        departures.endTransfers(session);
        kept.release(session);
        if (session.seat() != null) {
            departures.closeFormer(session.seat());
            views.leave(session.seat());
            session.seat(null);
        }
        session.media().clear();
        session.calls().clear();
        registry.loggedOut(session.login().session());
        session.loggedOut();
        session.close(ErrorCode.LOGIN_NEWLOGIN.number());
    }
}
