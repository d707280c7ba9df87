package org.anychat.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.anychat.runtime.cluster.ClusterDoor.Answer;
import org.anychat.runtime.config.ClusterConfig;
import org.anychat.testsupport.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Knocks at an event bus that takes members only. */
class ClusterDoorIT {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    private InetSocketAddress bus(String secret) throws Exception {
        ClusterIdentity.Credentials credentials =
                new ClusterIdentity(secret, new SecureRandom()).credentials(Instant.now());
        NetServer server = vertx.createNetServer(new NetServerOptions()
                        .setHost("127.0.0.1")
                        .setSsl(true)
                        .setKeyCertOptions(credentials.own())
                        .setTrustOptions(credentials.trusted())
                        .setClientAuth(ClientAuth.REQUIRED))
                .connectHandler(socket -> {})
                .exceptionHandler(failure -> {})
                .listen()
                .await(10, TimeUnit.SECONDS);
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort());
    }

    private static ClusterConfig config(String secret) {
        return new ClusterConfig(Set.of(), List.of("127.0.0.1"), "", "", 5701, 5702, secret);
    }

    @Test
    void shouldTellWhetherAProcessHasTheSameSecret() throws Exception {
        InetSocketAddress bus = bus("what all of them know");

        assertEquals(Answer.SAME_SECRET, ClusterDoor.knock(config("what all of them know"), bus));
        assertEquals(Answer.OTHER_SECRET, ClusterDoor.knock(config("what others know, too"), bus));
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        int port = FreePorts.next();
        assertEquals(
                Answer.SHUT,
                ClusterDoor.knock(
                        config("what all of them know"),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    @Test
    void shouldLookUpMembers() throws UnknownHostException {
        assertEquals(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5701)),
                ClusterDoor.addresses("127.0.0.1", 5701));
        assertEquals(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 99)),
                ClusterDoor.addresses("127.0.0.1:99", 5701));
        assertThrows(UnknownHostException.class, () -> ClusterDoor.addresses("no-such-host.invalid", 5701));
    }
}
