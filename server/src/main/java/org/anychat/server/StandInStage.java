package org.anychat.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.contracts.NodeId;
import org.anychat.license.LicenseServiceVerticle;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.SharedRecords;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.server.standby.StandInLicence;
import org.anychat.server.standby.StandInServices;

/** Puts services on in the place of a master that is gone. */
final class StandInStage implements StandInServices.Stage {
    private final Vertx vertx;
    private final Bus bus;
    private final ServiceConfigs services;
    private final Deployments deployments;

    StandInStage(Vertx vertx, Bus bus, ServiceConfigs services, Deployments deployments) {
        this.vertx = vertx;
        this.bus = bus;
        this.services = services;
        this.deployments = deployments;
    }

    @Override
    public NodeId node() {
        return services.node();
    }

    @Override
    public boolean mayRehearse() {
        return services.auth().filter().isEmpty();
    }

    @Override
    public Future<String> deploy(ServiceKind service, SharedRecords records, StandInLicence licence) {
        return switch (service) {
            case LICENSE ->
                deployments
                        .deploy(new LicenseServiceVerticle(licence.in(services.license()), bus))
                        .recover(Composition::licenseFailed);
            case AUTH -> deployments.deploy(new AuthServiceVerticle(services.auth(), bus, records));
            case ROOM -> deployments.deploy(new RoomServiceVerticle(services.room(), bus, records));
            case RELAY, GATEWAY -> throw new IllegalArgumentException(service + " is there from the start");
        };
    }

    @Override
    public Future<Void> undeploy(String deployment) {
        return deployments.undeploy(deployment);
    }

    @Override
    public Future<Void> blocking(StandInServices.BlockingWork work) {
        return vertx.executeBlocking(() -> {
            work.run();
            return null;
        });
    }
}
