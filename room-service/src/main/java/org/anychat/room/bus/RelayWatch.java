package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.Done;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.StartDrain;
import org.anychat.contracts.RelayApi.StopDrain;
import org.anychat.contracts.RelayMode;
import org.anychat.contracts.RoomApi.AnnounceRooms;
import org.anychat.contracts.RoomApi.DrainRelay;
import org.anychat.contracts.RoomApi.Drained;
import org.anychat.contracts.RoomApi.LinkBroken;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.RoomApi.UndrainRelay;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.room.RoomCounter;
import org.anychat.room.domain.RelayPlacement;
import org.anychat.room.domain.RelayPolicy;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomCommand;
import org.anychat.room.domain.RoomCommand.RelayChoice;
import org.anychat.room.domain.SeveredRelays;
import org.anychat.room.store.RoomStore;
import org.anychat.runtime.EventCounters;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the relays, and moves rooms off those that are dead or to be emptied. Runs on the service's context. */
final class RelayWatch implements NodeEvents {
    /** How long clients have for changing over to another relay without a gap. */
    static final int GRACE_MS = 4_000;

    private static final Logger log = LoggerFactory.getLogger(RelayWatch.class);
    private static final int MAX_DEADLINE_SECONDS = 86_400;
    private static final long MS_PER_SECOND = 1_000;

    private final RoomStore store;
    private final RelayPlacement placement;
    private final RelayPolicy policy;
    private final LongSupplier nowNs;
    private final Rooms rooms;
    private final Bus bus;
    private final Function<NodeId, RelayApi> relays;
    private final RoomSpans spans;
    private final SeveredRelays severed = new SeveredRelays();
    private final EventCounters<RoomCounter> counters;
    /** Rooms that relays carried when this service started, until somebody is in them. */
    private final Map<RoomId, NodeId> carried = new HashMap<>();

    /** When relays were last looked after. */
    private long expiredNs;

    /** Carries out a command on a room and tells everybody. */
    interface Rooms {
        Future<Room> apply(RoomId id, RoomCommand command);
    }

    RelayWatch(RoomStore store, RelayPlacement placement, RelayPolicy policy, Surroundings surroundings, Rooms rooms) {
        this.store = store;
        this.placement = placement;
        this.policy = policy;
        this.nowNs = surroundings.nowNs();
        this.expiredNs = nowNs.getAsLong();
        this.rooms = rooms;
        this.counters = surroundings.counters();
        this.bus = surroundings.bus();
        this.relays = node -> bus.proxy(RelayApi.class, Addresses.relay(node));
        this.spans = new RoomSpans(surroundings.context().owner(), relays);
    }

    /** Where the media of somebody who enters a room may go. */
    Future<RelayChoice> choice(RoomId id) {
        return store.room(id).map(room -> choice(id, room.map(Room::relays).orElse(List.of())));
    }

    private RelayChoice choice(RoomId id, List<NodeId> own) {
        Set<NodeId> closing = new HashSet<>(placement.in(RelayMode.DRAINING));
        closing.addAll(placement.in(RelayMode.CLOSED));
        NodeId known = carried.get(id);
        NodeId next = known != null && placement.isAlive(known) && !closing.contains(known)
                ? known
                : placement.leastLoaded(unfit(own), now()).orElse(null);
        return new RelayChoice(next, policy.roomLimit(), closing);
    }

    /** Relays that a room is on already, and those that do not reach them. */
    private Set<NodeId> unfit(List<NodeId> own) {
        Set<NodeId> unfit = new HashSet<>(own);
        unfit.addAll(severed.from(Set.copyOf(own), now()));
        return unfit;
    }

    /** Somebody has entered a room. */
    void onEntered(RoomId id, Member member) {
        carried.remove(id);
        if (member.relay() != null) {
            placement.onPlaced(member.relay(), 1, now());
        }
    }

    /** A room has changed, or is gone where it is null. */
    void onChanged(RoomId id, Room room) {
        spans.onRoom(id, room);
    }

    /** Takes over the rooms that the instance of the service before has written down. */
    void adopt() {
        store.rooms()
                .onSuccess(rooms -> rooms.forEach(room -> {
                    room.relays().forEach(this::assume);
                    spans.onRoom(room.id(), room);
                }));
    }

    /** From now on relays can speak to this service. */
    void listen() {
        expiredNs = now();
        placement.listen(expiredNs);
    }

    /** Another service speaks of a relay. */
    void assume(NodeId relay) {
        List<NodeId> members = bus.members();
        placement.assume(relay, members.isEmpty() || members.contains(relay), now());
    }

