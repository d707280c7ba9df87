package org.anychat.auth.plugin;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.auth.domain.LoginObserver;
import org.anychat.auth.plugin.wire.FilterAnswer;
import org.anychat.auth.plugin.wire.FilterCall;
import org.anychat.auth.source.UserSource;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.Done;
import org.anychat.contracts.FilterApi;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.GatewayApi.FilterDelivery;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.runtime.bus.Bus;

/** The plug-in's face to the services. Lives on the auth service's context. */
public final class FilterService implements FilterApi, LoginObserver {
    private final Context context;
    private final Bus bus;
    private final FilterUsers users = new FilterUsers();
    private final PluginCounters counters = new PluginCounters();
    private final Plugin plugin;

    /**
     * Makes the face of a plug-in, which {@link #start} loads.
     *
     * @param context the service's context
     * @param bus the bus of the process
     * @param config what the administrator says, or empty where there is no plug-in
     * @param nanoClock a monotonic clock, in nanoseconds
     */
    public FilterService(Context context, Bus bus, Optional<FilterConfig> config, LongSupplier nanoClock) {
        this.context = context;
        this.bus = bus;
        Outbox outbox = new Outbox(this::deliver, counters);
        this.plugin = config.map(plug ->
                        new Plugin(context, plug, PluginLoader.of(plug, outbox), users::everybody, counters, nanoClock))
                .orElse(null);
    }

    /**
     * Loads the plug-in.
     *
     * @return done when it is loaded, or has failed to, which the log says; never fails
     */
    public Future<Void> start() {
        return plugin == null ? Future.succeededFuture() : plugin.start();
    }

    /**
     * Releases the plug-in.
     *
     * @return done when it is released, or did not come to its end in time
     */
    public Future<Void> stop() {
        return plugin == null ? Future.succeededFuture() : plugin.stop();
    }

    /**
     * The plug-in as the source of users with passwords.
     *
     * @return the source, or empty where there is no plug-in
     */
    public Optional<UserSource> userSource() {
        return Optional.ofNullable(plugin).map(PluginUserSource::new);
    }

    @Override
    public Future<Done> prepareEnterRoom(PrepareEnterRoom request) {
        if (plugin == null || !plugin.isUsable()) {
            return Future.succeededFuture(Done.DONE);
        }
        FilterCall question = new FilterCall.PrepareEnterRoom(
                request.user().value(), request.room().value(), request.roomName(), request.password());
        return plugin.ask(question).compose(FilterService::mayEnter);
    }

    private static Future<Done> mayEnter(FilterAnswer answer) {
        return answer.code() == 0
                ? Future.succeededFuture(Done.DONE)
                : Future.failedFuture(PluginUserSource.refusal(answer.code(), "the entry"));
    }

    @Override
    public void entered(UserEntered event) {
        tell(users.entered(event.session(), event.room()));
    }

    @Override
    public void left(UserLeft event) {
        tell(users.left(event.session(), event.room()));
    }

    @Override
    public void loggedIn(ActiveLogin login, String address) {
        tell(users.loggedIn(login, address));
    }

    @Override
    public void moved(ActiveLogin login) {
        users.moved(login);
    }

    @Override
    public void loggedOut(ActiveLogin login) {
        tell(users.loggedOut(login.session()));
    }

    private void tell(List<FilterCall> calls) {
        if (plugin != null) {
            calls.forEach(plugin::tell);
        }
    }

    @Override
    public Future<Done> filterData(FilterData request) {
        if (plugin == null) {
            return refuse(ServiceError.SERVER_SDK_FAIL, "there is no server plug-in (SDKFilterPlus)");
        }
        Optional<Integer> user = users.userOf(request.session());
        if (user.isEmpty()) {
            return refuse(ServiceError.NOT_LOGIN, "the session is not logged in");
        }
        return plugin.tell(
                        new FilterCall.UserFilterData(user.get(), request.data().getBytes()))
                .<Future<Done>>map(Future::failedFuture)
                .orElseGet(() -> Future.succeededFuture(Done.DONE));
    }

    private static Future<Done> refuse(ServiceError error, String message) {
        return Future.failedFuture(new ServiceException(error, message));
    }

    @Override
    public void text(FilterText event) {
        int to = event.to() == null ? -1 : event.to().value();
        tell(List.of(
                new FilterCall.UserText(event.room().value(), event.from().value(), to, event.secret(), event.text())));
    }

    /** Called by any thread of the plug-in. */
    private void deliver(int userId, int handle, byte[] data, Runnable done) {
        context.runOnContext(now -> {
            done.run();
            users.route(userId, handle)
                    .ifPresentOrElse(
                            route -> bus.proxy(GatewayApi.class, Addresses.gateway(route.gateway()))
                                    .filterData(new FilterDelivery(route.session(), Buffer.buffer(data))),
                            () -> counters.count(PluginCounter.SEND_REFUSED));
        });
    }
}
