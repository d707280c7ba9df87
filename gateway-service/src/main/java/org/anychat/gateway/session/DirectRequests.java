package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.LongSupplier;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.DirectApi.Close;
import org.anychat.contracts.DirectApi.Connect;
import org.anychat.contracts.DirectApi.Connection;
import org.anychat.contracts.DirectApi.Deliver;
import org.anychat.contracts.DirectApi.Dependence;
import org.anychat.contracts.DirectApi.DirectOrder;
import org.anychat.contracts.DirectApi.Explore;
import org.anychat.contracts.DirectApi.Forwards;
import org.anychat.contracts.DirectApi.Mesh;
import org.anychat.contracts.DirectApi.Nat;
import org.anychat.contracts.DirectApi.Network;
import org.anychat.contracts.DirectApi.Order;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.Receive;
import org.anychat.contracts.DirectApi.Report;
import org.anychat.contracts.DirectApi.Retime;
import org.anychat.contracts.DirectApi.Signal;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.DirectApi.Stream;
import org.anychat.contracts.DirectApi.Try;
import org.anychat.contracts.DirectApi.Upload;
import org.anychat.contracts.DirectApi.Withhold;
import org.anychat.contracts.Done;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.UserId;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ServerEvent;

/**
 * Direct connections between users of a room: the room service decides, this gateway passes on what both sides say, and
 * has the relay leave out what a client gets without it.
 */
final class DirectRequests {
    private static final int BY_UDP = 2;
    /** How long a client goes on sending directly when the service that knew of it is another one. */
    private static final int GRACE_MS = 2_000;

    private static final String ANEW = "anew";

    private final Services services;
    private final Retry retry;
    private final LongSupplier nowNs;

    DirectRequests(Services services, Retry retry, LongSupplier nowNs) {
        this.services = services;
        this.retry = retry;
        this.nowNs = nowNs;
    }

    Future<Outcome> policy(ClientSession session, P2pRequest.Policy request) {
        session.seat().direct().says(request.policy(), mesh(request.mesh()));
        return ready(session, request.anew()).map(Outcome.DONE);
    }

    private static Mesh mesh(P2pRequest.Mesh said) {
        if (said == null) {
            return null;
        }
        Forwards forwards =
                switch (said.forwards()) {
                    case NONE -> Forwards.NONE;
                    case PACKETS -> Forwards.PACKETS;
                    case FRAMES -> Forwards.FRAMES;
                };
        return new Mesh(forwards, said.upBps(), said.key());
    }

    /** Kept with the session's place in the room: another room service hears of it from here, and how old it is. */
    Future<Outcome> network(ClientSession session, P2pRequest.Network request) {
        DirectSeat seat = session.seat().direct();
        long now = nowNs.getAsLong();
        seat.found(
                new Nat(dependence(request.mapping()), dependence(request.filtering()), request.udp()),
                request.upBps() == null ? DirectApi.UNSAID : request.upBps(),
                now);
        return services.direct()
                .network(seat.network(session.login().session(), now))
                .map(Outcome.DONE);
    }

    /** What a client has found out, as long as it counts; else null. */
    Network network(RoomSeat seat) {
        Network found = seat.direct().network(seat.session().login().session(), nowNs.getAsLong());
        return found == null || found.ageMs() >= DirectApi.FRESH_MS ? null : found;
    }

    private static Dependence dependence(P2pRequest.Dependence said) {
        return switch (said) {
            case INDEPENDENT -> Dependence.INDEPENDENT;
            case ADDRESS -> Dependence.ADDRESS;
            case PORT -> Dependence.PORT;
            case UNKNOWN -> Dependence.UNKNOWN;
        };
    }

    private Future<Done> ready(ClientSession session, boolean anew) {
        return services.direct()
                .ready(new Ready(
                        session.login().session(),
                        session.seat().direct().policy(),
                        session.link().address(),
                        isWithheld(session),
                        anew,
                        session.seat().direct().mesh()));
    }

    private static boolean isWithheld(ClientSession session) {
        return !session.mute().equals(Mute.NONE);
    }

    /**
     * An operator withholds media of a client, or no longer: nothing of it goes around the relay, which keeps what is
     * withheld from others. Fails where the room service does not hear of it although the client may have a direct
     * connection; it is told again until it does. Who has said nothing yet has none, and brings it along.
     */
    Future<Done> withhold(ClientSession session) {
        RoomSeat seat = session.seat();
        Future<Done> told = tellWithheld(session).onFailure(failure -> retry.untilDone(() -> tellWithheld(session)));
        return seat != null && seat.direct().isReady() ? told : told.otherwise(Done.DONE);
    }

    private Future<Done> tellWithheld(ClientSession session) {
        return services.direct().withhold(new Withhold(session.login().session(), isWithheld(session)));
    }

