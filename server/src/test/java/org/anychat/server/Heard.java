package org.anychat.server;

import java.lang.reflect.Proxy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatListener;

/** Everything that a client's listener is told, in its order. */
final class Heard {
    private static final long WAIT_SECONDS = 20;

    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    AnyChatListener listener() {
        return (AnyChatListener) Proxy.newProxyInstance(
                AnyChatListener.class.getClassLoader(),
                new Class<?>[] {AnyChatListener.class},
                (proxy, method, arguments) -> {
                    if (method.getName().startsWith("on")) {
                        events.add(arguments[0]);
                    }
                    return null;
                });
    }

    void clear() {
        events.clear();
    }

    Object next() throws InterruptedException {
        Object event = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("nothing was heard");
        }
        return event;
    }

    /** The next of a kind; others before it are dropped. */
    <T> T next(Class<T> kind) throws InterruptedException {
        Object event = next();
        while (!kind.isInstance(event)) {
            event = next();
        }
        return kind.cast(event);
    }

    /** The next that is not of a kind. */
    Object nextBut(Class<?> kind) throws InterruptedException {
        Object event = next();
        while (kind.isInstance(event)) {
            event = next();
        }
        return event;
    }
}
