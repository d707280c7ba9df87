package org.anychat.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.auth.domain.ControlRight;
import org.anychat.auth.domain.LockoutPolicy;
import org.anychat.auth.domain.LoginAttempts;
import org.anychat.auth.domain.LoginPolicy;
import org.anychat.auth.domain.Logins;
import org.anychat.auth.domain.Resumption;
import org.anychat.auth.domain.ServerGate;
import org.anychat.auth.domain.ServerPassword;
import org.anychat.auth.plugin.FilterConfig;
import org.anychat.auth.plugin.FilterService;
import org.anychat.auth.source.DemoUserSource;
import org.anychat.auth.source.GuardedSource;
import org.anychat.auth.source.UserSource;
import org.anychat.auth.source.UserSources;
import org.anychat.auth.store.BanFile;
import org.anychat.auth.store.BanStore;
import org.anychat.auth.store.LoginStore;
import org.anychat.auth.store.SharedBans;
import org.anychat.auth.store.SharedLoginStore;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.BanExchangeApi;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.FilterApi;
import org.anychat.contracts.NodeEvents;
import org.anychat.runtime.EventCounters;
import org.anychat.runtime.ServiceLifecycle;
import org.anychat.runtime.SteadyClock;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.SharedRecords;
import org.anychat.runtime.config.UserSourceConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The auth service: serves {@link AuthApi} at {@link Addresses#AUTH}. Deploy one instance. */
public final class AuthServiceVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(AuthServiceVerticle.class);

    /** What the plug-in may be late before the guard answers for it. */
    private static final long PLUGIN_NET_MS = 1_000;

    private static final long EXPIRY_CHECK_MS = 500;

    private final Bus bus;
    private final AuthConfig config;
    private final SharedRecords records;
    private final ServiceLifecycle lifecycle;
    private final EventCounters<AuthCounter> counters = new EventCounters<>(AuthCounter.class);
    private Logins logins;
    private Control control;
    private UserSource source;
    private FilterService filter;
    private boolean quiet;

    /**
     * Composes the service of a process that is alone.
     *
     * @param config what the service needs to know
     * @param bus the bus of the process
     */
    public AuthServiceVerticle(AuthConfig config, Bus bus) {
        this(config, bus, SharedRecords.none());
    }

    /**
     * Composes the service.
     *
     * @param config what the service needs to know
     * @param bus the bus of the process
     * @param records where the logins are written down for the next active instance
     */
    public AuthServiceVerticle(AuthConfig config, Bus bus, SharedRecords records) {
        this.bus = bus;
        this.config = config;
        this.records = records;
        this.lifecycle = new ServiceLifecycle(bus);
    }

    /**
     * Lets it say nothing of its start, which is a rehearsal.
     *
     * @return this
     */
    public AuthServiceVerticle quietly() {
        quiet = true;
        return this;
    }

    @Override
    public Future<?> start() {
        return records.takeOver()
                .compose(texts -> start(SharedLoginStore.of(texts, records), new SharedBans(texts, records)))
                .onSuccess(started -> report())
                // Nobody stops what has not started.
                .recover(failure -> stop().transform(undone -> Future.failedFuture(failure)));
    }

    private Future<Void> start(LoginStore store, SharedBans sharedBans) {
        LoginPolicy policy = new LoginPolicy(config.demoMode(), config.closeFrontLink(), config.allowGuestLogin());
        logins = new Logins(store, policy);
        control = newControl(sharedBans);
        ServerGate gate = new ServerGate(new ServerPassword(config.sdkAuthPass()), AuthServiceVerticle::nowMs);
        filter = new FilterService(context, bus, config.filter(), System::nanoTime);
        source = source();
        Resumption resumption = new Resumption(store, config.sessionKeepMs(), new SteadyClock());
        AuthService service =
                new AuthService(bus, new AuthService.Entrance(gate, logins, resumption, source), control, filter);
        vertx.setPeriodic(EXPIRY_CHECK_MS, timer -> service.abandoned().expire());
        vertx.setPeriodic(Control.RETRY_MS, timer -> control.writeAgain());
        return control.start()
                .compose(read -> filter.start())
                .compose(loaded -> lifecycle.listen(service))
                .compose(listening -> lifecycle.listen(NodeEvents.class, Addresses.NODE_EVENTS, service.abandoned()))
                .compose(listening -> lifecycle.follow(settings -> follow(logins, settings.logins())))
                .compose(following -> lifecycle.start(FilterApi.class, Addresses.FILTER, filter))
                .compose(serving -> lifecycle.serve(BanExchangeApi.class, Addresses.BAN_EXCHANGE, control))
                .compose(serving -> lifecycle.start(AuthApi.class, Addresses.AUTH, service))
                .onSuccess(started -> service.resume());
    }

    private static void follow(Logins logins, ConfigEvents.Logins settings) {
        logins.policy(logins.policy().changed(settings.closeFrontLink(), settings.allowGuestLogin()));
    }

    private Control newControl(SharedBans sharedBans) {
        AuthConfig.Control settings = config.control();
        return new Control(
                bus,
                context,
                new ControlRight(logins, settings.level()),
                settings.banFile().<BanStore>map(BanFile::new).orElseGet(BanStore::forgetful),
                sharedBans,
                System::currentTimeMillis);
    }

    /** The plug-in, where there is one, is the only source, in demo mode too. Every source that checks is guarded. */
    private UserSource source() {
        UserSourceConfig users = config.userSource();
        return filter.userSource()
                .map(plugin -> guarded(plugin, pluginTerms()))
                .orElseGet(() -> config.demoMode()
                        ? new DemoUserSource()
                        : guarded(
                                new UserSources(vertx, users, System::nanoTime).chosen(),
                                GuardedSource.Terms.of(users.timeoutMs(), users.tellsUnknown())));
    }

    /** The plug-in keeps to a deadline of its own; the guard's is the net below it. */
    private GuardedSource.Terms pluginTerms() {
        return GuardedSource.Terms.asItSays(
                PLUGIN_NET_MS + config.filter().map(FilterConfig::timeoutMs).orElse(0));
    }

    private UserSource guarded(UserSource checking, GuardedSource.Terms terms) {
        UserSourceConfig.Lockout lockout = config.userSource().lockout();
        LoginAttempts attempts = new LoginAttempts(new LockoutPolicy(
                lockout.accountFailures(), lockout.addressFailures(), TimeUnit.SECONDS.toMillis(lockout.seconds())));
        return new GuardedSource(vertx, checking, attempts, terms, System::nanoTime, counters);
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void report() {
        if (quiet) {
            return;
        }
        log.info(
                "Auth service started: {}, {}, {}",
                config.demoMode() ? "demo mode" : "not in demo mode",
                config.filter().isPresent() ? "users from the plug-in" : sources(),
                config.sdkAuthPass().isEmpty() ? "no server password" : "server password set");
        if (config.userSource().order().isEmpty()) {
            return;
        }
        if (config.filter().isPresent()) {
            log.warn("SDKFilterPlus takes the place of {}, which is not asked. Set one of the two only.", sources());
        } else if (config.demoMode()) {
            log.warn("DemoMode=1 takes any password: {} is not asked. Set DemoMode=0 to check passwords.", sources());
        }
    }

    private String sources() {
        return config.userSource().order().isEmpty()
                ? "no user source, so only guests can log in"
                : config.userSource().order().stream()
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "user source ", ""));
    }

    /**
     * What the service has counted. Any thread.
     *
     * @return the live counters
     */
    public EventCounters<AuthCounter> counters() {
        return counters;
    }

    /**
     * How the service stands. Any thread, while it is deployed.
     *
     * @return what its context says when it comes to it
     */
    public Future<AuthFigures> figures() {
        Promise<AuthFigures> figures = Promise.promise();
        context.runOnContext(here -> {
            List<ActiveLogin> all = logins.all();
            // Numbers below 0 are those of guests.
            int guests =
                    (int) all.stream().filter(login -> login.user().value() < 0).count();
            int bans = control.list().bans().size();
            figures.complete(new AuthFigures(all.size() - guests, guests, bans));
        });
        return figures.future();
    }

    @Override
    public Future<?> stop() {
        return lifecycle
                .stop()
                .eventually(() -> source == null ? Future.succeededFuture() : source.close())
                .eventually(() -> filter == null ? Future.succeededFuture() : filter.stop());
    }
}
