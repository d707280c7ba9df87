package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatException;
import org.anychat.client.AnyChatListener;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.UserId;
import org.anychat.gateway.GatewayServiceVerticle;
import org.anychat.license.LicenseServiceVerticle;
import org.anychat.protocol.ServerEvent;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.config.ServerConfigFile;
import org.anychat.runtime.tls.ServerCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does over the bus, as real clients of real services feel it. */
class ControlIT {
    private static final long WAIT_SECONDS = 20;

    @TempDir
    Path home;

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final AuthApi auth = bus.proxy(AuthApi.class, Addresses.AUTH);
    private final BlockingQueue<ServerEvent> annHears = new LinkedBlockingQueue<>();
    private ServiceConfigs configs;
    private GatewayServiceVerticle gateway;
    private String authDeployment;

    @BeforeEach
    void start() throws Exception {
        Path ini = home.resolve(ServerConfigFile.NAME);
        Files.writeString(ini, "[Base Settings]\nTCPListenPort=0\nUDPServicePort=0\n");
        configs = new ServiceConfigs(ServerConfigFile.load(ini).config(), new NodeId("test"), home);
        deploy(new LicenseServiceVerticle(configs.license(), bus));
        authDeployment = deploy(new AuthServiceVerticle(configs.auth(), bus));
        deploy(new RoomServiceVerticle(configs.room(), bus));
        ServerCertificate certificate =
                ServerCertificate.selfSigned(home, List.of(), Instant.now(), new SecureRandom());
        gateway = new GatewayServiceVerticle(configs.gateway(certificate), bus);
        deploy(gateway);
    }

    @AfterEach
    void stop() {
        get(vertx.close());
    }

    @Test
    void shouldKickAUserAndTellTheOthersWhy() throws Exception {
        try (AnyChatClient ann = client();
                AnyChatClient ben = client()) {
            int annId = inRoom(ann, "Ann");
            inRoom(ben, "Ben");

            get(auth.kick(new AuthApi.Kick(null, new UserId(annId))));

            assertEquals(211, next(ServerEvent.LinkClose.class).code());
            assertEquals(1, get(ben.snapshot()).users().size());
        }
    }

    @Test
    void shouldCloseAndKeepOutABannedAddressAlsoAfterARestartOfAuth() throws Exception {
        try (AnyChatClient ann = client();
                AnyChatClient ben = client()) {
            get(ann.connect());
            get(auth.ban(new AuthApi.BanAddresses(null, "127.0.0.*", 0)));
            assertEquals(113, next(ServerEvent.LinkClose.class).code());
            assertEquals(113, codeOf(ben.connect()));

            get(vertx.undeploy(authDeployment));
            deploy(new AuthServiceVerticle(configs.auth(), bus));
            assertEquals(113, codeOf(ben.connect()));
            assertTrue(Files.readString(home.resolve("AnyChatBans.txt")).contains("\n127.0.0.*\n"));

            get(auth.admit(new AuthApi.AdmitAddresses(null, "127.0.0.*")));
            get(ben.connect());
        }
    }

    private AnyChatClient client() {
        return AnyChatClient.builder()
                .server("127.0.0.1", gateway.tcpPorts().get(0))
                .listener(new AnyChatListener() {
                    @Override
                    public void onLinkClose(ServerEvent.LinkClose event) {
                        annHears.add(event);
                    }
                })
                .build();
    }

    private static int inRoom(AnyChatClient client, String name) {
        get(client.connect());
        int id = get(client.login(name, "")).userId();
        get(client.enterRoom(1, ""));
        return id;
    }

    private <T> T next(Class<T> kind) throws InterruptedException {
        return kind.cast(annHears.poll(WAIT_SECONDS, TimeUnit.SECONDS));
    }

    private String deploy(Deployable service) {
        return get(vertx.deployVerticle(service));
    }

    private static int codeOf(CompletableFuture<?> future) throws Exception {
        try {
            future.get(WAIT_SECONDS, TimeUnit.SECONDS);
            return 0;
        } catch (ExecutionException e) {
            return ((AnyChatException) e.getCause()).code();
        }
    }

    private static <T> T get(Future<T> future) {
        return get(future.toCompletionStage().toCompletableFuture());
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
