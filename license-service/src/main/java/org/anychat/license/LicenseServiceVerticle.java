package org.anychat.license;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.LicenseApi;
import org.anychat.license.domain.Seating;
import org.anychat.license.store.InMemorySeatStore;
import org.anychat.runtime.ServiceLifecycle;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The license service: serves {@link LicenseApi} at {@link Addresses#LICENSE}. Deploy one instance. */
public final class LicenseServiceVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(LicenseServiceVerticle.class);

    private final LicenseConfig config;
    private final ServiceLifecycle lifecycle;

    /**
     * Composes the service.
     *
     * @param config what the service needs to know
     * @param bus the bus of the process
     */
    public LicenseServiceVerticle(LicenseConfig config, Bus bus) {
        this.config = config;
        this.lifecycle = new ServiceLifecycle(bus);
    }

    @Override
    public Future<?> start() {
        LicenseService service = new LicenseService(new Seating(new InMemorySeatStore(), config.seatLimit()));
        return lifecycle
                .listen(service)
                .compose(listening -> lifecycle.start(LicenseApi.class, Addresses.LICENSE, service))
                .onSuccess(started -> log.info("License service started: {}", words()));
    }

    private String words() {
        return config.demoMode() ? "demo mode, at most " + config.demoUserLimit() + " users" : "no user limit";
    }

    @Override
    public Future<?> stop() {
        return lifecycle.stop();
    }
}
