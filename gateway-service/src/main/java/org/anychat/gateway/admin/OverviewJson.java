package org.anychat.gateway.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.anychat.contracts.ProcessApi.Machine;
import org.anychat.contracts.ProcessApi.Place;
import org.anychat.contracts.ProcessApi.Program;
import org.anychat.contracts.RoomAdminApi.RelayLine;
import org.anychat.contracts.RoomAdminApi.RoomCount;
import org.anychat.gateway.admin.Rates.Rate;

/** What all pages are told twice a second: small, whatever the number of users and rooms. */
final class OverviewJson {
    private OverviewJson() {}

    static JsonObject of(Snapshot snapshot, Rate rate) {
        JsonArray alarms = new JsonArray();
        Alarms.of(snapshot, rate.lossShare()).forEach(alarm -> alarms.add(JsonObject.mapFrom(alarm)));
        JsonArray nodes = new JsonArray();
        snapshot.nodes().forEach(node -> nodes.add(node(node)));
        JsonArray relays = new JsonArray();
        if (snapshot.rooms() != null) {
            snapshot.rooms().relays().forEach(relay -> relays.add(relay(relay)));
        }
        return new JsonObject()
                .put("at", snapshot.atMs())
                .put("totals", totals(snapshot, rate))
                .put("nodes", nodes)
                .put("relays", relays)
                .put("alarms", alarms)
                .put("roomsLate", snapshot.roomsLate())
                .put("roomsStamp", rooms(snapshot).stamp());
    }

    static JsonObject totals(Snapshot snapshot, Rate rate) {
        RoomCount rooms = rooms(snapshot);
        return new JsonObject()
                .put("users", (long) snapshot.sum("anychat_gateway_users"))
                .put("links", (long) snapshot.sum("anychat_gateway_links"))
                .put("kept", (long) snapshot.sum("anychat_gateway_kept_sessions"))
                .put("rooms", rooms.total())
                .put("used", rooms.used())
                .put("members", rooms.members())
                .put("calls", (long) snapshot.sum("anychat_room_calls"))
                .put("publishers", (long) snapshot.sum("anychat_relay_sessions", "kind", "publisher"))
                .put("viewers", (long) snapshot.sum("anychat_relay_sessions", "kind", "viewer"))
                .put("streams", (long) snapshot.sum("anychat_relay_streams"))
                .put("subscriptions", (long) snapshot.sum("anychat_relay_subscriptions"))
                .put("inBps", Math.round(rate.inBps()))
                .put("outBps", Math.round(rate.outBps()))
                .put("loss", rate.lossShare())
                .put("cpu", highestCpu(snapshot))
                .put("heapUsed", heapUsed(snapshot))
                .put("seats", (long) snapshot.sum("anychat_license_seats"))
                .put("seatsLimit", finite(snapshot.sum("anychat_license_seats_limit")));
    }

    private static double highestCpu(Snapshot snapshot) {
        return snapshot.nodes().stream()
                .filter(node -> node.report() != null)
                .mapToDouble(node -> node.report().machine().processCpu())
                .max()
                .orElse(0);
    }

    private static long heapUsed(Snapshot snapshot) {
        return snapshot.nodes().stream()
                .filter(node -> node.report() != null)
                .mapToLong(node -> node.report().machine().heapUsed())
                .sum();
    }

    /** JSON has no infinity; a page takes null for it. */
    static Double finite(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }

    private static JsonObject node(NodeView node) {
        JsonObject json = new JsonObject().put("node", node.node().value()).put("late", node.late());
        if (node.report() == null) {
            return json;
        }
        Program program = node.report().program();
        Machine machine = node.report().machine();
        Place place = node.report().place();
        return json.put("version", program.version())
                .put("java", program.java())
                .put("pid", program.pid())
                .put("startedMs", program.startedMs())
                .put("services", new JsonArray(program.services()))
                .put("active", new JsonArray(program.active()))
                .put("machine", JsonObject.mapFrom(machine))
                .put("ready", place.ready())
                .put("obstacle", place.obstacle())
                .put("members", place.members())
                .put("safe", place.safe())
                .put("role", place.role())
                .put("tcpPorts", new JsonArray(place.tcpPorts()))
                .put("users", (long) node.sum("anychat_gateway_users"));
    }

    private static JsonObject relay(RelayLine line) {
        return new JsonObject()
                .put("relay", line.status().relay().value())
                .put("mode", line.status().mode().name())
                .put("load", JsonObject.mapFrom(line.status().load()))
                .put("advertised", new JsonArray(line.status().advertised()))
                .put("rooms", line.rooms())
                .put("members", line.members());
    }

    private static RoomCount rooms(Snapshot snapshot) {
        return snapshot.rooms() == null ? RoomCount.NONE : snapshot.rooms().rooms();
    }
}
