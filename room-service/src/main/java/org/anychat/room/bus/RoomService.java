package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Done;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomAdminApi;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.room.RoomConfig;
import org.anychat.room.RoomCounter;
import org.anychat.room.RoomFigures;
import org.anychat.room.call.Calls;
import org.anychat.room.domain.RelayPlacement;
import org.anychat.room.domain.RelayPolicy;
import org.anychat.room.domain.Room;
import org.anychat.room.domain.RoomCommand;
import org.anychat.room.domain.RoomOutcome;
import org.anychat.room.store.RoomStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The use cases of the room service. Runs on one context. */
public final class RoomService implements RoomApi {
    private static final Logger log = LoggerFactory.getLogger(RoomService.class);
    /** CONNECT_ABORT of the error table. */
    private static final int LINK_BROKEN = 101;

    private final RoomStore store;
    private final RelayWatch relays;
    private final long privateChatTimeoutMs;
    private final Surroundings surroundings;
    private final RoomEvents events;
    private final RoomAdmission admission;
    private final RoomFilter filter;
    private final RelayProbe probe;
    private final AnnouncedMembers announced;
    private final RoomEntry entries;
    private final DirectService direct;
    private final AbandonedMedia abandonedMedia;
    private final AbandonedMembers abandonedMembers;

    /**
     * Makes the service.
     *
     * @param store where rooms are kept
     * @param config the service's configuration
     * @param surroundings clocks, context and bus
     * @param admission which rooms are not for everybody
     * @param filter the server plug-in
     */
    public RoomService(
            RoomStore store, RoomConfig config, Surroundings surroundings, RoomAdmission admission, RoomFilter filter) {
        this.store = store;
        this.privateChatTimeoutMs = config.privateChatTimeoutMs();
        this.surroundings = surroundings;
        this.events = new RoomEvents(surroundings.context(), surroundings.bus());
        this.admission = admission;
        this.filter = filter;
        this.probe = new RelayProbe(surroundings.context().owner());
        RelayPolicy relayPolicy = config.relays();
        RelayPlacement placement = new RelayPlacement(TimeUnit.MILLISECONDS.toNanos(relayPolicy.silenceMs()));
        this.relays = new RelayWatch(store, placement, relayPolicy, surroundings, this::apply);
        this.direct = new DirectService(config.direct(), config.mesh(), store, surroundings);
        this.announced = new AnnouncedMembers(store, relays, direct, this::apply);
        this.entries = new RoomEntry(store, relays, admission, filter, surroundings, this::apply);
        this.abandonedMedia = new AbandonedMedia(surroundings.context().owner(), surroundings.bus(), store);
        this.abandonedMembers = new AbandonedMembers(
                store, surroundings.bus(), surroundings.nowNs(), config.sessionKeepMs(), this::leave);
        relays.adopt();
        abandonedMembers.adopt();
    }

    /**
     * How the rooms stand.
     *
     * @param calls the video calls beside them
     * @return the figures
     */
    public Future<RoomFigures> figures(Calls calls) {
        return store.rooms()
                .map(all -> new RoomFigures(
                        all.size(),
                        all.stream().mapToInt(room -> room.members().size()).sum(),
                        all.stream()
                                .mapToInt(room -> room.privateChats().pairs().size())
                                .sum(),
                        calls.ringing(),
                        calls.started(),
                        relays.relays(),
                        direct.figures(),
                        direct.edges()));
    }

    @Override
    public Future<Entered> enter(EnterRoom request) {
        return entries.enter(request)
                .onSuccess(entered -> surroundings.counters().count(RoomCounter.JOINED))
                .onFailure(refusal -> surroundings.counters().count(RoomCounter.JOIN_REFUSED));
    }

    @Override
    public Future<Done> leave(LeaveRoom request) {
        SessionId session = request.session();
        filter.gone(session);
        RoomCommand leave = new RoomCommand.Leave(session, request.reason(), request.gateway(), request.moves());
        return abandonedMedia
                .of(request)
                .compose(member -> carryOut(session, leave).onSuccess(left -> member.ifPresent(abandonedMedia::end)))
                .map(Done.DONE);
    }

    @Override
    public Future<MovedMember> move(MoveMember request) {
        SessionId session = request.session();
        RoomCommand move = new RoomCommand.Move(session, request.gateway(), request.moves());
        return store.roomOf(session)
                .compose(id -> id.map(room -> apply(room, move).map(moved -> moved(moved, session)))
                        .orElseGet(() -> Future.succeededFuture(new MovedMember(null, List.of()))));
    }

