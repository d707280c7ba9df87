package org.anychat.runtime.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterIdentityTest {
    private static final String SECRET = "of the one cluster";

    private final Vertx vertx = Vertx.vertx();
    private NetClient connecting;

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static ClusterIdentity identity(String secret) {
        return new ClusterIdentity(secret, new SecureRandom());
    }

    private static ClusterIdentity.Credentials credentials(String secret) {
        return identity(secret).credentials(Instant.now());
    }

    @Test
    void shouldNameTheClusterByTheSecretWithoutTellingIt() {
        assertEquals(identity(SECRET).clusterName(), identity(SECRET).clusterName());
        assertNotEquals(identity(SECRET).clusterName(), identity("another").clusterName());
        assertFalse(identity(SECRET).clusterName().contains(SECRET));
    }

    @Test
    void shouldLetThoseTalkWhoKnowTheSecret() throws Exception {
        assertEquals("hello", await(saidThrough(credentials(SECRET), credentials(SECRET))));
    }

    @Test
    void shouldNotLetOthersTalk() {
        assertThrows(
                ExecutionException.class, () -> await(saidThrough(credentials(SECRET), credentials("something else"))));
        assertThrows(ExecutionException.class, () -> await(saidThrough(credentials(SECRET), null)));
    }

    /** What a server gets from a client that says hello; fails where either does not trust the other. */
    private Future<String> saidThrough(ClusterIdentity.Credentials server, ClusterIdentity.Credentials client) {
        CompletableFuture<String> said = new CompletableFuture<>();
        NetServer listening = vertx.createNetServer(new NetServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(server.own())
                        .setTrustOptions(server.trusted())
                        .setClientAuth(ClientAuth.REQUIRED))
                .connectHandler(socket -> socket.handler(data -> said.complete(data.toString())))
                .exceptionHandler(said::completeExceptionally);
        NetClientOptions options = new NetClientOptions().setSsl(true).setHostnameVerificationAlgorithm("");
        if (client == null) {
            options.setTrustAll(true);
        } else {
            options.setKeyCertOptions(client.own()).setTrustOptions(client.trusted());
        }
        // A client that nobody refers to any more closes its connections.
        connecting = vertx.createNetClient(options);
        Future<NetSocket> connected =
                listening.listen(0, "127.0.0.1").compose(open -> connecting.connect(open.actualPort(), "127.0.0.1"));
        return connected
                .onFailure(said::completeExceptionally)
                .compose(socket -> socket.write(Buffer.buffer("hello")).onFailure(said::completeExceptionally))
                .compose(sent -> Future.fromCompletionStage(said));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }
}
