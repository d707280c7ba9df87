package org.anychat.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Binds contract interfaces to the event bus. There is one per Vert.x instance, made where the services are composed
 * and handed to each of them. Any thread may use it.
 *
 * <p>Futures of calls complete on the caller's context and fail with
 * {@link org.anychat.contracts.ServiceException} only: {@code SERVICE_CLOSED} where nobody serves the address,
 * {@code REQUEST_FAILED} where no answer came by the call's deadline or the service had a fault, else the code that the
 * service refused with. Records are passed by reference within a process and as JSON between processes.
 */
public final class Bus {
    private final EventBus eventBus;
    private final ContractCodec codec = new ContractCodec();
    private final Map<Class<?>, ApiDescriptor> descriptors = new ConcurrentHashMap<>();

    /**
     * Binds to a Vert.x instance.
     *
     * @param vertx the instance; a second bus over the same one fails with {@link IllegalStateException}
     */
    public Bus(Vertx vertx) {
        eventBus = vertx.eventBus();
        eventBus.registerCodec(codec);
    }

    /**
     * Makes a caller's side of an API. One-way calls go to one server of the address, or nowhere where there is none.
     *
     * @param <A> the API
     * @param api a contract interface, each method a {@code @BusCall}
     * @param address whom to call
     * @return the API; cheap enough to make one per use
     */
    public <A> A proxy(Class<A> api, String address) {
        return proxyOf(api, new ApiProxy(eventBus, describe(api), address, false));
    }

    /**
     * Makes a side of an API whose calls reach everybody who serves the address.
     *
     * @param <A> the API
     * @param api a contract interface with one-way methods only
     * @param address whom to tell
     * @return the API
     */
    public <A> A publisher(Class<A> api, String address) {
        ApiDescriptor descriptor = describe(api);
        if (!descriptor.calls().stream().allMatch(ApiDescriptor.Call::isOneWay)) {
            throw new IllegalArgumentException(api + " has calls with replies, which cannot be broadcast");
        }
        return proxyOf(api, new ApiProxy(eventBus, descriptor, address, true));
    }

    /**
     * Serves an API. Calls run on the context from which this is called, in the order of their arrival. What the
     * implementation throws, or fails with, other than a {@code ServiceException} is logged once with its stack and
     * reaches the caller as {@code REQUEST_FAILED}. A reply that is complete when the method returns is sent before
     * anything that the method has put off with {@code runOnContext}.
     *
     * @param <A> the API
     * @param api a contract interface
     * @param address where to serve it
     * @param implementation what serves it
     * @return the registration, once calls get through
     */
    public <A> Future<Registration> serve(Class<A> api, String address, A implementation) {
        ApiServer server = new ApiServer(describe(api), implementation);
        MessageConsumer<Object> consumer = eventBus.consumer(address, server::onMessage);
        Registration registration = consumer::unregister;
        return consumer.completion().map(registration);
    }

    private ApiDescriptor describe(Class<?> api) {
        return descriptors.computeIfAbsent(api, this::registered);
    }

    private ApiDescriptor registered(Class<?> api) {
        ApiDescriptor descriptor = ApiDescriptor.of(api);
        descriptor.messages().forEach(codec::add);
        return descriptor;
    }

    private static <A> A proxyOf(Class<A> api, ApiProxy handler) {
        return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, handler));
    }
}