    private static MovedMember moved(Room room, SessionId session) {
        Member member = room.member(session).orElseThrow();
        return new MovedMember(
                new Entered(room.snapshot(), member.relay(), room.lock()),
                room.privateChats().partners(member.user()));
    }

    /**
     * Takes a member out; its own gateway is told too. A member that has left by itself is as good as taken out.
     *
     * @param room the room, which stays without members
     * @param member who
     * @return done
     */
    Future<Done> expel(RoomId room, Member member) {
        return store.apply(room, new RoomCommand.Leave(member.session(), 0)).map(outcome -> {
            tell(room, outcome);
            abandonedMedia.onExpelled(member);
            return Done.DONE;
        });
    }

    @Override
    public Future<Done> setState(SetState request) {
        if (!RequestCheck.isValid(request.state())) {
            return refuse(ServiceError.BAD_PARAMETER, "user state out of range");
        }
        return carryOut(request.session(), new RoomCommand.SetState(request.session(), request.state()))
                .map(Done.DONE);
    }

    @Override
    public Future<Done> text(SendText request) {
        if (!RequestCheck.isValid(request)) {
            return refuse(ServiceError.BAD_PARAMETER, "text is empty or too long");
        }
        return roomWith(request.session()).compose(room -> text(room, request));
    }

    @Override
    public Future<PrivateRequested> privateRequest(PrivateRequest request) {
        long untilMs = surroundings.nowMs().getAsLong() + privateChatTimeoutMs;
        RoomCommand ask = new RoomCommand.AskPrivate(request.session(), request.to(), untilMs, request.number());
        return carryOut(request.session(), ask)
                .map(room -> new PrivateRequested(room.privateChats().lastRequestOf(request.session())));
    }

    @Override
    public Future<Done> privateEcho(PrivateEcho request) {
        if (request.code() < 0) {
            return refuse(ServiceError.BAD_PARAMETER, "a code is 0 or above");
        }
        RoomCommand echo = new RoomCommand.EchoPrivate(
                request.session(), request.to(), request.requestId(), request.code(), request.number());
        return carryOut(request.session(), echo).map(Done.DONE);
    }

    @Override
    public Future<Done> privateExit(PrivateExit request) {
        return carryOut(
                        request.session(),
                        new RoomCommand.ExitPrivate(request.session(), request.with(), request.number()))
                .map(Done.DONE);
    }

    @Override
    public Future<RoomSnapshot> snapshot(GetSnapshot request) {
        return store.room(request.room())
                .map(room -> room.filter(found -> mayRead(request.asker(), found.id())))
                .compose(room -> room.map(found -> Future.succeededFuture(found.snapshot()))
                        .orElseGet(() -> refuse(ServiceError.ROOM_INVALID, "no room " + request.room())));
    }

    /** Who is in a call with whom is for the two alone. */
    private boolean mayRead(SessionId asker, RoomId room) {
        return asker == null || !admission.isPrivate(room) || admission.admits(room, asker);
    }

    @Override
    public Future<RoomList> rooms(ListRooms request) {
        return store.rooms()
                .map(rooms -> new RoomList(rooms.stream()
                        .filter(room -> !admission.isPrivate(room.id()))
                        .map(room -> new RoomInfo(
                                room.id(), room.name(), room.members().size(), room.lock() != null))
                        .toList()));
    }

    @Override
    public Future<Done> announceMembers(AnnounceMembers request) {
        return Future.all(request.memberships().stream().map(announced::restore).toList())
                .onSuccess(restored -> abandonedMembers.onAnnounced(request))
                .map(Done.DONE);
    }

    @Override
    public void linkBroken(LinkBroken event) {
        relays.onLinkBroken(event);
    }

    @Override
    public void relayAlive(RelayStatus status) {
        relays.onAlive(status);
    }

    @Override
    public Future<RelayList> relays(ListRelays request) {
        return Future.succeededFuture(new RelayList(relays.statuses().stream()
                .sorted(Comparator.comparing(status -> status.relay().value()))
                .toList()));
    }

    @Override
    public Future<Done> announceRooms(AnnounceRooms request) {
        return relays.announce(request);
    }

    @Override
    public Future<Drained> drain(DrainRelay request) {
        return relays.drain(request);
    }

    @Override
    public Future<Done> undrain(UndrainRelay request) {
        return relays.undrain(request);
    }

    @Override
    public Future<Done> probe(ProbeRelay request) {
        return probe.send(request);
    }

