package org.anychat.auth;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.anychat.auth.domain.ControlRight;
import org.anychat.auth.domain.LoginPolicy;
import org.anychat.auth.domain.Logins;
import org.anychat.auth.domain.ServerPassword;
import org.anychat.auth.source.DemoUserSource;
import org.anychat.auth.source.MissingUserSource;
import org.anychat.auth.source.UserSource;
import org.anychat.auth.store.BanFile;
import org.anychat.auth.store.BanStore;
import org.anychat.auth.store.InMemoryLoginStore;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.ConfigEvents;
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
    private final UserSource source;

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
        this.source = config.demoMode() ? new DemoUserSource() : new MissingUserSource();
    }

    @Override
    public Future<?> start() {
        LoginPolicy policy = new LoginPolicy(config.demoMode(), config.closeFrontLink(), config.allowGuestLogin());
        Logins logins = new Logins(new InMemoryLoginStore(), policy);
        Control control = control(logins);
        AuthService service = new AuthService(bus, new ServerPassword(config.sdkAuthPass()), logins, source, control);
        return control.start()
                .compose(read -> lifecycle.listen(service))
                .compose(listening -> lifecycle.follow(settings -> follow(logins, settings.logins())))
                .compose(following -> lifecycle.start(AuthApi.class, Addresses.AUTH, service))
                .onSuccess(started -> log.info("Auth service started: {}", words()));
    }

    private static void follow(Logins logins, ConfigEvents.Logins settings) {
        logins.policy(logins.policy().changed(settings.closeFrontLink(), settings.allowGuestLogin()));
    }

    private Control control(Logins logins) {
        AuthConfig.Control settings = config.control();
        return new Control(
                bus,
                context,
                new ControlRight(logins, settings.level()),
                settings.banFile().<BanStore>map(BanFile::new).orElseGet(BanStore::forgetful),
                System::currentTimeMillis);
    }

    private String words() {
        return (config.demoMode() ? "demo mode" : "no user source")
                + (config.sdkAuthPass().isEmpty() ? ", no server password" : ", server password set");
    }

    @Override
    public Future<?> stop() {
        return lifecycle.stop().eventually(source::close);
    }
}
