package org.anychat.gateway.admin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.anychat.contracts.ProcessApi.Machine;
import org.anychat.contracts.RelayMode;
import org.anychat.contracts.RoomAdminApi.RelayLine;

/**
 * What an operator should look at now: the conditions of {@code deploy/monitoring/alerts.yml} that a look at this moment
 * can tell. Those over a time, such as failing logins, are the monitoring system's.
 */
final class Alarms {
    private static final double SEATS = 0.9;
    private static final double LOSS = 0.05;
    private static final double LICENCE_SECONDS = 14 * 86_400.0;
    private static final double DISK = 0.1;
    private static final double HEAP = 0.95;
    private static final int BUSY_PER_MILLE = 800;

    private Alarms() {}

    /**
     * An alarm.
     *
     * @param id under which the page has words for it; that of the rule without {@code AnyChat}
     * @param severity {@code critical} or {@code warning}
     * @param subject which process, relay or service; may be empty
     * @param value a number to go with it, 0 where there is none
     */
    record Alarm(String id, String severity, String subject, double value) {}

    static List<Alarm> of(Snapshot snapshot, double lossShare) {
        List<Alarm> alarms = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        for (NodeView node : snapshot.nodes()) {
            ofProcess(node, alarms);
            if (node.report() != null) {
                missing.addAll(node.report().program().missing());
            }
        }
        missing.forEach(service -> alarms.add(new Alarm("ServiceMissing", "critical", service, 0)));
        ofRelays(snapshot, alarms);
        ofLicence(snapshot, alarms);
        if (lossShare > LOSS) {
            alarms.add(new Alarm("Loss", "warning", "", lossShare));
        }
        return alarms;
    }

    private static void ofProcess(NodeView node, List<Alarm> alarms) {
        String name = node.node().value();
        if (node.late()) {
            alarms.add(new Alarm("ProcessDown", "critical", name, 0));
        }
        if (node.report() == null) {
            return;
        }
        if (!node.report().place().ready()) {
            alarms.add(new Alarm("NotReady", "critical", name, 0));
        }
        if (!node.report().place().safe()) {
            alarms.add(new Alarm("ClusterNotSafe", "warning", name, 0));
        }
        if (node.sum("anychat_relay_faults_total") > 0) {
            alarms.add(new Alarm("RelayFaults", "warning", name, node.sum("anychat_relay_faults_total")));
        }
        Machine machine = node.report().machine();
        if (machine.diskTotal() > 0 && machine.diskFree() < DISK * machine.diskTotal()) {
            alarms.add(new Alarm("DiskNearlyFull", "warning", name, machine.diskFree() / (double) machine.diskTotal()));
        }
        if (machine.heapMax() > 0 && machine.heapUsed() > HEAP * machine.heapMax()) {
            alarms.add(new Alarm("MemoryNearlyFull", "warning", name, machine.heapUsed() / (double) machine.heapMax()));
        }
    }

    private static void ofRelays(Snapshot snapshot, List<Alarm> alarms) {
        if (snapshot.rooms() == null) {
            return;
        }
        List<RelayLine> relays = snapshot.rooms().relays();
        if (relays.stream().noneMatch(relay -> relay.status().mode() == RelayMode.OPEN)) {
            alarms.add(new Alarm("NoRelay", "critical", "", 0));
        }
        relays.stream()
                .filter(relay -> relay.status().load().busyPerMille() > BUSY_PER_MILLE)
                .forEach(relay -> alarms.add(new Alarm(
                        "RelayBusy",
                        "warning",
                        relay.status().relay().value(),
                        relay.status().load().busyPerMille() / 1000.0)));
    }

    private static void ofLicence(Snapshot snapshot, List<Alarm> alarms) {
        for (NodeView node : snapshot.nodes()) {
            double limit = node.sum("anychat_license_seats_limit");
            double seats = node.sum("anychat_license_seats");
            if (limit > 0 && seats > SEATS * limit) {
                alarms.add(new Alarm("SeatsNearlyTaken", "warning", "", seats / limit));
            }
            if (node.shows("anychat_license_left_seconds")
                    && node.sum("anychat_license_left_seconds") < LICENCE_SECONDS) {
                alarms.add(new Alarm("LicenceEnds", "warning", "", node.sum("anychat_license_left_seconds")));
            }
        }
    }
}
