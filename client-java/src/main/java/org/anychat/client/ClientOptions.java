package org.anychat.client;

import java.util.concurrent.Executor;

/**
 * What a client was built with.
 *
 * @param serverPassword   null where the application has none
 * @param callbackExecutor null: callbacks run on the loop
 */
record ClientOptions(
        String host,
        int port,
        TlsTrust tls,
        int device,
        String name,
        String serverPassword,
        long requestTimeoutMs,
        AnyChatListener listener,
        Executor callbackExecutor) {

    @Override
    public String toString() {
        return "ClientOptions[" + host + ":" + port + ", " + name + "]";
    }
}
