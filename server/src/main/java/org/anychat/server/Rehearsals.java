package org.anychat.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.runtime.cluster.SharedRecords;
import org.anychat.runtime.config.ServiceKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets each service for which this process stands by play its part once, so that its first calls as the active one do not
 * wait for classes to be loaded, and what is in the way is known before. One context.
 */
final class Rehearsals {
    private static final Logger log = LoggerFactory.getLogger(Rehearsals.class);

    private final ServiceConfigs services;
    private final Set<ServiceKind> played = EnumSet.noneOf(ServiceKind.class);

    Rehearsals(ServiceConfigs services) {
        this.services = services;
    }

    /**
     * Plays a service's part, once; returns at once.
     *
     * @param records of nobody, in the cluster
     */
    void play(ServiceKind service, Supplier<SharedRecords> records) {
        if (!played.add(service)) {
            return;
        }
        long begunNs = System.nanoTime();
        // Of its own, so that nothing is served on the process's, and none of its threads is kept.
        Vertx stage = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        new Rehearsal(stage, services)
                .play(service)
                // Whoever refuses the guest does its part.
                .recover(failure ->
                        failure instanceof ServiceException ? Future.succeededFuture() : Future.failedFuture(failure))
                .eventually(stage::close)
                .compose(done -> write(service, records.get()))
                .onSuccess(done -> log.info(
                        "Rehearsed to be the active {}, in {} ms",
                        service.label(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs)))
                .onFailure(failure -> log.warn(
                        "This process could not be the active {} now: {}", service.label(), failure.toString()));
    }

    /** The way to the records, too, is one that somebody goes first. */
    private static Future<Void> write(ServiceKind service, SharedRecords records) {
        return records.takeOver()
                .onSuccess(before -> {
                    records.put(service.label(), new SessionId(service.label()));
                    records.remove(service.label());
                })
                .mapEmpty();
    }
}
