package org.anychat.runtime.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Objects;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** Turns calls of a contract interface into messages to one address. */
final class ApiProxy implements InvocationHandler {
    private static final DeliveryOptions ONE_WAY = new DeliveryOptions().setCodecName(ContractCodec.NAME);

    private final EventBus bus;
    private final ApiDescriptor api;
    private final String address;
    private final boolean broadcast;

    ApiProxy(EventBus bus, ApiDescriptor api, String address, boolean broadcast) {
        this.bus = bus;
        this.api = api;
        this.address = address;
        this.broadcast = broadcast;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        if (method.getDeclaringClass() == Object.class) {
            return invokeOfObject(proxy, method, arguments);
        }
        Object request = Objects.requireNonNull(arguments[0], "request");
        ApiDescriptor.Call call = api.call(method.getParameterTypes()[0]);
        if (!call.isOneWay()) {
            return request(call, request);
        }
        if (broadcast) {
            bus.publish(address, request, ONE_WAY);
        } else {
            bus.send(address, request, ONE_WAY);
        }
        return null;
    }

    private Future<Object> request(ApiDescriptor.Call call, Object request) {
        DeliveryOptions options =
                new DeliveryOptions().setCodecName(ContractCodec.NAME).setSendTimeout(call.deadlineMs());
        return sent(request, options)
                .map(reply -> body(call, reply))
                .recover(cause -> Future.failedFuture(Failures.of(cause, call.name(), address)));
    }

    private Future<Message<Object>> sent(Object request, DeliveryOptions options) {
        try {
            return bus.request(address, request, options);
        } catch (RuntimeException e) {
            // A bus that has been closed, or a message too large for the wire, throws instead of failing.
            return Future.failedFuture(e);
        }
    }

    private Object body(ApiDescriptor.Call call, Message<Object> message) {
        Object reply = message.body();
        if (!call.reply().isInstance(reply)) {
            throw new ServiceException(ServiceError.REQUEST_FAILED, call.name() + " was answered with something else");
        }
        return reply;
    }

    private Object invokeOfObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> api + " at " + address;
        };
    }
}