    void onAlive(RelayStatus status) {
        boolean wasAlive = placement.isAlive(status.relay());
        if (!placement.onAlive(status, now())) {
            return;
        }
        if (!wasAlive) {
            spans.onRelay(status.relay());
        }
        log.info("Relay {} is {}; it advertises {}", status.relay(), status.mode(), status.advertised());
        switch (status.mode()) {
            case OPEN -> {
                move(null, 0, RoomCounter.PLACED_LATER);
                placement
                        .in(RelayMode.DRAINING)
                        .forEach(draining -> move(draining, GRACE_MS, RoomCounter.MOVED_FROM_DRAINING));
            }
            case DRAINING -> move(status.relay(), GRACE_MS, RoomCounter.MOVED_FROM_DRAINING);
            case CLOSED -> move(status.relay(), 0, RoomCounter.MOVED_FROM_CLOSED);
        }
    }

    /** Moves the rooms of relays that have fallen silent; to be called several times within the patience. */
    void expire() {
        long nowNs = now();
        if (nowNs - expiredNs > TimeUnit.MILLISECONDS.toNanos(policy.silenceMs()) / 2) {
            // It is this process that stood still, and it has not read what relays have said meanwhile.
            listen();
        }
        expiredNs = nowNs;
        placement.expire(nowNs).forEach((dead, silentNs) -> {
            log.warn(
                    "Relay {} has been silent for {} ms: its rooms move",
                    dead,
                    TimeUnit.NANOSECONDS.toMillis(silentNs));
            onDead(dead, RoomCounter.MOVED_FROM_SILENT);
        });
    }

    /** Brings a room together on one of two relays that do not reach each other, where more of it is. */
    void onLinkBroken(LinkBroken event) {
        NodeId source = event.source();
        NodeId viewer = event.viewer();
        if (source.equals(viewer) || !placement.isAlive(source) || !placement.isAlive(viewer)) {
            return;
        }
        List<NodeId> silent = Stream.of(source, viewer)
                .filter(relay -> placement.isSilent(relay, now()))
                .toList();
        if (silent.size() == 1) {
            // The other one does not hear it either.
            NodeId dead = silent.get(0);
            log.warn("Relay {} is silent, towards other relays too: its rooms move", dead);
            placement.lost(dead);
            onDead(dead, RoomCounter.MOVED_FROM_SILENT);
            return;
        }
        severed.sever(source, viewer, now());
        store.room(event.room())
                .onSuccess(found -> found.filter(room -> room.relays().containsAll(Set.of(source, viewer)))
                        .ifPresent(room -> unite(room, source, viewer)));
    }

    private void unite(Room room, NodeId one, NodeId other) {
        boolean oneStays = isOpen(one) && (room.membersOn(one) >= room.membersOn(other) || !isOpen(other));
        NodeId from = oneStays ? other : one;
        NodeId to = oneStays ? one : other;
        int members = room.membersOn(from);
        log.warn(
                "Relays {} and {} do not reach each other's media port: {} members of room {} move from {} to {}."
                        + " Their advertised addresses must be open to each other.",
                one,
                other,
                members,
                room.id(),
                from,
                to);
        placement.onPlaced(to, members, now());
        rooms.apply(room.id(), new RoomCommand.MoveMedia(from, to, GRACE_MS))
                .onFailure(failure -> log.debug("Room {} ended while it was to be united", room.id(), failure));
    }

    @Override
    public void joined(NodeJoined event) {
        // A relay speaks for itself.
    }

    @Override
    public void left(NodeLeft event) {
        if (placement.isAlive(event.node())) {
            log.warn("The process of relay {} is gone: its rooms move", event.node());
        }
        placement.lost(event.node());
        onDead(event.node(), RoomCounter.MOVED_FROM_GONE);
    }

    private void onDead(NodeId relay, RoomCounter why) {
        severed.forget(relay);
        carried.values().removeIf(relay::equals);
        move(relay, 0, why);
    }

    Future<Done> announce(AnnounceRooms request) {
        assume(request.relay());
        return store.rooms().map(known -> {
            Set<RoomId> placed = new HashSet<>();
            known.stream().filter(room -> !room.relays().isEmpty()).forEach(room -> placed.add(room.id()));
            request.rooms().stream()
                    .filter(room -> !placed.contains(room))
                    .forEach(room -> carried.putIfAbsent(room, request.relay()));
            return Done.DONE;
        });
    }

