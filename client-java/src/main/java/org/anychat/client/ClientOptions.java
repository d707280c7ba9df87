package org.anychat.client;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a client was built with.
 *
 * @param serverPassword   null where the application has none
 * @param callbackExecutor null: callbacks run on the loop
 * @param upBps            bits per second that copies for other users may take, 0 for none
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
        boolean autoReconnect,
        int upBps) {

    @Override
    public String toString() {
        return "ClientOptions[" + servers + ", " + name + "]";
    }
}
