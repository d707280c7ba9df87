package org.anychat.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RoomApi;
import org.anychat.gateway.GatewayConfig.Keeping;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.protocol.ClientConfig;
import org.anychat.runtime.ServiceLifecycle;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.bus.Registration;
import org.anychat.runtime.tls.ServerCertificate;

/** A real gateway on real sockets over a real bus, with fakes of the services that it calls. */
final class TestGateway implements AutoCloseable {
    static final NodeId NODE = new NodeId("gateway-1");
    static final int MAX_FILE_BYTES_INT = 8 << 20;
    static final long MAX_FILE_BYTES = MAX_FILE_BYTES_INT;
    static final long QUOTA_BYTES = 10 << 20;
    static final ClientConfig CLIENT_CONFIG = new ClientConfig(
            new ClientConfig.Video(320, 240, 8, 32, 60_000, 1, 3, 3),
            new ClientConfig.Audio(16_000, 1, 16, 11, 15_850),
            List.of(),
            new ClientConfig.WebCodecs("H264", "opus"));

    /** How long operators may be idle, and logged in. */
    record AdminTimes(long idleMs, long lifeMs) {
        static final AdminTimes STANDARD = new AdminTimes(600_000, 600_000);

        GatewayConfig.Admin in(Path folder) {
            return new GatewayConfig.Admin(folder, false, idleMs, lifeMs);
        }
    }

    final Vertx vertx;
    final Bus bus;
    final FakeAuth auth = new FakeAuth();
    final FakeRooms rooms;
    final FakeRelay relay;
    final GatewayConfig config;
    final Reception reception = new Reception();
    final GatewayServiceVerticle verticle;
    private final TestClient.Connector connector;
    private final ServiceLifecycle services;
    private Registration authRegistration;

    private TestGateway(
            Path directory, LinkLimits limits, boolean authRequired, boolean nativeTransport, Keeping keeping) {
        this(directory, limits, authRequired, nativeTransport, keeping, AdminTimes.STANDARD);
    }

    private TestGateway(
            Path directory,
            LinkLimits limits,
            boolean authRequired,
            boolean nativeTransport,
            Keeping keeping,
            AdminTimes admin) {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeTransport));
        bus = new Bus(vertx);
        connector = new TestClient.Connector(vertx);
        rooms = new FakeRooms(bus, NODE);
        relay = new FakeRelay(bus, FakeRooms.RELAY);
        services = new ServiceLifecycle(bus);
        ServerCertificate certificate =
                ServerCertificate.selfSigned(directory, List.of(), Instant.now(), new SecureRandom());
        GatewayConfig.Listen listen = new GatewayConfig.Listen(
                "127.0.0.1",
                List.of(0),
                certificate.certificateFile(),
                certificate.privateKeyFile(),
                certificate.notAfter(),
                false,
                new GatewayConfig.Advertised(List.of(), List.of(), List.of("stun.example.org:3478")));
        config = new GatewayConfig(
                NODE,
                listen,
                authRequired,
                "Test server 1",
                CLIENT_CONFIG,
                limits,
                new GatewayConfig.Files(directory.resolve("temp"), MAX_FILE_BYTES, QUOTA_BYTES),
                keeping,
                Optional.of(admin.in(directory)));
        verticle = new GatewayServiceVerticle(config, bus, reception, RequestObserver.NONE);
    }

    static TestGateway start(Path directory, LinkLimits limits) {
        return start(directory, limits, false);
    }

    static TestGateway start(Path directory, LinkLimits limits, boolean authRequired) {
        return start(new TestGateway(directory, limits, authRequired, true, Keeping.NONE));
    }

    static TestGateway start(Path directory, LinkLimits limits, Keeping keeping) {
        return start(new TestGateway(directory, limits, false, true, keeping));
    }

    static TestGateway start(Path directory, AdminTimes admin) {
        return start(new TestGateway(directory, LinkLimits.STANDARD, false, true, Keeping.NONE, admin));
    }

    static TestGateway start(Path directory, LinkLimits limits, AdminTimes admin) {
        return start(new TestGateway(directory, limits, false, true, Keeping.NONE, admin));
    }

    static TestGateway startWithoutNativeTransport(Path directory) {
        return start(new TestGateway(directory, LinkLimits.STANDARD, false, false, Keeping.NONE));
    }

    private static TestGateway start(TestGateway gateway) {
        await(gateway.services.start(RelayApi.class, Addresses.relay(FakeRooms.RELAY), gateway.relay));
        gateway.startAuth();
        gateway.startRooms();
        await(gateway.vertx.deployVerticle(gateway.verticle));
        return gateway;
    }

    /** The limits of the specification with some of them changed. */
    static LinkLimits limits(long connectMs, long silenceMs, int perSecond, int burst) {
        LinkLimits standard = LinkLimits.STANDARD;
        return new LinkLimits(
                connectMs,
                silenceMs,
                perSecond,
                burst,
                standard.pendingRequests(),
                standard.unreadBytes(),
                standard.linksPerAddress(),
                standard.connectionsPerAddress());
    }

    void startAuth() {
        authRegistration = await(bus.serve(AuthApi.class, Addresses.AUTH, auth));
    }

    void stopAuth() {
        await(authRegistration.close());
    }

    void startRooms() {
        await(services.start(RoomApi.class, Addresses.ROOM, rooms));
    }

    void stopRoomsAndRelay() {
        await(services.stop());
    }

    GatewayApi api() {
        return bus.proxy(GatewayApi.class, Addresses.gateway(NODE));
    }

    int port() {
        return verticle.tcpPorts().get(0);
    }

    TestClient client(TestClient.Transport transport) {
        return client(transport, port());
    }

    TestClient client(TestClient.Transport transport, int port) {
        return TestClient.open(connector, port, transport);
    }

    TestClient client() {
        return client(TestClient.Transport.FRAMED);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
