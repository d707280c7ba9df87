package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.Optional;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.Membership;
import org.anychat.contracts.RoomId;
import org.anychat.room.domain.RoomCommand;
import org.anychat.room.domain.RoomOutcome;
import org.anychat.room.store.RoomStore;

/**
 * What gateways say of their clients after this service, or they themselves, were away. One that stood still may speak
 * of a session that goes on at another, in another room. Runs on the service's context.
 */
final class AnnouncedMembers {
    private final RoomStore store;
    private final RelayWatch relays;
    private final DirectService direct;
    private final RelayWatch.Rooms rooms;

    AnnouncedMembers(RoomStore store, RelayWatch relays, DirectService direct, RelayWatch.Rooms rooms) {
        this.direct = direct;
        this.store = store;
        this.relays = relays;
        this.rooms = rooms;
    }

    /** Takes a member back, unless more recent news of it is known. */
    Future<Void> restore(Membership membership) {
        Member member = membership.member();
        return store.roomOf(member.session())
                .compose(known -> known.filter(id -> !id.equals(membership.room()))
                        .map(elsewhere -> leaveFor(elsewhere, member))
                        .orElseGet(() -> Future.succeededFuture(true)))
                .compose(counts -> counts ? take(membership) : Future.succeededFuture())
                .mapEmpty();
    }

    /** Nobody is in two rooms: leaves the one where the gateway that speaks of another is not behind. */
    private Future<Boolean> leaveFor(RoomId elsewhere, Member announced) {
        return store.room(elsewhere).compose(room -> {
            Optional<Member> there = room.flatMap(known -> known.member(announced.session()));
            if (there.isPresent() && isBehind(announced, there.get())) {
                return Future.succeededFuture(false);
            }
            return rooms.apply(elsewhere, new RoomCommand.Leave(announced.session(), 0))
                    .map(true);
        });
    }

    private static boolean isBehind(Member announced, Member known) {
        return announced.moves() < known.moves()
                || (announced.moves() == known.moves() && !announced.gateway().equals(known.gateway()));
    }

    private Future<RoomOutcome> take(Membership membership) {
        if (membership.relay() != null) {
            relays.assume(membership.relay());
        }
        return store.apply(
                        membership.room(),
                        new RoomCommand.Restore(
                                membership.member(),
                                membership.roomName(),
                                membership.version(),
                                membership.relay(),
                                membership.lock(),
                                membership.partners()))
                .onSuccess(outcome -> {
                    relays.onChanged(membership.room(), outcome.room());
                    direct.onChanged(membership.room(), outcome.room());
                });
    }
}
