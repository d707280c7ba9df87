package org.anychat.server.standby;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeEvents;
import org.anychat.contracts.NodeEvents.NodeLeft;
import org.anychat.contracts.NodeId;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.cluster.SharedRecords;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.runtime.standby.Activation;
import org.anychat.runtime.standby.MirrorCopy;
import org.anychat.runtime.standby.RecordMirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** License, auth and room of a slave while it serves, with what their predecessors at the master wrote down. One context. */
public final class StandInServices {
    private static final Logger log = LoggerFactory.getLogger(StandInServices.class);
    private static final long AGAIN_MS = 5_000;
    private static final List<ServiceKind> ORDER = List.of(ServiceKind.LICENSE, ServiceKind.AUTH, ServiceKind.ROOM);

    private final Bus bus;
    private final Stage stage;
    private final Runnable onReady;
    private final StandInLicence licence;
    private final RecordMirror mirror = new RecordMirror();
    private final Deque<String> deployments = new ArrayDeque<>();
    private Future<Void> last = Future.succeededFuture();
    private boolean wanted;
    private boolean rehearsed;
    private boolean ready;
    private boolean changing;
    private long failedMs;
    private Runnable attempt;

    /** What puts services on and takes them off. */
    public interface Stage {
        /**
         * This process.
         *
         * @return its id
         */
        NodeId node();

        /**
         * Whether the services may be put on without serving.
         *
         * @return false where a plug-in would hear of it
         */
        boolean mayRehearse();

        /**
         * Deploys a service.
         *
         * @param service license, auth or room
         * @param records what its predecessor wrote, and where it writes
         * @param licence the master's licence
         * @return the deployment
         */
        Future<String> deploy(ServiceKind service, SharedRecords records, StandInLicence licence);

        /**
         * Takes a service away.
         *
         * @param deployment the deployment
         * @return done when it is gone
         */
        Future<Void> undeploy(String deployment);

        /**
         * Runs what blocks.
         *
         * @param work the work
         * @return done, or its failure
         */
        Future<Void> blocking(BlockingWork work);
    }

    /** What blocks. */
    @FunctionalInterface
    public interface BlockingWork {
        /**
         * Does it.
         *
         * @throws Exception where it fails
         */
        void run() throws Exception;
    }

    /** The last one is called when the services have begun to serve. */
    StandInServices(Bus bus, Path home, Stage stage, Runnable onReady) {
        this.bus = bus;
        this.stage = stage;
        this.onReady = onReady;
        this.licence = new StandInLicence(home);
    }

    /** The records of the services that run here. */
    RecordMirror mirror() {
        return mirror;
    }

    boolean areReady() {
        return ready;
    }

    /** Deploys the services with the master's records; tried again where that fails. */
    void takeOver(Activation activation, MirrorCopy copy, Optional<NodeId> master) {
        Map<ServiceKind, Map<String, String>> before = Map.of(
                ServiceKind.AUTH, copy.texts(ServiceKind.AUTH.label()),
                ServiceKind.ROOM, withoutRelay(copy.texts(ServiceKind.ROOM.label()), master));
        wanted = true;
        attempt = () -> deployAll(activation, before, master);
        attempt.run();
    }

    /**
     * Puts the services on and takes them off again, while clients are refused: so that everything is loaded when it is
     * needed, and that whatever is in the way is known before. Once.
     */
    void rehearse(Activation activation) {
        if (rehearsed || !stage.mayRehearse()) {
            return;
        }
        rehearsed = true;
        last = last.transform(before -> stage.blocking(() -> licence.write(activation)))
                .compose(written -> deployEach(service -> SharedRecords.none()))
                .onSuccess(done -> log.info("Rehearsed to take the master's place"))
                .onFailure(failure ->
                        log.error("This server could not take its master's place: {}", failure.getMessage(), failure))
                .transform(done -> undeployAll());
    }

    private Future<Void> deployEach(Function<ServiceKind, SharedRecords> records) {
        Future<Void> deployed = Future.succeededFuture();
        for (ServiceKind service : ORDER) {
            deployed = deployed.compose(done -> deploy(service, records.apply(service)));
        }
        return deployed;
    }

    /** Tries again what has failed. */
    void onTick(long nowMs) {
        if (wanted && !ready && !changing) {
            if (failedMs == 0) {
                failedMs = nowMs;
            } else if (nowMs - failedMs > AGAIN_MS) {
                failedMs = 0;
                attempt.run();
            }
        }
    }

    private void deployAll(
            Activation activation, Map<ServiceKind, Map<String, String>> before, Optional<NodeId> master) {
        changing = true;
        last = last.transform(done -> stage.blocking(() -> licence.write(activation)))
                .compose(written ->
                        deployEach(service -> mirror.of(service.label(), before.getOrDefault(service, Map.of()))))
                .onSuccess(done -> onDeployed(DoubleLogins.count(mirror), master))
                .recover(failure -> {
                    log.error("This server cannot take its master's place: {}", failure.getMessage(), failure);
                    return undeployAll();
                })
                .onComplete(done -> changing = false);
    }

    private Future<Void> deploy(ServiceKind service, SharedRecords records) {
        return stage.deploy(service, records, licence)
                .onSuccess(deployments::push)
                .mapEmpty();
    }

    private void onDeployed(int logins, Optional<NodeId> master) {
        ready = wanted;
        // Their gateway is gone: they are kept for as long as a lost link is.
        NodeEvents events = bus.publisher(NodeEvents.class, Addresses.NODE_EVENTS);
        master.ifPresent(node -> events.left(new NodeLeft(node)));
        onReady.run();
        log.info("This server has taken its master's place, with {} logins", logins);
    }

    void standDown() {
        stop();
    }

    Future<Void> stop() {
        wanted = false;
        ready = false;
        last = last.transform(before -> undeployAll());
        return last;
    }

    private Future<Void> undeployAll() {
        Future<Void> gone = Future.succeededFuture();
        while (!deployments.isEmpty()) {
            String deployment = deployments.pop();
            gone = gone.eventually(() -> stage.undeploy(deployment));
        }
        ORDER.forEach(service -> mirror.clear(service.label()));
        return gone;
    }

    /** The master's relay is gone with it, so its rooms are placed anew at once. */
    private static Map<String, String> withoutRelay(Map<String, String> texts, Optional<NodeId> master) {
        if (master.isEmpty()) {
            return texts;
        }
        Map<String, String> placeless = new HashMap<>();
        texts.forEach((key, text) -> placeless.put(key, RecordJson.without(text, "relay", master.get())));
        return placeless;
    }
}
