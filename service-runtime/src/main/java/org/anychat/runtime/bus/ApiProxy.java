package org.anychat.runtime.bus;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.function.Supplier;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;

/** Turns calls of a contract interface into messages to one address. */
final class ApiProxy implements InvocationHandler {
    private final Line line;
    private final ApiDescriptor api;
    private final String address;
    /** Null where everybody is told, and nobody replies. */
    private final Supplier<CallObserver> observer;

    /** Calls go to one server of the address; the observer of the moment hears how they went. */
    ApiProxy(Line line, ApiDescriptor api, String address, Supplier<CallObserver> observer) {
        this.line = line;
        this.api = api;
        this.address = address;
        this.observer = observer;
    }

    /** Calls go to everybody who serves the address. */
    static ApiProxy toAll(Line line, ApiDescriptor api, String address) {
        return new ApiProxy(line, api, address, null);
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
        if (observer == null) {
            line.publish(address, request);
        } else {
            line.send(address, request);
        }
        return null;
    }

    private Future<Object> request(ApiDescriptor.Call call, Object request) {
        long begunNs = System.nanoTime();
        return line.request(address, request, call.deadlineMs())
                .map(reply -> checked(call, reply))
                .recover(cause -> Future.failedFuture(Failures.of(cause, call.name(), address)))
                .onComplete(reply -> observer.get().onCall(call.name(), System.nanoTime() - begunNs, codeOf(reply)));
    }

    private static int codeOf(AsyncResult<?> reply) {
        return reply.cause() instanceof ServiceException refusal ? refusal.code() : 0;
    }

    private static Object checked(ApiDescriptor.Call call, Object reply) {
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
