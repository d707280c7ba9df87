package org.anychat.client;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a client was built with.
 *
 * @param serverPassword   null where the application has none
 * @param callbackExecutor null: callbacks run on the loop
 */
record ClientOptions(
        List<ServerAddress> servers,
        TlsTrust tls,
        int device,
        String name,
        String serverPassword,
        long requestTimeoutMs,
        AnyChatListener listener,
        Executor callbackExecutor,
        boolean autoReconnect) {

    @Override
    public String toString() {
        return "ClientOptions[" + servers + ", " + name + "]";
    }
}
