package org.anychat.license;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.LicenseApi;
import org.anychat.contracts.RightsApi;
import org.anychat.license.check.DomainProof;
import org.anychat.license.check.LicenseWatch;
import org.anychat.license.check.Surroundings;
import org.anychat.license.domain.Admission;
import org.anychat.license.domain.LicenseException;
import org.anychat.license.domain.SeatLimit;
import org.anychat.license.domain.Seating;
import org.anychat.license.store.InMemorySeatStore;
import org.anychat.runtime.ServiceLifecycle;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The license service: serves {@link LicenseApi} at {@link Addresses#LICENSE} and
 * {@link RightsApi} at {@link Addresses#RIGHTS}. Deploy one instance. The deployment
 * fails with a {@link LicenseException} where the licence does not count.
 */
public final class LicenseServiceVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(LicenseServiceVerticle.class);

    private final LicenseConfig config;
    private final Surroundings surroundings;
    private final ServiceLifecycle lifecycle;
    private LicenseService service;
    private LicenseWatch watch;
    private boolean quiet;

    /**
     * Composes the service.
     *
     * @param config what the service needs to know
     * @param bus the bus of the process
     */
    public LicenseServiceVerticle(LicenseConfig config, Bus bus) {
        this(config, bus, Surroundings.real());
    }

    /**
     * Composes the service.
     *
     * @param config what the service needs to know
     * @param bus the bus of the process
     * @param surroundings what the checks look at
     */
    public LicenseServiceVerticle(LicenseConfig config, Bus bus, Surroundings surroundings) {
        this.config = config;
        this.surroundings = surroundings;
        this.lifecycle = new ServiceLifecycle(bus);
    }

    /**
     * Lets it say nothing of its start, which is a rehearsal.
     *
     * @return this
     */
    public LicenseServiceVerticle quietly() {
        quiet = true;
        return this;
    }

    @Override
    public Future<?> start() {
        Admission admission = new Admission(config.graceMs());
        DomainProof domain = new DomainProof(vertx, surroundings.names(), config.domainPort());
        Seating seating = new Seating(new InMemorySeatStore(), SeatLimit.demo(config.demoUserLimit()));
        service = new LicenseService(seating, admission, domain, surroundings.monotonicMs());
        watch = new LicenseWatch(vertx, config, surroundings, domain, admission, service::license);
        return (config.demoMode() ? Future.<Void>succeededFuture() : watch.start())
                .compose(checked -> lifecycle.listen(service))
                .compose(listening -> lifecycle.start(RightsApi.class, Addresses.RIGHTS, service))
                .compose(telling -> lifecycle.start(LicenseApi.class, Addresses.LICENSE, service))
                .compose(started -> service.rights(new RightsApi.AskRights()))
                .onSuccess(this::report)
                // Nobody stops what has not started.
                .recover(failure -> {
                    watch.stop();
                    return lifecycle.stop().transform(undone -> Future.failedFuture(failure));
                });
    }

    private void report(RightsApi.Rights rights) {
        if (!quiet) {
            log.info("License service started: {}", words(rights));
        }
    }

    /**
     * Proves a licensed domain, once a gateway answers. Any thread, after the deployment.
     *
     * @return done where the licence counts; fails with a {@link LicenseException} otherwise
     */
    public Future<Void> confirm() {
        if (config.demoMode()) {
            return Future.succeededFuture();
        }
        Promise<Void> confirmed = Promise.promise();
        context.runOnContext(here -> watch.confirm().onComplete(confirmed));
        return confirmed.future();
    }

    /**
     * How the service stands. Any thread, while it is deployed.
     *
     * @return what its context says when it comes to it
     */
    public Future<LicenseFigures> figures() {
        Promise<LicenseFigures> figures = Promise.promise();
        context.runOnContext(here -> figures.complete(
                service.figures(LocalDate.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC))));
        return figures.future();
    }

    private String words(RightsApi.Rights rights) {
        return rights.demo()
                ? "demo mode, at most " + config.demoUserLimit() + " users"
                : "licence of " + rights.holder() + ", "
                        + (rights.users() == 0 ? "any number of" : "at most " + rights.users()) + " users, functions "
                        + rights.functions() + ", expires "
                        + (rights.expires().isEmpty() ? "never" : "after " + rights.expires());
    }

    @Override
    public Future<?> stop() {
        watch.stop();
        return lifecycle.stop();
    }
}
