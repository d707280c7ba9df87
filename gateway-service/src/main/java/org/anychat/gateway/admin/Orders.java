package org.anychat.gateway.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.anychat.contracts.AuthApi.AdmitAddresses;
import org.anychat.contracts.AuthApi.BanAddresses;
import org.anychat.contracts.AuthApi.Kick;
import org.anychat.contracts.AuthApi.Locate;
import org.anychat.contracts.ConfigApi.ChangeResult;
import org.anychat.contracts.ConfigApi.ChangeSettings;
import org.anychat.contracts.ConfigApi.NewValue;
import org.anychat.contracts.ConfigApi.Reload;
import org.anychat.contracts.GatewayAdminApi.MuteChange;
import org.anychat.contracts.GatewayAdminApi.MuteClient;
import org.anychat.contracts.GatewayAdminApi.TellAll;
import org.anychat.contracts.GatewayAdminApi.Told;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomAdminApi.CloseRoom;
import org.anychat.contracts.RoomAdminApi.MoveRoom;
import org.anychat.contracts.RoomAdminApi.SayInRoom;
import org.anychat.contracts.RoomApi.DrainRelay;
import org.anychat.contracts.RoomApi.UndrainRelay;
import org.anychat.gateway.admin.AdminRefusal.Reason;

/** What operators do. Each order answers with what it has done; the page has words for the numbers. */
final class Orders {
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_PATTERN = 64;
    private static final int MAX_SECONDS = 366 * 86_400;
    private static final int MAX_DRAIN_SECONDS = 86_400;
    private static final int MAX_VALUES = 50;
    private static final int MAX_VALUE = 1_024;

    private final Platform platform;
    private final Supplier<Snapshot> latest;
    /** What operators may do. */
    private final Map<String, Function<Question, Future<JsonObject>>> operations = Map.of(
            "mute", this::mute,
            "kick", this::kick,
            "ban", this::ban,
            "admit", this::admit,
            "closeRoom", this::closeRoom,
            "moveRoom", this::moveRoom,
            "say", this::say,
            "drain", this::drain,
            "undrain", this::undrain);
    /** What administrators may do besides. */
    private final Map<String, Function<Question, Future<JsonObject>>> configurations =
            Map.of("change", this::change, "reload", this::reload);

    Orders(Platform platform, Supplier<Snapshot> latest) {
        this.platform = platform;
        this.latest = latest;
    }

    Map<String, Function<Question, Future<JsonObject>>> operations() {
        return operations;
    }

    Map<String, Function<Question, Future<JsonObject>>> configurations() {
        return configurations;
    }

    private Future<JsonObject> mute(Question order) {
        MuteChange change = new MuteChange(order.flagOrNull("microphone"), order.flagOrNull("camera"));
        return platform.auth()
                .locate(new Locate(order.user()))
                .compose(located -> platform.gateway(located.gateway()).mute(new MuteClient(located.session(), change)))
                .map(done -> new JsonObject());
    }

    private Future<JsonObject> kick(Question order) {
        return platform.auth().kick(new Kick(null, order.user())).map(done -> new JsonObject());
    }

    private Future<JsonObject> ban(Question order) {
        String pattern = order.text("pattern", MAX_PATTERN);
        return platform.auth()
                .ban(new BanAddresses(null, pattern, order.number("seconds", 0, MAX_SECONDS)))
                .map(done -> new JsonObject());
    }

    private Future<JsonObject> admit(Question order) {
        return platform.auth()
                .admit(new AdmitAddresses(null, order.text("pattern", MAX_PATTERN)))
                .map(done -> new JsonObject());
    }

    private Future<JsonObject> closeRoom(Question order) {
        return platform.roomAdmin()
                .close(new CloseRoom(order.room()))
                .map(done -> new JsonObject().put("users", done.members()));
    }

    private Future<JsonObject> moveRoom(Question order) {
        return platform.roomAdmin()
                .move(new MoveRoom(order.room(), order.node("relay", relays())))
                .map(done -> new JsonObject().put("users", done.members()));
    }

    /** To one room, or to everybody who is logged in anywhere. */
    private Future<JsonObject> say(Question order) {
        String text = order.text("text", MAX_TEXT);
        if (order.body().getValue("room") != null) {
            return platform.roomAdmin()
                    .say(new SayInRoom(order.room(), text))
                    .map(done -> new JsonObject().put("users", done.members()));
        }
        List<Future<Told>> told = latest.get().running("gateway").stream()
                .map(gateway -> platform.gateway(gateway).tellAll(new TellAll(text)))
                .toList();
        return Future.all(told)
                .map(done -> new JsonObject()
                        .put(
                                "users",
                                told.stream()
                                        .mapToInt(one -> one.result().clients())
                                        .sum()));
    }

    private Future<JsonObject> drain(Question order) {
        DrainRelay drain = new DrainRelay(order.node("relay", relays()), order.number("seconds", 1, MAX_DRAIN_SECONDS));
        return platform.rooms()
                .drain(drain)
                .map(done -> new JsonObject().put("moved", done.moved()).put("kept", done.kept()));
    }

    private Future<JsonObject> undrain(Question order) {
        return platform.rooms()
                .undrain(new UndrainRelay(order.node("relay", relays())))
                .map(done -> new JsonObject());
    }

    private List<NodeId> relays() {
        return latest.get().rooms() == null
                ? List.of()
                : latest.get().rooms().relays().stream()
                        .map(line -> line.status().relay())
                        .toList();
    }

    private Future<JsonObject> change(Question order) {
        List<NewValue> values = order.objects("values", MAX_VALUES).stream()
                .map(Question::new)
                .map(value -> new NewValue(value.text("key", MAX_PATTERN), value.text("value", MAX_VALUE)))
                .toList();
        return platform.config(order.node("node", nodes()))
                .change(new ChangeSettings(values, order.flag("everywhere")))
                .compose(Orders::result);
    }

    private Future<JsonObject> reload(Question order) {
        return platform.config(order.node("node", nodes())).reload(new Reload()).compose(Orders::result);
    }

    private List<NodeId> nodes() {
        return latest.get().nodes().stream().map(NodeView::node).toList();
    }

    private static Future<JsonObject> result(ChangeResult result) {
        return result.violations().isEmpty()
                ? Future.succeededFuture(new JsonObject()
                        .put("changed", new JsonArray(result.changed()))
                        .put("needRestart", new JsonArray(result.needRestart())))
                : Future.failedFuture(new AdminRefusal(Reason.BAD_REQUEST, String.join(" ", result.violations())));
    }
}
