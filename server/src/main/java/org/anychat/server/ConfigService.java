package org.anychat.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.ConfigApi;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.ConfigOrders;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ServiceEvents;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.LoadedConfig;
import org.anychat.runtime.config.LogConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration while the server runs: reads it again, changes it, and tells the services. Its calls run on one
 * context, reading included, so that of two changes one is whole before the other begins.
 */
final class ConfigService implements ConfigApi, ConfigOrders, ServiceEvents {
    private static final Logger log = LoggerFactory.getLogger(ConfigService.class);

    private final Vertx vertx;
    private final ConfigSource source;
    private final ConfigEvents services;
    private final ConfigOrders others;
    private final NodeId self;
    private final Consumer<LogConfig> logSettings;
    private LoadedConfig current;
    private boolean changedSinceStart;
    private List<String> needRestart = List.of();
    private Future<?> last = Future.succeededFuture();

    /** Of the process {@code self}. */
    ConfigService(
            Vertx vertx,
            Bus bus,
            NodeId self,
            ConfigSource source,
            LoadedConfig atStart,
            Consumer<LogConfig> logSettings) {
        this.self = self;
        this.others = bus.publisher(ConfigOrders.class, Addresses.CONFIG_ORDERS);
        this.vertx = vertx;
        this.source = source;
        this.services = bus.publisher(ConfigEvents.class, Addresses.CONFIG_EVENTS);
        this.current = atStart;
        this.logSettings = logSettings;
    }

    @Override
    public Future<EffectiveSettings> effective(GetEffective request) {
        List<Setting> settings = current.settings().stream()
                .map(setting -> new Setting(
                        setting.section(), setting.key(), setting.value(), setting.origin(), setting.live()))
                .toList();
        return Future.succeededFuture(new EffectiveSettings(settings, needRestart));
    }

    @Override
    public Future<ChangeResult> reload(Reload request) {
        return inOrder(
                () -> vertx.executeBlocking(source::readAgain).map(this::onRead).recover(this::onUnreadable));
    }

    @Override
    public Future<ChangeResult> change(ChangeSettings request) {
        return inOrder(() -> Future.succeededFuture(change(valuesOf(request.values()))))
                .onSuccess(result -> {
                    if (request.everywhere() && result.violations().isEmpty()) {
                        others.change(new ChangeEverywhere(self, request.values()));
                    }
                });
    }

    @Override
    public void change(ChangeEverywhere order) {
        if (!order.by().equals(self)) {
            log.info("Process {} asks for a change of the configuration everywhere", order.by());
            inOrder(() -> Future.succeededFuture(change(valuesOf(order.values()))));
        }
    }

    /** A service that starts has the settings of its process's start, and is told what has changed since. */
    @Override
    public void started(ServiceStarted event) {
        if (changedSinceStart) {
            services.changed(ServiceConfigs.live(current.config()));
        }
    }

    private Future<ChangeResult> inOrder(Supplier<Future<ChangeResult>> operation) {
        Future<ChangeResult> next = last.transform(before -> operation.get());
        last = next;
        return next;
    }

    private ChangeResult onRead(LoadedConfig read) {
        if (!read.violations().isEmpty()) {
            return refused("reload", read.violations());
        }
        read.warnings().forEach(log::warn);
        needRestart = current.changes(read, false);
        needRestart.forEach(change -> log.warn("{} needs a restart; the old value stays until then", change));
        return apply("reload", current.takingLive(read));
    }

    private Future<ChangeResult> onUnreadable(Throwable failure) {
        return failure instanceof ConfigException unreadable
                ? Future.succeededFuture(refused("reload", unreadable.violations()))
                : Future.failedFuture(failure);
    }

    private static Map<String, String> valuesOf(List<NewValue> given) {
        Map<String, String> values = new LinkedHashMap<>();
        given.forEach(value -> values.put(value.key(), value.value()));
        return values;
    }

    private ChangeResult change(Map<String, String> values) {
        LoadedConfig changed = current.changed(values);
        return changed.violations().isEmpty() ? apply("change", changed) : refused("change", changed.violations());
    }

    private ChangeResult apply(String what, LoadedConfig newer) {
        List<String> changes = current.changes(newer, true);
        current = newer;
        logSettings.accept(newer.config().log());
        if (changes.isEmpty()) {
            log.info("Configuration {}: nothing has changed that counts without a restart", what);
        } else {
            // Told before it is logged: who reads the log may rely on it.
            services.changed(ServiceConfigs.live(newer.config()));
            changedSinceStart = true;
        }
        changes.forEach(change -> log.info("Configuration {}: {}", what, change));
        return new ChangeResult(List.of(), changes, needRestart);
    }

    private ChangeResult refused(String what, List<String> violations) {
        log.error(
                "Configuration {} refused, nothing has changed:{}{}",
                what,
                System.lineSeparator(),
                String.join(System.lineSeparator(), violations));
        return new ChangeResult(violations, List.of(), needRestart);
    }
}
