package org.anychat.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.anychat.gateway.Reception;
import org.anychat.relay.media.SideProtocol;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.SharedRecords;
import org.anychat.runtime.config.ServerConfig;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.runtime.standby.StandbySecret;
import org.anychat.runtime.standby.StandbyWitness;
import org.anychat.server.standby.MasterRole;
import org.anychat.server.standby.SlaveRole;
import org.anychat.server.standby.StandbyFigures;
import org.anychat.server.standby.StandbyPort;

/** This process's part in hot standby: whom it stands by for, who may stand by for it, and whom it is a witness for. */
final class StandbyPart {
    private final String password;
    private final boolean demoMode;
    private final SecureRandom random;
    /** Null where nobody may stand by for this server. */
    private final MasterRole master;
    /** Null where this server stands by for nobody. */
    private final SlaveRole slave;

    /** Where the process is. */
    record Place(Path home, ServiceConfigs services, SecureRandom random) {}

    private StandbyPart(ServerConfig config, SecureRandom random, MasterRole master, SlaveRole slave) {
        this.password = config.base().sdkAuthPass();
        this.demoMode = config.base().demoMode();
        this.random = random;
        this.master = master;
        this.slave = slave;
    }

    /** Two servers without a cluster know each other by the server's password. */
    static StandbyPart of(ServerConfig config, Vertx vertx, Bus bus, StandInStage stage, Place place) {
        String password = config.base().sdkAuthPass();
        MasterRole master = null;
        SlaveRole slave = null;
        if (config.standby().slaveMode()) {
            StandbySecret secret = new StandbySecret(password);
            slave = new SlaveRole(vertx, bus, config.standby(), place.home(), secret, stage);
        } else if (!config.cluster().isClustered() && !password.isEmpty()) {
            MasterRole.Surroundings surroundings = new MasterRole.Surroundings(
                    place.services().node(),
                    place.services().license().publicKeyFile(),
                    config.standby().standbyAddresses(),
                    config.standby().witness());
            master = new MasterRole(vertx, bus, new StandbySecret(password), surroundings, place.random());
        }
        return new StandbyPart(config, place.random(), master, slave);
    }

    boolean isSlave() {
        return slave != null;
    }

    Future<Void> startSlave(int udpPort, int tcpPort) {
        return slave.start(udpPort, tcpPort);
    }

    /** Does nothing where nobody may stand by. */
    Future<Void> startMaster(int tcpPort, String fingerprint) {
        return master == null ? Future.succeededFuture() : master.start(tcpPort, fingerprint);
    }

    /** What a slave copies of a service; in demo mode there is no slave that could want it. */
    SharedRecords records(ServiceKind service) {
        return master == null || demoMode ? SharedRecords.none() : master.records(service);
    }

    /** What else comes to the media port. */
    SideProtocol besideMedia() {
        if (password.isEmpty()) {
            return SideProtocol.NONE;
        }
        StandbyWitness witness = new StandbyWitness(new StandbySecret(password), random, System.nanoTime());
        return new StandbyPort(witness, role());
    }

    private SideProtocol role() {
        if (slave != null) {
            return slave.noMaster();
        }
        return master == null ? SideProtocol.NONE : master;
    }

    /** Who may come to the gateway. */
    Reception reception() {
        if (slave != null) {
            return slave.reception();
        }
        return master == null ? new Reception() : master.reception();
    }

    StandbyFigures figures() {
        if (slave != null) {
            return slave.figures();
        }
        return master == null ? StandbyFigures.ALONE : master.figures();
    }

    Future<Void> stop() {
        Future<Void> stopped = master == null ? Future.succeededFuture() : master.stop();
        return slave == null ? stopped : stopped.eventually(slave::stop);
    }
}
