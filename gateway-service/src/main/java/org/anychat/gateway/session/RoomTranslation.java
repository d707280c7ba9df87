package org.anychat.gateway.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.anychat.contracts.GatewayApi.TextDelivery;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.anychat.protocol.UserStateName;

/** Rooms, members and text between {@code protocol} and {@code contracts}. */
final class RoomTranslation {
    private RoomTranslation() {}

    /** A logged-in client as a member of whatever room. */
    static Member member(ClientSession session, NodeId node) {
        ClientLogin login = session.login();
        return new Member(login.session(), node, login.user(), login.level(), session.state()).at(node, login.moves());
    }

    static RoomApi.EnterRoom enter(ClientRequest.EnterRoom request, Member member, String address) {
        return new RoomApi.EnterRoom(member, new RoomId(request.roomId()), null, request.password(), address);
    }

    static RoomApi.EnterRoom enter(ClientRequest.EnterRoomEx request, Member member, String address) {
        return new RoomApi.EnterRoom(member, null, request.roomName(), request.password(), address);
    }

    /** A logged-in client as others see it. */
    static User user(ClientSession session) {
        return user(member(session, null));
    }

    static User user(Member member) {
        return new User(
                member.user().value(),
                member.state().name(),
                member.level(),
                member.state().camera(),
                member.state().microphone(),
                member.state().device(),
                member.state().chatMode());
    }

    static ReplyBody.Room room(RoomId room, String name, long version, Collection<Member> members, boolean media) {
        return new ReplyBody.Room(
                room.value(),
                name,
                version,
                members.stream().map(RoomTranslation::user).toList(),
                media);
    }

    static ReplyBody rooms(RoomApi.RoomList list) {
        return new ReplyBody.Rooms(list.rooms().stream()
                .map(line -> new ReplyBody.RoomLine(line.room().value(), line.name(), line.users(), line.hasPassword()))
                .toList());
    }

    static ServerEvent entered(RoomId room, long version, Member member) {
        return new ServerEvent.UserAtRoom(room.value(), version, member.user().value(), true, user(member), 0);
    }

    static ServerEvent left(RoomId room, long version, UserId user, int reason) {
        return new ServerEvent.UserAtRoom(room.value(), version, user.value(), false, null, reason);
    }

    /** The events that tell others of a member's new state; none where nothing differs. */
    static List<ServerEvent> stateEvents(long version, Member before, Member after) {
        List<ServerEvent> events = new ArrayList<>();
        int user = after.user().value();
        if (before.state().camera() != after.state().camera()) {
            events.add(new ServerEvent.CameraState(version, user, after.state().camera()));
        }
        if (before.state().microphone() != after.state().microphone()) {
            events.add(
                    new ServerEvent.MicStateChange(version, user, after.state().microphone()));
        }
        if (!before.state().name().equals(after.state().name())) {
            events.add(infoUpdate(version, UserStateName.NICKNAME, after));
        }
        if (before.state().device() != after.state().device()) {
            events.add(infoUpdate(version, UserStateName.DEVICE, after));
        }
        if (before.state().chatMode() != after.state().chatMode()) {
            events.add(new ServerEvent.ChatModeChg(version, user, after.state().chatMode()));
        }
        return events;
    }

    private static ServerEvent infoUpdate(long version, UserStateName what, Member after) {
        return new ServerEvent.UserInfoUpdate(version, after.user().value(), what.number(), user(after));
    }

    static RoomApi.SendText text(ClientRequest.SendText request, SessionId session, long number) {
        UserId to = request.userId() == Limits.EVERYBODY ? null : new UserId(request.userId());
        return new RoomApi.SendText(session, to, request.secret(), request.text(), number);
    }

    static ServerEvent text(TextDelivery delivery) {
        int to =
                delivery.toUser() == null ? Limits.EVERYBODY : delivery.toUser().value();
        return new ServerEvent.TextMessage(delivery.from().value(), to, delivery.secret(), delivery.text());
    }
}