    Future<Outcome> connect(ClientSession session, P2pRequest.Connect request) {
        return services.direct()
                .connect(new Connect(session.login().session(), new UserId(request.userId())))
                .map(Outcome.DONE);
    }

    Future<Outcome> signal(ClientSession session, P2pRequest.Signal request) {
        return services.direct()
                .signal(new Signal(
                        session.login().session(), new UserId(request.userId()), request.attempt(), request.sdp()))
                .map(Outcome.DONE);
    }

    Future<Outcome> report(ClientSession session, P2pRequest.Report request) {
        State state =
                switch (request.state()) {
                    case CONNECTED -> State.CONNECTED;
                    case DIRECT -> State.DIRECT;
                    case FAILED -> State.FAILED;
                    case DECLINED -> State.DECLINED;
                    case STARVED -> State.STARVED;
                    case FORGED -> State.FORGED;
                };
        int delayMs = request.delayMs() == null ? DirectApi.UNSAID : request.delayMs();
        return services.direct()
                .report(new Report(
                        session.login().session(), new UserId(request.userId()), request.attempt(), state, delayMs))
                .map(Outcome.DONE);
    }

    /** The room service has decided something. */
    void onOrder(ClientSession session, DirectOrder event) {
        RoomSeat seat = session.seat();
        if (seat == null || !seat.room().equals(event.room())) {
            return;
        }
        Order order = event.order();
        if (order instanceof Try attempt) {
            seat.direct().tries(attempt.with(), attempt.attempt());
            session.send(new ServerEvent.P2pTry(
                    attempt.with().value(), attempt.attempt(), attempt.offers(), stream(attempt.stream())));
        } else if (order instanceof Retime moved) {
            session.send(new ServerEvent.P2pStream(moved.attempt(), moved.generation(), moved.ttl()));
        } else if (order instanceof Deliver signal) {
            session.send(new ServerEvent.P2pSignal(signal.from().value(), signal.attempt(), signal.sdp()));
        } else if (order instanceof Close close) {
            seat.direct().closed(close.attempt());
            session.send(new ServerEvent.P2pClose(close.with().value(), close.attempt(), close.graceMs()));
        } else if (order instanceof Connection connection) {
            seat.direct().connected(connection.with(), connection.connected());
            session.send(new ServerEvent.P2pConnectState(
                    connection.with().value(), connection.connected() ? BY_UDP : 0, connection.reason()));
        } else if (order instanceof Receive receive) {
            seat.direct().receivesDirectly(receive.from(), receive.directly());
            tellRelay(seat, receive.from());
        } else if (order instanceof Upload upload) {
            session.send(new ServerEvent.RelayUpload(upload.needed()));
        } else if (order instanceof Explore explore) {
            session.send(new ServerEvent.P2pNetwork(explore.wanted()));
        }
    }

    private static ServerEvent.Stream stream(Stream stream) {
        return stream == null
                ? null
                : new ServerEvent.Stream(
                        stream.publisher().value(), stream.generation(), stream.ttl(), stream.sends(), stream.key());
    }

    /**
     * What is told is what holds at each attempt, not at the first. Whether the client has media there is for the relay to
     * say, which keeps what was selected as long as it knows the client, and refuses where it does not.
     */
    private void tellRelay(RoomSeat seat, UserId user) {
        ClientSession session = seat.session();
        retry.untilDone(() -> session.seat() == seat && seat.relay() != null
                ? services.relay(seat.relay()).select(seat.wish(user))
                : Future.succeededFuture());
    }

    /** The room service is another one, which knows of nothing: all media goes by the relay until it decides anew. */
    void announce(List<RoomSeat> seats) {
        for (RoomSeat seat : seats) {
            if (seat.direct().isReady()) {
                begin(seat);
            }
        }
    }

    private void begin(RoomSeat seat) {
        ClientSession session = seat.session();
        session.send(new ServerEvent.RelayUpload(true));
        List<UserId> direct = List.copyOf(seat.direct().direct());
        seat.direct().connected().forEach(user -> session.send(new ServerEvent.P2pConnectState(user.value(), 0, ANEW)));
        seat.direct()
                .attempts()
                .forEach((attempt, user) -> session.send(new ServerEvent.P2pClose(user.value(), attempt, GRACE_MS)));
        seat.direct().forget();
        direct.forEach(user -> tellRelay(seat, user));
        retry.untilDone(() ->
                session.seat() == seat ? ready(session, true).compose(said -> again(seat)) : Future.succeededFuture());
    }

    /** Where it is refused or lost, the service plans without, and the client says it anew before long. */
    private Future<Done> again(RoomSeat seat) {
        Network network = seat.direct().network(seat.session().login().session(), nowNs.getAsLong());
        return network == null
                ? Future.succeededFuture(Done.DONE)
                : services.direct().network(network).otherwise(Done.DONE);
    }
}
