package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.anychat.contracts.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a system without Netty's native transport. */
class PlainTransportIT {
    @Test
    void shouldKnowTheAddressOfAWebSocketsClient(@TempDir Path directory) {
        try (TestGateway gateway = TestGateway.startWithoutNativeTransport(directory)) {
            String session = gateway.client(TestClient.Transport.WEB_SOCKET_TLS)
                    .login("Ann")
                    .sessionId();

            assertEquals(
                    "127.0.0.1",
                    gateway.auth.loggedIn.get(new SessionId(session)).address());
        }
    }
}
