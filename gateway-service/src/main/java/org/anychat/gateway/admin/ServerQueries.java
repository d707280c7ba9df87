package org.anychat.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.anychat.contracts.ConfigApi.GetEffective;
import org.anychat.contracts.LicensedFunction;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ProcessApi.ReadLog;
import org.anychat.contracts.RightsApi.AskRights;

/** What pages ask about the server itself: its licence, its settings, its log. */
final class ServerQueries {
    private static final int MAX_TEXT = 64;
    private static final Set<String> LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");

    private final Platform platform;
    private final Supplier<Snapshot> latest;

    ServerQueries(Platform platform, Supplier<Snapshot> latest) {
        this.platform = platform;
        this.latest = latest;
    }

    Future<JsonObject> licence() {
        Snapshot snapshot = latest.get();
        return platform.rights()
                .rights(new AskRights())
                .map(rights -> new JsonObject()
                        .put("demo", rights.demo())
                        .put("holder", rights.holder())
                        .put("users", rights.users())
                        .put("expires", rights.expires())
                        .put(
                                "functions",
                                new JsonArray(rights.functions().stream()
                                        .map(LicensedFunction::text)
                                        .toList()))
                        .put(
                                "allFunctions",
                                new JsonArray(List.of(LicensedFunction.values()).stream()
                                        .map(LicensedFunction::text)
                                        .toList()))
                        .put("seats", (long) snapshot.sum("anychat_license_seats"))
                        .put("seatsLimit", OverviewJson.finite(snapshot.sum("anychat_license_seats_limit")))
                        .put("leftSeconds", OverviewJson.finite(snapshot.sum("anychat_license_left_seconds"))));
    }

    Future<JsonObject> settings(Question question) {
        return platform.config(question.node("node", nodes()))
                .effective(new GetEffective())
                .map(JsonObject::mapFrom);
    }

    Future<JsonObject> log(Question question) {
        String level = question.textOr("level", MAX_TEXT, "INFO");
        if (!LEVELS.contains(level)) {
            throw Question.bad("level is one of " + LEVELS);
        }
        ReadLog wanted = new ReadLog(
                question.numberOr("after", 0, Integer.MAX_VALUE, 0), level, question.textOr("text", MAX_TEXT, ""));
        return platform.process(question.node("node", nodes())).log(wanted).map(JsonObject::mapFrom);
    }

    /** The processes that there are. */
    List<NodeId> nodes() {
        return latest.get().nodes().stream().map(NodeView::node).toList();
    }
}
