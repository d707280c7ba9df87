package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anychat.contracts.GatewayApi.RoomChanged;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Entered;
import org.anychat.contracts.RoomApi.Membership;
import org.anychat.contracts.RoomId;
import org.anychat.gateway.GatewayCounters;

/** The rooms that this gateway's clients are in. */
final class RoomViews {
    private static final int MAX_EARLY = 4_096;

    private final NodeId node;
    private final RoomView.Surroundings surroundings;
    private final GatewayCounters counters;
    private final Map<RoomId, RoomView> views = new HashMap<>();
    /** Changes that came while an entry was under way: they may be newer than its reply. */
    private final List<RoomChanged> early = new ArrayList<>();

    private int entering;

    RoomViews(NodeId node, RoomView.Surroundings surroundings, GatewayCounters counters) {
        this.node = node;
        this.surroundings = surroundings;
        this.counters = counters;
    }

    /** An entry begins; {@link #entryDone} follows, whatever came of it. */
    void entryBegins() {
        entering++;
    }

    void entryDone() {
        entering--;
        if (entering == 0) {
            early.clear();
        }
    }

    /** Seats a client, between {@link #entryBegins} and {@link #entryDone}. */
    RoomSeat take(ClientSession session, Entered entered) {
        RoomView known = views.get(entered.room().room());
        if (known != null) {
            return known.take(session, entered);
        }
        RoomView view = new RoomView(entered, surroundings, counters);
        views.put(view.room(), view);
        return view.take(session, entered);
    }

    /** Brings a seat's room up to what came during the entry; after the entry's reply, before {@link #entryDone}. */
    void catchUp(RoomSeat seat) {
        early.stream()
                .filter(change -> change.room().equals(seat.room()))
                .filter(change -> change.version() > seat.view().version())
                .forEach(seat.view()::onChanged);
    }

    void leave(RoomSeat seat) {
        seat.view().leave(seat.session().login().session());
        dropIfEmpty(seat.view());
    }

    void dropIfEmpty(RoomView view) {
        if (view.isEmpty()) {
            views.remove(view.room(), view);
        }
    }

    void onChanged(RoomChanged event) {
        if (entering > 0 && early.size() < MAX_EARLY) {
            early.add(event);
        }
        RoomView view = views.get(event.room());
        if (view != null) {
            view.onChanged(event);
            dropIfEmpty(view);
        }
    }

    void holdChanges() {
        views.values().forEach(RoomView::holdChanges);
    }

    /** Reads all rooms after the service has started anew. */
    Future<Void> readAnew() {
        return Future.join(views.values().stream().map(view -> view.read(true)).toList())
                .mapEmpty();
    }

    void onRelayRestarted(NodeId relay) {
        List.copyOf(views.values()).forEach(view -> view.onRelayRestarted(relay));
    }

    /** All places that clients have. */
    List<RoomSeat> seats() {
        return views.values().stream().flatMap(view -> view.seats().stream()).toList();
    }

    /** Who is where, for the room service. */
    List<Membership> memberships() {
        return seats().stream()
                .map(seat -> new Membership(
                        seat.room(),
                        seat.view().name(),
                        seat.view().version(),
                        seat.relay(),
                        RoomTranslation.member(seat.session(), node),
                        seat.view().lock(),
                        List.copyOf(seat.partners())))
                .toList();
    }
}
