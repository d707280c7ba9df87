package org.anychat.room.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.LicensedFunction;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RightsApi;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.RoomConfig;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.room.domain.RelayPolicy;
import org.anychat.room.domain.RoomPolicy;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.bus.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** AutoAddRoom needs the licence's right to it. */
class AddRoomRightIT {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }

    private Registration license(LicensedFunction... functions) throws Exception {
        return await(bus.serve(RightsApi.class, Addresses.RIGHTS, new FixedRights(List.of(functions))));
    }

    private Future<RoomApi.Entered> enterNewRoom() {
        Member member = new Member(
                new SessionId("ann"), new NodeId("gateway-1"), new UserId(-2), 0, new UserState("Ann", 0, 0, 0));
        return bus.proxy(RoomApi.class, Addresses.ROOM).enter(new EnterRoom(member, new RoomId(77), null, ""));
    }

    private void deployRooms() throws Exception {
        RoomConfig config = new RoomConfig(
                new RoomPolicy(false, true, 10),
                RelayPolicy.DEFAULT,
                1_000,
                CallService.Settings.DEFAULT,
                false,
                60_000);
        await(vertx.deployVerticle(new RoomServiceVerticle(config, bus)));
    }

    @Test
    void shouldMakeNoRoomWithoutTheRight() throws Exception {
        license(LicensedFunction.STANDBY);
        deployRooms();

        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(enterNewRoom()));
        ServiceException refusal = assertInstanceOf(ServiceException.class, failure.getCause());
        assertEquals(ServiceError.ROOM_INVALID, refusal.error());
    }

    @Test
    void shouldMakeRoomsWithTheRight() throws Exception {
        license(LicensedFunction.AUTO_ADD_ROOM);
        deployRooms();

        assertEquals(new RoomId(77), await(enterNewRoom()).room().room());
    }

    @Test
    void shouldKeepWhatItKnewWhileTheLicenseServiceIsAway() throws Exception {
        AddRoomRight right = new AddRoomRight(bus, true);
        await(right.refresh());
        assertTrue(right.isAllowed());

        Registration registration = license(LicensedFunction.STANDBY);
        await(right.refresh());
        assertFalse(right.isAllowed());

        await(registration.close());
        await(right.refresh());
        assertFalse(right.isAllowed());
    }

    private record FixedRights(List<LicensedFunction> functions) implements RightsApi {
        @Override
        public Future<Rights> rights(AskRights request) {
            return Future.succeededFuture(new Rights(false, "Example School", 0, functions, ""));
        }

        @Override
        public Future<LicenseText> text(AskText request) {
            return Future.failedFuture("rooms ask for no text");
        }

        @Override
        public Future<Proof> prove(AskProof request) {
            return Future.failedFuture("rooms ask for no proof");
        }
    }
}
