package org.anychat.room.bus;

import io.vertx.core.Context;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.PrivateChatEvent;
import org.anychat.contracts.GatewayApi.RoomChanged;
import org.anychat.contracts.GatewayApi.TextDelivery;
import org.anychat.contracts.GatewayApi.TextNumber;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.SendText;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.domain.PrivateNote;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomOutcome.News;
import org.anychat.runtime.bus.Bus;

/** Tells gateways what happened in rooms: each gateway once, whatever the number of members that it holds. */
final class RoomEvents {
    private final Context context;
    private final Bus bus;

    RoomEvents(Context context, Bus bus) {
        this.context = context;
        this.bus = bus;
    }

    /** Sends after the reply of the call that is under way, so that a client's own reply comes first. */
    void changed(RoomId room, News news) {
        RoomChanged event = new RoomChanged(room, news.version(), news.change());
        context.runOnContext(
                later -> news.gateways().forEach(node -> gateway(node).roomChanged(event)));
    }

    /** Tells single members; each note goes to the gateway of its member. */
    void noted(Room room, List<PrivateNote> notes) {
        context.runOnContext(later ->
                notes.forEach(note -> room.member(note.to()).ifPresent(member -> tell(member, note))));
    }

    private void tell(Member member, PrivateNote note) {
        gateway(member.gateway())
                .privateChat(new PrivateChatEvent(
                        member.session(), note.what(), note.with(), note.requestId(), note.code()));
    }

    void text(Collection<Member> receivers, UserId from, SendText text) {
        Map<NodeId, List<SessionId>> byGateway = receivers.stream()
                .collect(Collectors.groupingBy(
                        Member::gateway, Collectors.mapping(Member::session, Collectors.toUnmodifiableList())));
        TextNumber sent = text.number() == 0 ? null : new TextNumber(text.session(), text.number());
        byGateway.forEach((node, sessions) ->
                gateway(node).text(new TextDelivery(sessions, from, text.to(), text.secret(), text.text(), sent)));
    }

    private GatewayApi gateway(NodeId node) {
        return bus.proxy(GatewayApi.class, Addresses.gateway(node));
    }
}
