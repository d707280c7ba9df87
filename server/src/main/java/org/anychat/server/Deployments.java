package org.anychat.server;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.gateway.GatewayServiceVerticle;
import org.anychat.license.LicenseServiceVerticle;
import org.anychat.relay.RelayServiceVerticle;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.server.metrics.ServerMetrics;
import org.anychat.server.metrics.ServerMetrics.Shown;

/** Puts services on the process's Vert.x, and shows their numbers for as long as they are there. Any thread. */
final class Deployments {
    private final Vertx vertx;
    private final ServerMetrics metrics;
    private final Map<String, Deployed> deployed = new ConcurrentHashMap<>();

    private record Deployed(ServiceKind service, Shown shown) {}

    Deployments(Vertx vertx, ServerMetrics metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
    }

    Future<String> deploy(LicenseServiceVerticle license) {
        return deploy(ServiceKind.LICENSE, license, () -> metrics.show(license));
    }

    Future<String> deploy(AuthServiceVerticle auth) {
        return deploy(ServiceKind.AUTH, auth, () -> metrics.show(auth));
    }

    Future<String> deploy(RoomServiceVerticle room) {
        return deploy(ServiceKind.ROOM, room, () -> metrics.show(room));
    }

    Future<String> deploy(RelayServiceVerticle relay) {
        return deploy(ServiceKind.RELAY, relay, () -> metrics.show(relay));
    }

    Future<String> deploy(GatewayServiceVerticle gateway) {
        return deploy(ServiceKind.GATEWAY, gateway, () -> metrics.show(gateway));
    }

    private Future<String> deploy(ServiceKind service, Deployable verticle, Supplier<Shown> show) {
        return vertx.deployVerticle(verticle)
                .onSuccess(deployment -> deployed.put(deployment, new Deployed(service, show.get())));
    }

    Future<Void> undeploy(String deployment) {
        Deployed gone = deployed.remove(deployment);
        if (gone != null) {
            gone.shown().remove();
        }
        return vertx.undeploy(deployment);
    }

    /** Whether this process works as a service now. */
    boolean works(ServiceKind service) {
        return deployed.values().stream().anyMatch(one -> one.service() == service);
    }
}
