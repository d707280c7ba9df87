package org.anychat.server;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.anychat.auth.AuthConfig;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ResumeKey;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.license.LicenseServiceVerticle;
import org.anychat.room.RoomConfig;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.SharedRecords;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.runtime.standby.RecordMirror;

/**
 * A service with nobody but one invented guest, on an instance of Vert.x of its own: what it serves nobody else reaches,
 * what it writes down nobody else reads, and neither a plug-in nor a user source hears of it. The guest comes, goes on at
 * another gateway, and is found again by a second instance of the service that starts with what the first wrote.
 */
final class Rehearsal {
    private static final String HOME = "127.0.0.1";
    private static final NodeId FIRST = new NodeId("rehearsal-1");
    private static final NodeId SECOND = new NodeId("rehearsal-2");
    private static final SessionId GUEST = new SessionId("rehearsal");
    private static final RoomId ROOM = new RoomId(1);
    private static final UserState STATE = new UserState("Guest", UserState.NONE, UserState.NONE, 0);
    private static final RoomApi.Member MEMBER =
            new RoomApi.Member(GUEST, FIRST, new UserId(UserId.FIRST_GUEST), 0, STATE);

    private final Vertx vertx;
    private final ServiceConfigs services;
    private final Bus bus;
    private final RecordMirror written = new RecordMirror();

    /** The instance is closed by the caller. */
    Rehearsal(Vertx vertx, ServiceConfigs services) {
        this.vertx = vertx;
        this.services = services;
        this.bus = Bus.rehearsal(vertx);
    }

    /** Fails with what the service would fail with. */
    Future<Void> play(ServiceKind service) {
        return switch (service) {
            case LICENSE -> license();
            case AUTH -> auth();
            case ROOM -> room();
            case RELAY, GATEWAY -> throw new IllegalArgumentException(service + " is never stood by for");
        };
    }

    private Future<Void> license() {
        LicenseApi seats = bus.proxy(LicenseApi.class, Addresses.LICENSE);
        return vertx.deployVerticle(new LicenseServiceVerticle(services.license(), bus).quietly())
                .compose(deployed -> seats.acquire(new LicenseApi.AcquireSeat(GUEST, null, HOME, 0)))
                .compose(seated -> seats.announce(new LicenseApi.AnnounceSeats(List.of(GUEST))))
                .compose(announced -> seats.release(new LicenseApi.ReleaseSeat(GUEST)))
                .mapEmpty();
    }

    private Future<Void> auth() {
        AuthApi auth = bus.proxy(AuthApi.class, Addresses.AUTH);
        ResumeKey key = new ResumeKey("first");
        ResumeKey next = new ResumeKey("next");
        return bus.serve(LicenseApi.class, Addresses.LICENSE, new Seats())
                .compose(served -> twice(
                        () -> new AuthServiceVerticle(guestsOnly(services.auth()), bus, records()).quietly(),
                        () -> auth.login(new AuthApi.Login(GUEST, FIRST, "Guest", "", HOME, 0, key))
                                .compose(login -> auth.resume(new AuthApi.Resume(key, SECOND, next, HOME, 1)))
                                .onSuccess(resumed -> auth.confirm(new AuthApi.ConfirmResume(GUEST)))
                                .compose(resumed ->
                                        auth.announce(new AuthApi.AnnounceLogins(SECOND, List.of(resumed.login())))),
                        () -> auth.bans(new AuthApi.ListBans())
                                .compose(bans -> auth.logout(new AuthApi.Logout(GUEST, SECOND)))));
    }

    /** The rehearsal's guest is let in whatever the settings, and is nobody's business. */
    private static AuthConfig guestsOnly(AuthConfig config) {
        return new AuthConfig(
                config.sdkAuthPass(),
                true,
                config.closeFrontLink(),
                true,
                AuthConfig.Control.NONE,
                config.userSource(),
                Optional.empty(),
                config.sessionKeepMs());
    }

    private Future<Void> room() {
        RoomApi rooms = bus.proxy(RoomApi.class, Addresses.ROOM);
        RoomConfig config = services.room();
        RoomConfig unheard = new RoomConfig(
                config.policy(),
                config.relays(),
                config.privateChatTimeoutMs(),
                config.calls(),
                false,
                config.sessionKeepMs());
        return twice(
                () -> new RoomServiceVerticle(unheard, bus, records()).quietly(),
                () -> rooms.enter(new RoomApi.EnterRoom(MEMBER, ROOM, null, "", HOME))
                        .compose(entered -> rooms.setState(new RoomApi.SetState(GUEST, STATE)))
                        .compose(done -> rooms.move(new RoomApi.MoveMember(GUEST, SECOND, 1)))
                        .compose(moved -> rooms.text(new RoomApi.SendText(GUEST, null, false, "Hello", 1)))
                        .compose(said -> rooms.announceMembers(announcement())),
                () -> rooms.snapshot(new RoomApi.GetSnapshot(ROOM))
                        .compose(snapshot -> rooms.leave(new RoomApi.LeaveRoom(GUEST, 0))));
    }

    private static RoomApi.AnnounceMembers announcement() {
        return new RoomApi.AnnounceMembers(
                SECOND,
                List.of(new RoomApi.Membership(ROOM, "Room 1", 1, null, MEMBER.at(SECOND, 1), null, List.of())));
    }

    /** The service, then its successor. */
    private Future<Void> twice(
            Supplier<Deployable> service, Supplier<Future<?>> before, Supplier<Future<?>> afterwards) {
        return vertx.deployVerticle(service.get())
                .compose(deployed -> before.get().compose(done -> vertx.undeploy(deployed)))
                .compose(gone -> vertx.deployVerticle(service.get()))
                .compose(deployed -> afterwards.get().mapEmpty());
    }

    /** With what the instance before has written. */
    private SharedRecords records() {
        Map<String, String> before = written.texts("rehearsal");
        return written.of("rehearsal", before);
    }

    /** There is room for the guest. */
    private static final class Seats implements LicenseApi {
        private static final Future<LicenseApi.Seats> FREE = Future.succeededFuture(new LicenseApi.Seats(1, 1));

        @Override
        public Future<LicenseApi.Seats> acquire(AcquireSeat request) {
            return FREE;
        }

        @Override
        public Future<LicenseApi.Seats> release(ReleaseSeat request) {
            return FREE;
        }

        @Override
        public Future<LicenseApi.Seats> announce(AnnounceSeats request) {
            return FREE;
        }
    }
}
