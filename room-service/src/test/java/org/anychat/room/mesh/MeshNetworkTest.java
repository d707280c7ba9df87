package org.anychat.room.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.anychat.contracts.DirectApi;
import org.anychat.contracts.DirectApi.Dependence;
import org.anychat.contracts.DirectApi.Forwards;
import org.anychat.contracts.DirectApi.Mesh;
import org.anychat.contracts.DirectApi.Nat;
import org.anychat.contracts.DirectApi.Network;
import org.anychat.contracts.DirectApi.Ready;
import org.anychat.contracts.DirectApi.Report;
import org.anychat.contracts.DirectApi.State;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.UserState;
import org.anychat.room.direct.RouteReason;
import org.junit.jupiter.api.Test;

/** What clients find out of their networks, and what is planned with it. */
class MeshNetworkTest extends MeshedRoom {
    private static final Nat SYMMETRIC = new Nat(Dependence.PORT, Dependence.UNKNOWN, true);
    private static final Nat ADDRESS_RESTRICTED = new Nat(Dependence.INDEPENDENT, Dependence.ADDRESS, true);
    private static final Nat BLOCKED = new Nat(Dependence.UNKNOWN, Dependence.UNKNOWN, false);
    private static final long FRESH_MS = 300_000;

    private ServiceError finds(int user, Nat nat, int upBps, long ageMs) {
        return table.network(ROOM, new Network(session(user), nat, upBps, ageMs), nowMs)
                .refusal();
    }

    private void finds(int user, Nat nat) {
        assertNull(finds(user, nat, DirectApi.UNSAID, 0));
    }

    /** What a room does within some time, tick by tick. */
    private List<String> pass(long ms) {
        List<String> orders = new ArrayList<>();
        for (long waited = 0; waited < ms; waited += 500) {
            orders.addAll(later(500));
        }
        return orders;
    }

    /** What has been asked since the last time. */
    private List<String> explored() {
        List<String> since = List.copyOf(explored);
        explored.clear();
        return since;
    }

    @Test
    void shouldAskOnceForWhatAClientFindsOutAndAgainWhereItBeginsAnew() {
        enter(1, UserState.CLOSED);
        ready(1);
        assertEquals(List.of("s1 true"), explored(), "the room may become large enough");

        pass(5_000);
        said(1, 1, false);
        assertEquals(List.of(), explored());

        said(1, 1, true);
        assertEquals(List.of("s1 true"), explored());
    }

    @Test
    void shouldNotAskWhoIsInNoTree() {
        enter(1, UserState.CLOSED);
        ready(1, 2, new Mesh(Forwards.NONE, 0, KEY));
        assertEquals(List.of(), explored());

        said(1, 1, false);
        assertEquals(List.of("s1 true"), explored());

        said(1, 0, false);
        assertEquals(List.of("s1 false"), explored());
    }

    @Test
    void shouldAskOnlyWhileThereAreTrees() {
        enter(1, UserState.CLOSED);
        told(table.policy(MeshPolicy.OFF, nowMs));
        ready(1);
        assertEquals(List.of(), explored());

        told(table.policy(policy(MTN), nowMs));
        assertEquals(List.of("s1 true"), explored());

        told(table.policy(MeshPolicy.OFF, nowMs));
        assertEquals(List.of("s1 false"), explored());
    }

    @Test
    void shouldNotAskInARoomThatIsTooLargeForTrees() {
        enter(1, UserState.CLOSED);
        ready(1);
        explored();
        for (int user = 2; user <= 221; user++) {
            enter(user, UserState.CLOSED);
        }
        assertEquals(List.of("s1 false"), explored());

        for (int user = 221; user > 201; user--) {
            leave(user);
        }
        assertEquals(List.of(), explored());
        leave(201);
        assertEquals(List.of("s1 true"), explored());
    }

    private void said(int user, int policy, boolean anew) {
        Mesh mesh = new Mesh(Forwards.NONE, 0, KEY);
        told(table.ready(room(), new Ready(session(user), policy, "203.0.113." + user, false, anew, mesh), nowMs));
    }

    @Test
    void shouldNotTryWhatTwoNatsDoNotLetThrough() {
        watched(3);
        finds(1, SYMMETRIC);

        assertEquals(List.of(), pass(5_000));
        assertEquals("RELAY tree", route(1, 3));

        finds(3, ADDRESS_RESTRICTED);
        assertEquals(List.of("s1 offer 3 #1 of 1 ttl 2", "s3 await 1 #1 of 1 ttl 2"), pass(3_000));
    }

    /** On one network they reach each other, whatever their NAT does to others. */
    @Test
    void shouldTryWhomTheServerSeesAtOneAddress() {
        watched(3);
        assertEquals(
                List.of(),
                told(table.ready(
                        room(),
                        new Ready(session(3), 1, "203.0.113.1", false, false, new Mesh(Forwards.NONE, 0, KEY)),
                        nowMs)));
        finds(1, SYMMETRIC);
        finds(3, BLOCKED);

        assertEquals(List.of("s1 offer 3 #1 of 1 ttl 2", "s3 await 1 #1 of 1 ttl 2"), later(500));
    }