    Future<Drained> drain(DrainRelay request) {
        if (request.deadlineSeconds() < 1 || request.deadlineSeconds() > MAX_DEADLINE_SECONDS) {
            return refuse(ServiceError.BAD_PARAMETER, "deadlineSeconds is 1 to " + MAX_DEADLINE_SECONDS);
        }
        NodeId relay = request.relay();
        StartDrain start = new StartDrain(request.deadlineSeconds() * MS_PER_SECOND);
        return requireAlive(relay)
                .compose(alive -> roomsOn(relay))
                // The relay's own word that it drains has moved most of them before its reply is here.
                .compose(before -> relays.apply(relay)
                        .startDrain(start)
                        .compose(started -> move(relay, GRACE_MS, RoomCounter.MOVED_FROM_DRAINING))
                        .compose(moved -> roomsOn(relay))
                        .map(kept -> new Drained(Math.max(0, before - kept), kept)));
    }

    private Future<Integer> roomsOn(NodeId relay) {
        return store.rooms().map(all ->
                (int) all.stream().filter(room -> room.membersOn(relay) > 0).count());
    }

    Future<Done> undrain(UndrainRelay request) {
        return requireAlive(request.relay())
                .compose(alive -> relays.apply(request.relay()).stopDrain(new StopDrain()));
    }

    private Future<Void> requireAlive(NodeId relay) {
        return relay != null && placement.isAlive(relay)
                ? Future.succeededFuture()
                : refuse(ServiceError.DATA_NOT_EXIST, "no relay " + relay + " is alive");
    }

    /** Moves all rooms off a relay, or those without one onto some; each where it fits best. */
    private Future<Void> move(NodeId from, int graceMs, RoomCounter why) {
        return store.rooms()
                .compose(all -> Future.join(all.stream()
                        .filter(room -> room.membersOn(from) > 0)
                        .map(room -> move(room, from, graceMs, why))
                        .toList()))
                .onFailure(failure -> log.debug("A room ended while it was to move from relay {}", from, failure))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<Void> move(Room room, NodeId from, int graceMs, RoomCounter why) {
        int members = room.membersOn(from);
        Optional<NodeId> to = target(room, from);
        if (to.isEmpty() && (from == null || graceMs > 0)) {
            log.info("Room {}: no other relay takes its {} members from relay {} now", room.id(), members, from);
            return Future.succeededFuture();
        }
        NodeId next = to.orElse(null);
        to.ifPresent(relay -> placement.onPlaced(relay, members, now()));
        log.info("Room {}: {} members move from relay {} to {}", room.id(), members, from, next);
        return rooms.apply(room.id(), new RoomCommand.MoveMedia(from, next, next == null ? 0 : graceMs))
                .onSuccess(moved -> counters.count(why))
                .mapEmpty();
    }

    /** What relays that are alive have last said of themselves. */
    List<RelayStatus> statuses() {
        return placement.statuses();
    }

    /** Moves all members of a room to one relay; the future has how many change over. */
    Future<Integer> moveTo(Room room, NodeId to) {
        return requireAlive(to).compose(alive -> {
            if (!isOpen(to)) {
                return refuse(ServiceError.NO_RELAY, "relay " + to + " takes no rooms: it is being drained or stopped");
            }
            List<NodeId> others =
                    room.relays().stream().filter(relay -> !relay.equals(to)).toList();
            int members = others.stream().mapToInt(room::membersOn).sum();
            placement.onPlaced(to, members, now());
            log.info("Room {}: an operator moves {} members to relay {}", room.id(), members, to);
            return Future.join(others.stream()
                            .map(from -> rooms.apply(room.id(), new RoomCommand.MoveMedia(from, to, GRACE_MS)))
                            .toList())
                    .map(moved -> members);
        });
    }

    /** Relays that are alive, by what they take. */
    Map<RelayMode, Integer> relays() {
        Map<RelayMode, Integer> byMode = new EnumMap<>(RelayMode.class);
        for (RelayMode mode : RelayMode.values()) {
            byMode.put(mode, placement.in(mode).size());
        }
        return byMode;
    }

    /** A relay of the room's own has its streams already; a new one has more room. */
    private Optional<NodeId> target(Room room, NodeId from) {
        int members = room.membersOn(from);
        Optional<NodeId> own = room.relays().stream()
                .filter(relay -> !relay.equals(from) && isOpen(relay))
                .filter(relay -> room.membersOn(relay) + members <= policy.roomLimit())
                .findFirst();
        return own.or(() -> placement.leastLoaded(unfit(room.relays()), now()))
                .or(() -> room.relays().stream()
                        .filter(relay -> !relay.equals(from) && isOpen(relay))
                        .findFirst());
    }

    private boolean isOpen(NodeId relay) {
        return placement.isAlive(relay)
                && !placement.in(RelayMode.DRAINING).contains(relay)
                && !placement.in(RelayMode.CLOSED).contains(relay);
    }

    private long now() {
        return nowNs.getAsLong();
    }

    private static <T> Future<T> refuse(ServiceError error, String message) {
        return Future.failedFuture(new ServiceException(error, message));
    }
}
