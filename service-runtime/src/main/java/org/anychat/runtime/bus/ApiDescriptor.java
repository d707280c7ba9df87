package org.anychat.runtime.bus;

import io.vertx.core.Future;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.anychat.contracts.BusCall;

/** What the signatures of a contract interface say about its calls. A call is known by the type of its request. */
final class ApiDescriptor {
    private static final long MAX_DEADLINE_MS = 30_000;

    private final Class<?> api;
    private final Map<Class<?>, Call> callsByRequest = new HashMap<>();

    private ApiDescriptor(Class<?> api) {
        this.api = api;
    }

    /** Reads an interface; throws IllegalArgumentException where a method is not a bus call. */
    static ApiDescriptor of(Class<?> api) {
        if (!api.isInterface() || !Modifier.isPublic(api.getModifiers())) {
            throw new IllegalArgumentException(api + " is not a public interface");
        }
        ApiDescriptor descriptor = new ApiDescriptor(api);
        Arrays.stream(api.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(Call::of)
                .forEach(descriptor::add);
        return descriptor;
    }

    private void add(Call call) {
        Call other = callsByRequest.put(call.request(), call);
        if (other != null) {
            throw new IllegalArgumentException(
                    call.method() + " and " + other.method() + " take the same request, so neither can be told apart");
        }
    }

    /** The call with a request of that type, or null. */
    Call call(Class<?> request) {
        return callsByRequest.get(request);
    }

    Collection<Call> calls() {
        return callsByRequest.values();
    }

    /** Whether it has one-way calls only, which reach everybody who listens. */
    boolean isForAll() {
        return calls().stream().allMatch(Call::isOneWay);
    }

    /** Every record that crosses the bus for this API. */
    Stream<Class<?>> messages() {
        return calls().stream()
                .flatMap(call -> call.isOneWay() ? Stream.of(call.request()) : Stream.of(call.request(), call.reply()));
    }

    @Override
    public String toString() {
        return api.getSimpleName();
    }

    /**
     * One call.
     *
     * @param method the method
     * @param request its request record
     * @param reply its reply record, or null where it is one-way
     * @param deadlineMs how long a caller waits
     */
    record Call(Method method, Class<?> request, Class<?> reply, long deadlineMs) {
        private static Call of(Method method) {
            BusCall annotation = method.getAnnotation(BusCall.class);
            Class<?>[] parameters = method.getParameterTypes();
            if (annotation == null || parameters.length != 1 || !parameters[0].isRecord()) {
                throw new IllegalArgumentException(method + " is not a @BusCall of one record");
            }
            if (annotation.deadlineMs() < 1 || annotation.deadlineMs() > MAX_DEADLINE_MS) {
                throw new IllegalArgumentException(method + " has a deadline out of 1 to " + MAX_DEADLINE_MS + " ms");
            }
            return new Call(method, parameters[0], replyOf(method), annotation.deadlineMs());
        }

        private static Class<?> replyOf(Method method) {
            if (method.getReturnType() == void.class) {
                return null;
            }
            Type type = method.getGenericReturnType();
            if (method.getReturnType() == Future.class
                    && type instanceof ParameterizedType future
                    && future.getActualTypeArguments()[0] instanceof Class<?> reply
                    && reply.isRecord()) {
                return reply;
            }
            throw new IllegalArgumentException(method + " returns neither void nor a future of a record");
        }

        boolean isOneWay() {
            return reply == null;
        }

        String name() {
            return method.getDeclaringClass().getSimpleName() + '.' + method.getName();
        }
    }
}