    @Test
    void shouldKeepWhatIsFedByWhoseUpBandwidthIsNoLongerKnown() {
        carried();
        Mesh unknown = new Mesh(Forwards.PACKETS, 0, KEY);
        assertEquals(
                List.of(),
                told(table.ready(room(), new Ready(session(1), 1, "203.0.113.1", false, false, unknown), nowMs)));
        assertNull(finds(1, ADDRESS_RESTRICTED, 20_000_000, 0));

        pass(FRESH_MS + 30_000);

        assertEquals("DIRECT 1/1", route(1, 2));
    }

    @Test
    void shouldNotTryWhoHasNoUdp() {
        watched(2);
        finds(2, BLOCKED);

        assertEquals(List.of("s1 offer 3 #1 of 1 ttl 2", "s3 await 1 #1 of 1 ttl 2"), later(500));
    }

    /** Of a NAT that is not known the usual kind is tried. */
    @Test
    void shouldForgetWhatIsTooOld() {
        watched(2);
        finds(1, SYMMETRIC);
        assertNull(finds(2, SYMMETRIC, DirectApi.UNSAID, FRESH_MS - 60_000));

        assertEquals(List.of(), pass(200_000));
        assertEquals(
                2,
                pass(115_000).stream()
                        .filter(order -> order.contains(" offer "))
                        .count(),
                "both are tried again");
    }

    @Test
    void shouldTakeWhatIsOldFromAnotherServiceForAsOldAsItIs() {
        watched(2);
        assertNull(finds(1, SYMMETRIC, DirectApi.UNSAID, FRESH_MS));

        assertEquals(4, later(500).size());
    }

    @Test
    void shouldKeepAConnectionThatIsThereWhateverIsSaidOfItsNats() {
        carried();
        finds(1, SYMMETRIC);

        assertEquals(List.of(), pass(20_000));
        assertEquals("DIRECT 1/1", route(1, 2));
    }

    @Test
    void shouldTakeBackAnUpBandwidthAtOnce() {
        carried();
        Mesh nothing = new Mesh(Forwards.NONE, 0, KEY);
        assertEquals(
                List.of(),
                told(table.ready(room(), new Ready(session(1), 1, "203.0.113.1", false, false, nothing), nowMs)));

        List<String> orders = later(500);

        assertTrue(orders.contains("s2 receive 1 false"), orders::toString);
        assertTrue(orders.contains("s3 close 1 #2 2000"), orders::toString);
        assertEquals("RELAY tree", route(1, 2));
    }

    @Test
    void shouldTakeAMeasuredUpBandwidthInThePlaceOfAClaim() {
        carried();
        // One copy for the relay, and one for a viewer.
        assertNull(finds(1, ADDRESS_RESTRICTED, 2_400_000, 0));

        List<String> orders = later(500);

        assertEquals(
                1, orders.stream().filter(order -> order.startsWith("s1 close")).count(), orders::toString);
    }

    @Test
    void shouldRefuseWhatIsSaidByWhoTakesNoPart() {
        watched(3);
        enter(9, UserState.CLOSED);

        assertEquals(ServiceError.FUNC_NOT_ALLOW, finds(9, SYMMETRIC, DirectApi.UNSAID, 0));
        assertEquals(
                ServiceError.FUNC_NOT_ALLOW,
                new MeshTable(policy(MTN), null, counters)
                        .network(ROOM, new Network(session(1), SYMMETRIC, 0, 0), nowMs)
                        .refusal());
    }

    @Test
    void shouldGiveUpAWayThatIsMuchLongerThanTheRelays() {
        carried();

        assertEquals(
                List.of(),
                told(table.report(ROOM, new Report(session(2), user(1), 1, State.DIRECT, 2_000), nowMs)
                        .orders()));
        pass(10_000);

        assertEquals("RELAY tree", route(1, 2));
        assertEquals("DIRECT 1/1", route(1, 3));
    }

    @Test
    void shouldCountEdgesAsPairsAreCounted() {
        List<Long> waits = new ArrayList<>();
        counters.observeDirect(waits::add);
        carried();

        assertEquals(new EdgeFigures(0, 0, 2, 0), table.figures());
        assertEquals(2, counters.connected());
        assertEquals(List.of(0L, 0L), waits);

        report(2, 1, 1, State.STARVED);
        assertEquals(new EdgeFigures(0, 0, 1, 1), table.figures());
        report(2, 1, 1, State.FORGED);
        pass(3_000);

        assertEquals(1, counters.ended(RouteReason.FORGED));
        assertEquals(1, table.figures().trying());
        pass(5_000);
        assertEquals(1, counters.failed(RouteReason.FAILED));

        table.onRoom(ROOM, null, nowMs);
        assertEquals(1, counters.ended(RouteReason.LEFT));
        assertEquals(EdgeFigures.NONE, table.figures());
    }
}