    /**
     * What operators see and do.
     *
     * @return to be put on the bus
     */
    public RoomAdminApi administration() {
        return new RoomAdministration(store, relays, events, admission, this::expel);
    }

    /**
     * Which media goes without the relay.
     *
     * @return to be put on the bus
     */
    public DirectService direct() {
        return direct;
    }

    /**
     * What hears of processes that have gone, so that the rooms of their relays move at once.
     *
     * @return to be put on the bus
     */
    public NodeEvents nodeEvents() {
        return relays;
    }

    /** The service is on the bus: from now on the silence of a relay means something. */
    public void listenToRelays() {
        relays.listen();
    }

    /** Moves the rooms of relays that have fallen silent; to be called several times a second once it listens to them. */
    public void expireRelays() {
        relays.expire();
    }

    /** Gives up the requests for private chats that nobody has answered; to be called about once a second. */
    public void expireRequests() {
        long nowMs = surroundings.nowMs().getAsLong();
        store.rooms()
                .compose(rooms -> Future.join(rooms.stream()
                        .filter(room -> room.privateChats().hasExpired(nowMs))
                        .map(room -> apply(room.id(), new RoomCommand.ExpireRequests(nowMs)))
                        .toList()))
                .onFailure(failure -> log.debug("A room ended while its requests expired", failure));
    }

    /** Takes out members whose login is over and whose gateway is gone; to be called every few seconds. */
    public void checkAbandoned() {
        abandonedMembers.check();
    }

    /** The auth service has started anew, and may not know every login yet. */
    public void onAuthStarted() {
        abandonedMembers.onAuthStarted();
    }

    /**
     * Takes out the members of a gateway that has started anew and so has lost their links.
     *
     * @param gateway the gateway
     */
    public void forgetGateway(NodeId gateway) {
        filter.gone(gateway);
        store.rooms()
                .compose(rooms -> Future.join(rooms.stream()
                        .flatMap(room -> room.members().stream())
                        .filter(member -> member.gateway().equals(gateway))
                        .map(member -> leave(new LeaveRoom(member.session(), LINK_BROKEN)))
                        .toList()))
                .onFailure(failure -> log.debug("A member of gateway {} had left already", gateway, failure));
    }

    private Future<Room> carryOut(SessionId session, RoomCommand command) {
        return store.roomOf(session)
                .compose(id -> id.map(room -> apply(room, command)).orElseGet(RoomService::notInRoom));
    }

    /** Carries out a command and tells the gateways; the future has the room as it is now, or null where it is gone. */
    private Future<Room> apply(RoomId id, RoomCommand command) {
        return store.apply(id, command).compose(outcome -> {
            if (outcome.refusal() != null) {
                return refuse(outcome.refusal(), "room " + id);
            }
            tell(id, outcome);
            return Future.succeededFuture(outcome.room());
        });
    }

    private void tell(RoomId id, RoomOutcome outcome) {
        relays.onChanged(id, outcome.room());
        if (outcome.news() != null) {
            events.changed(id, outcome.news());
        }
        if (outcome.room() != null) {
            events.noted(outcome.room(), outcome.notes());
        }
        filter.changed(id, outcome.change());
        direct.onChanged(id, outcome.room());
    }

    private Future<Room> roomWith(SessionId session) {
        return store.roomOf(session)
                .compose(id -> id.map(store::room).orElseGet(() -> Future.succeededFuture(Optional.empty())))
                .compose(room -> room.map(Future::succeededFuture).orElseGet(RoomService::notInRoom));
    }

    private Future<Done> text(Room room, SendText request) {
        UserId from = room.member(request.session()).orElseThrow().user();
        List<Member> others = room.members().stream()
                .filter(member -> !member.session().equals(request.session()))
                .toList();
        List<Member> addressed = others.stream()
                .filter(member -> member.user().equals(request.to()))
                .toList();
        if (request.to() != null && addressed.isEmpty()) {
            return refuse(ServiceError.INVALID_USER_ID, "no user " + request.to() + " in the room");
        }
        // Only a whisper is for its receiver alone; what is said to somebody aloud all can hear.
        events.text(request.to() != null && request.secret() ? addressed : others, from, request);
        filter.text(room.id(), from, request);
        surroundings.counters().count(RoomCounter.TEXT);
        return Future.succeededFuture(Done.DONE);
    }

    private static Future<Room> notInRoom() {
        return refuse(ServiceError.ROOM_NOT_IN, "the session is in no room");
    }

    private static <T> Future<T> refuse(ServiceError error, String message) {
        return Future.failedFuture(new ServiceException(error, message));
    }
}
