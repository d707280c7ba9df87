package org.anychat.room.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.CloseMedia;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.room.domain.Room;
import org.anychat.room.store.RoomStore;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media of members whose gateway does not end it, as it is gone. A client that keeps its connection to the relay alive
 * could otherwise send and watch without being in the room. Runs on the service's context.
 */
final class AbandonedMedia {
    private static final Logger log = LoggerFactory.getLogger(AbandonedMedia.class);
    private static final int ATTEMPTS = 6;
    private static final long FIRST_PAUSE_MS = 500;

    private final Vertx vertx;
    private final Bus bus;
    private final RoomStore store;

    AbandonedMedia(Vertx vertx, Bus bus, RoomStore store) {
        this.vertx = vertx;
        this.bus = bus;
        this.store = store;
    }

    /** Whoever is to leave, where nobody else ends the media. */
    Future<Optional<Member>> of(LeaveRoom request) {
        if (!request.abandoned()) {
            return Future.succeededFuture(Optional.empty());
        }
        return store.roomOf(request.session())
                .compose(id -> id.map(store::room).orElseGet(() -> Future.succeededFuture(Optional.<Room>empty())))
                .map(room -> room.flatMap(found -> found.member(request.session())));
    }

    /** Somebody was taken out, of which the gateway was told, if it is there. */
    void onExpelled(Member member) {
        List<NodeId> members = bus.members();
        if (!members.isEmpty() && !members.contains(member.gateway())) {
            end(member);
        }
    }

    /** Ends it, whoever had the client: a session that has left is not taken up again. */
    void end(Member member) {
        if (member.relay() != null) {
            end(member, 1);
        }
    }

    private void end(Member member, int attempt) {
        bus.proxy(RelayApi.class, Addresses.relay(member.relay()))
                .close(new CloseMedia(member.session(), null))
                .onFailure(failure -> {
                    if (attempt < ATTEMPTS) {
                        vertx.setTimer(FIRST_PAUSE_MS << attempt, timer -> end(member, attempt + 1));
                    } else {
                        log.info(
                                "Relay {} did not end user {}'s media: {}",
                                member.relay(),
                                member.user(),
                                failure.getMessage());
                    }
                });
    }
}
