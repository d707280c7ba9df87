package org.anychat.server.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every metric of the project's own. */
final class MetricCatalogue {
    private MetricCatalogue() {}

    /** The metrics by who shows them, in the order of the documentation. */
    static Map<String, List<Metric>> groups() {
        Map<String, List<Metric>> groups = new LinkedHashMap<>();
        groups.put("Process and cluster", NodeMetrics.ALL);
        groups.put("Event loops", LoopLag.ALL);
        groups.put("Bus", BusMetrics.ALL);
        groups.put("Gateway", GatewayMetrics.ALL);
        groups.put("Auth", AuthMetrics.ALL);
        groups.put("Room", RoomMetrics.ALL);
        groups.put("License", LicenseMetrics.ALL);
        groups.put("Relay", RelayMetrics.ALL);
        groups.put("Two servers without a cluster", StandbyMetrics.ALL);
        return groups;
    }
}
