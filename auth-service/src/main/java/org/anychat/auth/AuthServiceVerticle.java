package org.anychat.auth;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.anychat.auth.domain.LoginPolicy;
import org.anychat.auth.domain.Logins;
import org.anychat.auth.domain.ServerPassword;
import org.anychat.auth.plugin.FilterService;
import org.anychat.auth.source.DemoUserSource;
import org.anychat.auth.source.MissingUserSource;
import org.anychat.auth.source.UserSource;
import org.anychat.auth.store.InMemoryLoginStore;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.FilterApi;
import org.anychat.runtime.ServiceLifecycle;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The auth service: serves {@link AuthApi} at {@link Addresses#AUTH}. Deploy one instance. */
public final class AuthServiceVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(AuthServiceVerticle.class);

    private final Bus bus;
    private final AuthConfig config;
    private final ServiceLifecycle lifecycle;
    private UserSource source;
    private FilterService filter;

    /**
     * Composes the service.
     *
     * @param config what the service needs to know
     * @param bus the bus of the process
     */
    public AuthServiceVerticle(AuthConfig config, Bus bus) {
        this.bus = bus;
        this.config = config;
        this.lifecycle = new ServiceLifecycle(bus);
    }

    @Override
    public Future<?> start() {
        LoginPolicy policy = new LoginPolicy(config.demoMode(), config.closeFrontLink(), config.allowGuestLogin());
        Logins logins = new Logins(new InMemoryLoginStore(), policy);
        filter = new FilterService(context, bus, config.filter(), System::nanoTime);
        source = filter.userSource().orElseGet(this::configuredSource);
        AuthService service = new AuthService(bus, new ServerPassword(config.sdkAuthPass()), logins, source, filter);
        return filter.start()
                .compose(loaded -> lifecycle.listen(service))
                .compose(listening -> lifecycle.follow(settings -> follow(logins, settings.logins())))
                .compose(following -> lifecycle.start(FilterApi.class, Addresses.FILTER, filter))
                .compose(serving -> lifecycle.start(AuthApi.class, Addresses.AUTH, service))
                .onSuccess(started -> log.info("Auth service started: {}", words()));
    }

    private static void follow(Logins logins, ConfigEvents.Logins settings) {
        logins.policy(logins.policy().changed(settings.closeFrontLink(), settings.allowGuestLogin()));
    }

    private UserSource configuredSource() {
        return config.demoMode() ? new DemoUserSource() : new MissingUserSource();
    }

    private String words() {
        return (config.demoMode() ? "demo mode" : "not in demo mode")
                + (config.filter().isPresent() ? ", users from the plug-in" : "")
                + (config.sdkAuthPass().isEmpty() ? ", no server password" : ", server password set");
    }

    @Override
    public Future<?> stop() {
        return lifecycle.stop().eventually(source::close).eventually(filter::stop);
    }
}
