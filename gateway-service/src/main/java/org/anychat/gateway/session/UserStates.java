package org.anychat.gateway.session;

import io.vertx.core.Future;
import org.anychat.contracts.GatewayApi.UserStateValue;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.ReadStatistics;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.UserId;
import org.anychat.protocol.Limits;
import org.anychat.protocol.UserStateName;

/**
 * Reads one state of a client of this gateway: from its session, or from what the relay has counted of its media. What
 * nobody has measured is {@code DATA_NOT_EXIST}, what nobody here can know {@code FUNC_NOT_ALLOW}.
 */
final class UserStates {
    /** Connected to another client by UDP. */
    private static final long P2P_BY_UDP = 2;

    private final Services services;

    UserStates(Services services) {
        this.services = services;
    }

    /** The session may not be logged in: then only what a link alone has is there. */
    Future<UserStateValue> read(ClientSession session, UserStateName state) {
        return switch (state) {
            case INTERNET_IP -> text(session.link().address());
            case DEVICE -> number(session.device());
            case STATUS -> number(status(session));
            case USER_ID ->
                number(
                        session.login() == null
                                ? Limits.ONESELF
                                : session.login().user().value());
            case CAMERA, MICROPHONE, LEVEL, NICKNAME, P2P_STATE ->
                session.login() == null ? refuse(ServiceError.NOT_LOGIN) : ofLogin(session, state);
            case VIDEO_BITRATE,
                    AUDIO_BITRATE,
                    NETWORK,
                    LOSS_RATE,
                    LOSS_AFTER_RESEND,
                    AUDIO_CODEC,
                    VIDEO_CODEC,
                    SPEAK_VOLUME,
                    VIDEO_SIZE -> ofMedia(session, state);
            case RECORDING, LOCAL_IP, ROTATION, MIRRORED -> refuse(ServiceError.FUNC_NOT_ALLOW);
        };
    }

    private static long status(ClientSession session) {
        return switch (session.stage()) {
            case LINKED -> 0;
            case CONNECTED -> session.hasLoggedOut() ? 4 : 1;
            case LOGGED_IN -> 2;
            case IN_ROOM -> 3;
        };
    }

    private static Future<UserStateValue> ofLogin(ClientSession session, UserStateName state) {
        return switch (state) {
            case CAMERA -> number(session.state().camera());
            case MICROPHONE -> number(session.state().microphone());
            case LEVEL -> number(session.login().level());
            case NICKNAME -> text(session.state().name());
            default ->
                number(p2p(session.seat() != null && session.seat().direct().isConnected()));
        };
    }

    private static long p2p(boolean connected) {
        return connected ? P2P_BY_UDP : 0;
    }

    /** Whether a client is connected to another directly: that state is of two. */
    static UserStateValue between(ClientSession session, UserId other) {
        RoomSeat seat = session.seat();
        return new UserStateValue(p2p(seat != null && seat.direct().isConnectedTo(other)), null);
    }

    private Future<UserStateValue> ofMedia(ClientSession session, UserStateName state) {
        NodeId relay = session.seat() != null && session.media().contains(Direction.PUBLISH)
                ? session.seat().relay()
                : null;
        if (relay == null) {
            return refuse(ServiceError.DATA_NOT_EXIST);
        }
        return services.relay(relay)
                .statistics(new ReadStatistics(session.login().session()))
                .compose(statistics -> MediaStates.read(statistics.tracks(), state)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> refuse(ServiceError.DATA_NOT_EXIST)));
    }

    private static Future<UserStateValue> number(long value) {
        return Future.succeededFuture(new UserStateValue(value, null));
    }

    private static Future<UserStateValue> text(String value) {
        return Future.succeededFuture(new UserStateValue(null, value));
    }

    private static <T> Future<T> refuse(ServiceError error) {
        String words =
                error == ServiceError.FUNC_NOT_ALLOW ? "this server cannot know that" : "there is no such value now";
        return Future.failedFuture(new ServiceException(error, words));
    }
}
