package org.anychat.server;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal with which daemons are told to read their configuration again. The JDK's one way to it is in its module
 * {@code jdk.unsupported}; the compiler warns of every mention of that, so it is found by name.
 */
final class ReloadSignal {
    private static final Logger log = LoggerFactory.getLogger(ReloadSignal.class);
    private static final String NAME = "HUP";

    private ReloadSignal() {}

    /** Takes the signal from now on; without that it ends the process. The action runs on a thread of its own. */
    static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object calls = Proxy.newProxyInstance(
                    ReloadSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(NAME), calls);
        } catch (ReflectiveOperationException e) {
            log.info("This platform has no signal {}: the file of the configuration is read at a start only", NAME);
        }
    }
}
