package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.Addresses;
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
 * The media of members whose gateway is gone and who have not come back through another one. A client that keeps its
 * connection to the relay alive could otherwise send and watch without being in the room. Runs on the service's context.
 */
final class AbandonedMedia {
    private static final Logger log = LoggerFactory.getLogger(AbandonedMedia.class);

    private final Bus bus;
    private final RoomStore store;

    AbandonedMedia(Bus bus, RoomStore store) {
        this.bus = bus;
        this.store = store;
    }

    /** Whoever leaves, where nobody else ends the media. */
    Future<Optional<Member>> of(LeaveRoom request) {
        List<?> members = bus.members();
        if (request.gateway() == null || members.isEmpty() || members.contains(request.gateway())) {
            return Future.succeededFuture(Optional.empty());
        }
        return store.roomOf(request.session())
                .compose(id -> id.map(store::room).orElseGet(() -> Future.succeededFuture(Optional.<Room>empty())))
                .map(room -> room.flatMap(found -> found.member(request.session())));
    }

    /** Ends it, unless the relay knows by now that the client goes on at another gateway. */
    void end(Member member) {
        if (member.relay() != null) {
            bus.proxy(RelayApi.class, Addresses.relay(member.relay()))
                    .close(new CloseMedia(member.session(), null, member.gateway()))
                    .onFailure(failure ->
                            log.debug("Relay {} does not end user {}'s media", member.relay(), member.user(), failure));
        }
    }
}
