package org.anychat.runtime;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.ConfigEvents;
import org.anychat.contracts.ServiceEvents;
import org.anychat.contracts.ServiceEvents.ServiceStarted;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.bus.Registration;

/**
 * The start and the end of a service on the bus. A verticle makes one, uses it from its own context, and stops it in
 * its {@code stop}.
 */
public final class ServiceLifecycle {
    private final Bus bus;
    private final List<Registration> registrations = new ArrayList<>();

    /**
     * Makes the lifecycle of one verticle.
     *
     * @param bus the bus of the process
     */
    public ServiceLifecycle(Bus bus) {
        this.bus = bus;
    }

    /**
     * Serves the service's API and then tells everybody that it has started and knows nothing yet.
     *
     * @param <A> the API
     * @param api the contract interface
     * @param address the service's address
     * @param implementation what serves it
     * @return done once calls get through
     */
    public <A> Future<Void> start(Class<A> api, String address, A implementation) {
        return keep(bus.serve(api, address, implementation))
                .onSuccess(done -> bus.publisher(ServiceEvents.class, Addresses.SERVICE_EVENTS)
                        .started(new ServiceStarted(address)));
    }

    /**
     * Hears of starts of services, its own included. Where a service both listens and starts, it listens first.
     *
     * @param listener told on the caller's context
     * @return done once events get through
     */
    public Future<Void> listen(ServiceEvents listener) {
        return listen(ServiceEvents.class, Addresses.SERVICE_EVENTS, listener);
    }

    /**
     * Hears what is published at an address.
     *
     * @param <A> the API
     * @param api a contract interface with one-way methods only
     * @param address where it is published
     * @param listener told on the caller's context
     * @return done once events get through
     */
    public <A> Future<Void> listen(Class<A> api, String address, A listener) {
        return keep(bus.serve(api, address, listener));
    }

    /**
     * Serves another API beside the service's own, of whose start nobody needs to hear.
     *
     * @param <A> the API
     * @param api a contract interface
     * @param address where to serve it
     * @param implementation what serves it
     * @return done once calls get through
     */
    public <A> Future<Void> serve(Class<A> api, String address, A implementation) {
        return keep(bus.serve(api, address, implementation));
    }

    /**
     * Hears of settings that have changed.
     *
     * @param follower told on the caller's context
     * @return done once events get through
     */
    public Future<Void> follow(ConfigEvents follower) {
        return keep(bus.serve(ConfigEvents.class, Addresses.CONFIG_EVENTS, follower));
    }

    /**
     * Takes everything off the bus that this lifecycle has put there.
     *
     * @return done when no more calls come in
     */
    public Future<Void> stop() {
        List<Future<Void>> closed =
                registrations.stream().map(Registration::close).toList();
        registrations.clear();
        return Future.join(closed).mapEmpty();
    }

    private Future<Void> keep(Future<Registration> registered) {
        return registered.onSuccess(registrations::add).mapEmpty();
    }
}
