package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.anychat.contracts.AuthApi.MuteLogin;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.SetAudience;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ServerEvent;

/** What operators see of this gateway's clients, and do to them. */
final class ClientAdministration implements GatewayAdminApi {
    /** Whom the server's own words come from. */
    private static final int SERVER = 0;

    private static final int MAX_TEXT = 16_384;

    private final SessionRegistry registry;
    private final Services services;
    private final DirectRequests directs;
    private final TrailBook trails;

    ClientAdministration(SessionRegistry registry, Services services, DirectRequests directs, TrailBook trails) {
        this.directs = directs;
        this.registry = registry;
        this.services = services;
        this.trails = trails;
    }

    @Override
    public Future<ClientPage> clients(ListClients request) {
        String text = request.text() == null ? "" : request.text().strip().toLowerCase(Locale.ROOT);
        List<ClientSession> matching = registry.loggedIn().stream()
                .filter(session -> session.login() != null && matches(session, text))
                .filter(session -> request.room() == null || isIn(session, request.room()))
                .toList();
        int limit = Math.max(0, Math.min(request.limit(), MAX_CLIENTS));
        List<ClientLine> page = limit == 0
                ? List.of()
                : matching.stream()
                        .sorted(Comparator.comparingInt((ClientSession session) ->
                                session.login().user().value()))
                        .skip(Math.max(0, request.offset()))
                        .limit(limit)
                        .map(this::line)
                        .toList();
        return Future.succeededFuture(new ClientPage(matching.size(), page));
    }

    private static boolean isIn(ClientSession session, RoomId room) {
        return session.seat() != null && session.seat().room().equals(room);
    }

    private static boolean matches(ClientSession session, String text) {
        ClientLogin login = session.login();
        return text.isEmpty()
                || session.state().name().toLowerCase(Locale.ROOT).contains(text)
                || login.account().toLowerCase(Locale.ROOT).contains(text)
                || login.user().toString().equals(text)
                || session.link().address().contains(text);
    }

    private ClientLine line(ClientSession session) {
        ClientLogin login = session.login();
        RoomSeat seat = session.seat();
        return new ClientLine(
                new Who(
                        login.session(),
                        login.user(),
                        login.account(),
                        session.state().name(),
                        login.level(),
                        session.loginMs()),
                SessionTrail.way(session.link()),
                seat == null ? null : seat.room(),
                seat == null ? null : seat.relay(),
                session.media().contains(Direction.PUBLISH),
                session.state(),
                session.mute(),
                seat == null ? null : seat.received(),
                seat == null ? null : directs.network(seat));
    }

    @Override
    public Future<Trails> trails(FindTrails request) {
        return Future.succeededFuture(new Trails(trails.find(request)));
    }

    @Override
    public Future<Done> mute(MuteClient request) {
        Optional<ClientSession> client = registry.find(request.session());
        if (client.isEmpty() || request.change() == null) {
            return Future.failedFuture(
                    new ServiceException(ServiceError.INVALID_USER_ID, "the user has just logged out"));
        }
        ClientSession session = client.get();
        Mute mute = request.change().applyTo(session.mute());
        session.mute(mute);
        session.trail().muted(mute.microphone(), mute.camera());
        // For a gateway that takes the session up; auth that is away hears of it when this one announces its logins.
        Future<Done> noted = services.auth()
                .mute(new MuteLogin(session.login().session(), mute))
                .otherwise(Done.DONE);
        return Future.join(noted, directs.withhold(session), tellRelays(session))
                .map(Done.DONE);
    }

    private Future<?> tellRelays(ClientSession session) {
        RoomSeat seat = session.seat();
        // A publication brings its audience along, so a relay that the client does not publish at needs no word.
        if (seat == null || !session.media().contains(Direction.PUBLISH)) {
            return Future.succeededFuture();
        }
        return Future.join(tell(session, seat.relay()), tell(session, seat.former()));
    }

    private Future<Done> tell(ClientSession session, NodeId relay) {
        return relay == null
                ? Future.succeededFuture(Done.DONE)
                : services.relay(relay)
                        .setAudience(new SetAudience(
                                session.login().session(), MediaTranslation.audience(session, session.state())));
    }

    @Override
    public Future<Told> tellAll(TellAll request) {
        String text = request.text();
        if (text == null || text.isEmpty() || text.length() > MAX_TEXT) {
            return Future.failedFuture(
                    new ServiceException(ServiceError.BAD_PARAMETER, "text is empty or too long: 1 to " + MAX_TEXT));
        }
        List<ClientSession> clients = List.copyOf(registry.loggedIn());
        clients.forEach(client -> client.send(new ServerEvent.TextMessage(SERVER, Limits.EVERYBODY, false, text)));
        return Future.succeededFuture(new Told(clients.size()));
    }
}
