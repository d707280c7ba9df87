package org.anychat.gateway.session;

import io.vertx.core.Vertx;
import org.anychat.contracts.NodeId;
import org.anychat.protocol.ServerEvent;

/** What becomes of a client's media when another relay carries it. */
final class MediaMoves {
    private final Vertx vertx;
    private final Departures departures;

    MediaMoves(Vertx vertx, Departures departures) {
        this.vertx = vertx;
        this.departures = departures;
    }

    /**
     * The client is told to ask anew.
     *
     * @param before the relay that carried its media, or null
     * @param after the one that carries it now, or null; the same where that one has started anew
     * @param graceMs how long the old one goes on; 0 where it is gone
     */
    void onRelayChanged(RoomSeat seat, NodeId before, NodeId after, int graceMs) {
        boolean goesOn = graceMs > 0 && before != null && after != null;
        if (goesOn) {
            changeOver(seat, before, graceMs);
        } else {
            breakOff(seat, before, after);
        }
        seat.session().send(new ServerEvent.MediaMoved(seat.room().value(), after != null, goesOn ? graceMs : 0));
    }

    private void changeOver(RoomSeat seat, NodeId before, int graceMs) {
        departures.closeFormer(seat);
        if (!seat.session().media().isEmpty()) {
            seat.session().media().clear();
            seat.former(before);
            vertx.setTimer(graceMs, over -> {
                if (before.equals(seat.former())) {
                    departures.closeFormer(seat);
                }
            });
        }
    }

    private void breakOff(RoomSeat seat, NodeId before, NodeId after) {
        ClientSession session = seat.session();
        departures.closeFormer(seat);
        session.media()
                .forEach(direction -> session.send(MediaTranslation.closed(direction, "the room's media moved")));
        if (before != null && before.equals(after)) {
            session.media().clear();
        } else {
            departures.closeMedia(session, before);
        }
    }
}
