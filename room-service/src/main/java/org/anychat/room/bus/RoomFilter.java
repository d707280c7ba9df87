package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.FilterApi;
import org.anychat.contracts.FilterApi.FilterText;
import org.anychat.contracts.FilterApi.PrepareEnterRoom;
import org.anychat.contracts.FilterApi.UserEntered;
import org.anychat.contracts.FilterApi.UserLeft;
import org.anychat.contracts.GatewayApi.Change;
import org.anychat.contracts.GatewayApi.MemberEntered;
import org.anychat.contracts.GatewayApi.MemberLeft;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.SendText;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.runtime.bus.Bus;

/** The server plug-in as rooms see it. Where none is configured, everybody may enter and nothing is sent. */
public final class RoomFilter {
    private final FilterApi plugin;
    /** Sessions whose entry the plug-in is being asked about, with their gateways; and those that left meanwhile. */
    private final Map<SessionId, NodeId> asking = new HashMap<>();

    private final Set<SessionId> goneMeanwhile = new HashSet<>();

    /**
     * Makes it.
     *
     * @param bus where the plug-in is asked
     * @param configured whether there is a plug-in
     */
    public RoomFilter(Bus bus, boolean configured) {
        this.plugin = configured ? bus.proxy(FilterApi.class, Addresses.FILTER) : null;
    }

    /** Asks whether a session may enter; fails with the plug-in's code where not. */
    Future<Void> mayEnter(EnterRoom request, RoomId id) {
        if (plugin == null) {
            return Future.succeededFuture();
        }
        SessionId session = request.member().session();
        if (asking.putIfAbsent(session, request.member().gateway()) != null) {
            return Future.failedFuture(new ServiceException(
                    ServiceError.ROOM_ALREADY_IN, "session " + session + " is entering a room already"));
        }
        String name = request.roomName() == null ? "" : request.roomName();
        PrepareEnterRoom question = new PrepareEnterRoom(request.member().user(), id, name, request.password());
        return plugin.prepareEnterRoom(question).transform(answer -> onAnswer(session, answer.cause()));
    }

    private Future<Void> onAnswer(SessionId session, Throwable refusal) {
        asking.remove(session);
        if (goneMeanwhile.remove(session)) {
            return Future.failedFuture(new ServiceException(
                    ServiceError.ROOM_NOT_IN, "session " + session + " left while the plug-in was asked"));
        }
        return refusal == null ? Future.succeededFuture() : Future.failedFuture(refusal);
    }

    /** A session leaves: where it is being asked for, it must not enter any more. */
    void gone(SessionId session) {
        if (asking.containsKey(session)) {
            goneMeanwhile.add(session);
        }
    }

    /** All sessions of a gateway are gone. */
    void gone(NodeId gateway) {
        asking.forEach((session, node) -> {
            if (node.equals(gateway)) {
                goneMeanwhile.add(session);
            }
        });
    }

    /** Tells of entries and departures; other changes, and null, are not for the plug-in. */
    void changed(RoomId room, Change change) {
        if (plugin == null) {
            return;
        }
        if (change instanceof MemberEntered entered) {
            plugin.entered(new UserEntered(entered.member().session(), room));
        } else if (change instanceof MemberLeft left) {
            plugin.left(new UserLeft(left.session(), room));
        }
    }

    void text(RoomId room, UserId from, SendText text) {
        if (plugin != null) {
            plugin.text(new FilterText(room, from, text.to(), text.secret(), text.text()));
        }
    }
}
