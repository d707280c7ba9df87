package org.anychat.server;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.anychat.auth.AuthServiceVerticle;
import org.anychat.client.AnyChatClient;
import org.anychat.client.ClientRuntime;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.EnterRoom;
import org.anychat.contracts.RoomApi.GetSnapshot;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.gateway.GatewayServiceVerticle;
import org.anychat.license.LicenseServiceVerticle;
import org.anychat.relay.RelayConfig;
import org.anychat.relay.RelayServiceVerticle;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.room.RoomConfig;
import org.anychat.room.RoomServiceVerticle;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.config.ServerConfigFile;
import org.anychat.runtime.tls.ServerCertificate;

/** All services on one bus, with as many relays as a test wants, each on a UDP port of its own; and clients of the Java SDK. */
final class Services implements AutoCloseable {
    private static final long WAIT_SECONDS = 30;

    final Bus bus;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final ServiceConfigs configs;
    private final RoomConfig roomConfig;
    private final GatewayServiceVerticle gateway;
    private final Map<String, String> deployments = new HashMap<>();
    private final Map<NodeId, RelayServiceVerticle> relays = new LinkedHashMap<>();
    private final ClientRuntime runtime = ClientRuntime.create(2);
    private final List<AnyChatClient> clients = new CopyOnWriteArrayList<>();

    /** How many members of a room one relay carries, 0 for all. */
    Services(Path home, int relayRoomLimit) throws IOException {
        bus = new Bus(vertx);
        Path ini = home.resolve(ServerConfigFile.NAME);
        Files.writeString(ini, "[Base Settings]\nTCPListenPort=0\nUDPServicePort=0\n");
        configs = new ServiceConfigs(ServerConfigFile.load(ini).config(), new NodeId("control"), home);
        RoomConfig room = configs.room();
        roomConfig = new RoomConfig(
                room.policy(),
                room.relays().withRoomLimit(relayRoomLimit),
                room.privateChatTimeoutMs(),
                room.calls(),
                room.filterPlugin(),
                room.sessionKeepMs());
        ServerCertificate certificate =
                ServerCertificate.selfSigned(home, List.of(), Instant.now(), new SecureRandom());
        gateway = new GatewayServiceVerticle(configs.gateway(certificate), bus);
        deploy("license", new LicenseServiceVerticle(configs.license(), bus));
        deploy("auth", new AuthServiceVerticle(configs.auth(), bus));
        startRooms();
        deploy("gateway", gateway);
    }

    void startRooms() {
        deploy("room", new RoomServiceVerticle(roomConfig, bus));
    }

    RelayServiceVerticle startRelay(String name) {
        return startRelay(name, "127.0.0.1");
    }

    RelayServiceVerticle startRelay(String name, String advertised) {
        return startRelay(RelayConfig.of(new NodeId(name), "127.0.0.1", 0, List.of(advertised)));
    }

    RelayServiceVerticle startRelay(RelayConfig config) {
        RelayServiceVerticle relay = new RelayServiceVerticle(config, bus);
        deploy(config.node().value(), relay);
        relays.put(config.node(), relay);
        return relay;
    }

    void deploy(String name, Deployable verticle) {
        deployments.put(name, await(vertx.deployVerticle(verticle)));
    }

    void stop(String name) {
        await(vertx.undeploy(deployments.remove(name)));
        relays.remove(new NodeId(name));
    }

    /** As kill -9 would. */
    void kill(NodeId relay) {
        await(relays.remove(relay).abort());
        deployments.remove(relay.value());
    }

    RoomApi rooms() {
        return bus.proxy(RoomApi.class, Addresses.ROOM);
    }

    /** Where somebody who entered a room now would be carried: waits until the room service knows so many relays. */
    NodeId relayOf(int room) {
        SessionId probe = new SessionId("probe");
        Member member = new Member(probe, new NodeId("nowhere"), new UserId(-999), 0, new UserState("Probe", 0, 0, 4));
        NodeId relay = await(rooms().enter(new EnterRoom(member, new RoomId(room), null, "")))
                .relay();
        await(rooms().leave(new LeaveRoom(probe, 0)));
        return relay;
    }

    /** Which relay carries each member of a room, by name. */
    Map<String, NodeId> carriers(int room) {
        Map<String, NodeId> carriers = new LinkedHashMap<>();
        await(rooms().snapshot(new GetSnapshot(new RoomId(room))))
                .members()
                .forEach(member -> carriers.put(member.state().name(), member.relay()));
        return carriers;
    }

    long counter(NodeId relay, RelayCounter counter) {
        return relays.get(relay).counters().getOrDefault(counter, 0L);
    }

    RelayServiceVerticle relay(NodeId relay) {
        return relays.get(relay);
    }

    AnyChatClient inRoom(String name, int room) {
        AnyChatClient client = AnyChatClient.builder()
                .server("127.0.0.1", gateway.tcpPorts().get(0))
                .runtime(runtime)
                .build();
        clients.add(client);
        Received.await(client.connect());
        Received.await(client.login(name, ""));
        Received.await(client.enterRoom(room, ""));
        return client;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        clients.forEach(AnyChatClient::close);
        await(vertx.close());
        runtime.close();
    }
}
