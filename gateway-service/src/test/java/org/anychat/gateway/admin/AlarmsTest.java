package org.anychat.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ProcessApi.Figure;
import org.anychat.contracts.ProcessApi.Machine;
import org.anychat.contracts.ProcessApi.Place;
import org.anychat.contracts.ProcessApi.ProcessReport;
import org.anychat.contracts.ProcessApi.Program;
import org.anychat.contracts.RelayLoad;
import org.anychat.contracts.RelayMode;
import org.anychat.contracts.RoomAdminApi.Overview;
import org.anychat.contracts.RoomAdminApi.RelayLine;
import org.anychat.contracts.RoomAdminApi.RoomCount;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.gateway.admin.Alarms.Alarm;
import org.junit.jupiter.api.Test;

class AlarmsTest {
    private static final NodeId NODE = new NodeId("n");
    private static final Machine FINE = new Machine("h", 2, 0, 0, 50, 100, 50, 100);
    private static final Place READY = new Place(true, "", 1, true, "alone", List.of());

    private static NodeView node(Machine machine, Place place, List<String> missing, Figure... figures) {
        Program program = new Program("1", "17", 1, 0, List.of("gateway"), List.of(), missing);
        return new NodeView(NODE, new ProcessReport(NODE, program, machine, place, List.of(figures)), 0, false);
    }

    private static NodeView fine(Figure... figures) {
        return node(FINE, READY, List.of(), figures);
    }

    private static Overview relays(RelayMode mode, int busyPerMille) {
        RelayStatus status = new RelayStatus(NODE, mode, new RelayLoad(0, 10, 0, busyPerMille), List.of());
        return new Overview(RoomCount.NONE, List.of(new RelayLine(status, 0, 0)));
    }

    private static List<String> of(NodeView node, Overview rooms, double loss) {
        return Alarms.of(new Snapshot(0, List.of(node), rooms, false), loss).stream()
                .map(Alarm::id)
                .toList();
    }

    private static List<String> of(NodeView node) {
        return of(node, relays(RelayMode.OPEN, 0), 0);
    }

    @Test
    void shouldBeSilentWhereAllIsFine() {
        assertEquals(List.of(), of(fine()));
    }

    @Test
    void shouldNameAProcessThatIsSilentOrNotReady() {
        assertEquals(List.of("ProcessDown"), of(fine().silent()));
        assertEquals(
                List.of("NotReady"), of(node(FINE, new Place(false, "x", 1, true, "alone", List.of()), List.of())));
        assertEquals(
                List.of("ClusterNotSafe"),
                of(node(FINE, new Place(true, "", 2, false, "alone", List.of()), List.of())));
        assertEquals(List.of("ServiceMissing"), of(node(FINE, READY, List.of("auth"))));
    }

    @Test
    void shouldWatchDiskAndHeap() {
        assertEquals(List.of("DiskNearlyFull"), of(node(new Machine("h", 2, 0, 0, 50, 100, 9, 100), READY, List.of())));
        assertEquals(
                List.of("MemoryNearlyFull"), of(node(new Machine("h", 2, 0, 0, 96, 100, 50, 100), READY, List.of())));
    }

    @Test
    void shouldWatchRelays() {
        assertEquals(List.of("NoRelay"), of(fine(), relays(RelayMode.DRAINING, 0), 0));
        assertEquals(List.of("RelayBusy"), of(fine(), relays(RelayMode.OPEN, 900), 0));
        assertEquals(List.of("Loss"), of(fine(), relays(RelayMode.OPEN, 0), 0.06));
    }

    @Test
    void shouldWatchTheLicence() {
        Figure limit = new Figure("anychat_license_seats_limit", Map.of(), 10);
        assertEquals(List.of(), of(fine(limit, new Figure("anychat_license_seats", Map.of(), 9))));
        assertEquals(List.of("SeatsNearlyTaken"), of(fine(limit, new Figure("anychat_license_seats", Map.of(), 10))));
        assertEquals(List.of("LicenceEnds"), of(fine(new Figure("anychat_license_left_seconds", Map.of(), 86_400))));
        assertEquals(
                List.of(), of(fine(new Figure("anychat_license_left_seconds", Map.of(), Double.POSITIVE_INFINITY))));
    }
}
