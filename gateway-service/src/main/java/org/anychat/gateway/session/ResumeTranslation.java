package org.anychat.gateway.session;

import java.util.List;
import java.util.Locale;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.UserId;
import org.anychat.gateway.GatewayConfig.Keeping;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.User;

/** What a client is told that has come back. */
final class ResumeTranslation {
    private ResumeTranslation() {}

    static ReplyBody resumed(
            ClientSession session, ClientRequest.Resume request, ResumeToken next, Keeping keeping, long missed) {
        return new ReplyBody.Resumed(
                LoginTranslation.loggedIn(session.login(), next, keeping),
                RoomTranslation.user(session),
                session.seat() == null ? null : room(session.seat(), request),
                session.media().stream().map(ResumeTranslation::direction).toList(),
                session.seat() == null
                        ? List.of()
                        : session.seat().partners().stream().map(UserId::value).toList(),
                session.calls().peers().stream()
                        .map(peer -> new ReplyBody.ResumedCall(
                                peer.value(), session.calls().roomWith(peer)))
                        .toList(),
                missed);
    }

    /** The whole room, unless the client knows it as it is. */
    private static ReplyBody.ResumedRoom room(RoomSeat seat, ClientRequest.Resume request) {
        ReplyBody.Room room = seat.view().describe(seat.relay() != null);
        seat.know(room.version());
        boolean known = request.version() != null && request.version() == room.version();
        List<User> users = known ? null : room.users();
        return new ReplyBody.ResumedRoom(room.roomId(), room.roomName(), room.version(), users, room.media());
    }

    private static String direction(Direction direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }
}
