package org.anychat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.ListRelays;
import org.anychat.contracts.RoomApi.ListRooms;
import org.anychat.contracts.RoomApi.RoomInfo;
import org.anychat.relay.RelayConfig;
import org.anychat.relay.stats.RelayCounter;
import org.anychat.server.health.DeepHealth;
import org.anychat.server.health.DeepHealth.OwnRelay;
import org.anychat.server.health.DeepReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Media of the bot of {@code /health/deep} through real relays. */
class DeepHealthIT {
    private static final NodeId FIRST = new NodeId("relay-0");
    private static final NodeId SECOND = new NodeId("relay-1");
    /** Nobody has it (RFC 5737). */
    private static final String NOWHERE = "203.0.113.9";

    @TempDir
    Path home;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nowNs = new AtomicLong();
    private Services services;
    private OwnRelay own;
    private DeepHealth health;

    @BeforeEach
    void start() throws Exception {
        services = new Services(home, 0);
        health = new DeepHealth(vertx, services.bus, new NodeId("control"), () -> Optional.ofNullable(own), nowNs::get);
    }

    @AfterEach
    void stop() {
        Services.await(health.close());
        services.close();
        Services.await(vertx.close());
    }

    private DeepReport check(String... relay) {
        return Services.await(health.check(Optional.of(String.join("", relay)).filter(name -> !name.isEmpty())));
    }

    private void awaitRelay(NodeId relay) {
        Await.until(
                "the room service knows " + relay,
                () -> Services.await(services.rooms().relays(new ListRelays())).relays().stream()
                        .anyMatch(status -> status.relay().equals(relay)));
    }

    @Test
    void shouldBringMediaBackFromEachRelayAndLeaveNothingBehind() {
        services.startRelay("relay-0");
        services.startRelay("relay-1");
        awaitRelay(FIRST);
        awaitRelay(SECOND);

        DeepReport report = check();

        System.out.println("FIGURES " + report.text().replace('\n', '|'));
        assertTrue(report.isGood(), report.text());
        assertEquals(
                List.of("relay-0", "relay-1"),
                report.relays().stream().map(DeepReport.RelayReport::relay).toList());
        JsonObject first = report.json().getJsonArray("relays").getJsonObject(0);
        assertTrue(first.getDouble("rttMs") > 0 && first.getInteger("received") >= 10, first.encode());
        List.of(FIRST, SECOND).forEach(relay -> {
            assertEquals(2, services.counter(relay, RelayCounter.SESSIONS_OPENED));
            Await.until(
                    "nothing is held at " + relay,
                    () -> Services.await(services.relay(relay).countHeld()) == 0);
        });
        List<RoomInfo> rooms =
                Services.await(services.rooms().rooms(new ListRooms())).rooms();
        assertTrue(
                rooms.stream().allMatch(room -> room.users() == 0 && room.room().value() > 0), rooms.toString());
    }

    @Test
    void shouldRunOnceForAllWhoAskAndAgainWhenTheResultIsOld() {
        services.startRelay("relay-0");
        awaitRelay(FIRST);
        var together = List.of(health.check(Optional.empty()), health.check(Optional.empty()));

        assertSame(Services.await(together.get(0)), Services.await(together.get(1)));
        check();
        assertEquals(2, services.counter(FIRST, RelayCounter.SESSIONS_OPENED));

        nowNs.addAndGet(5_000_000_000L);
        assertTrue(check("relay-0").isGood());
        assertEquals(4, services.counter(FIRST, RelayCounter.SESSIONS_OPENED));
    }

    @Test
    void shouldAnswerWhoAsksForOneRelayWhileAllAreTried() {
        services.startRelay("relay-0");
        services.startRelay("relay-1");
        awaitRelay(FIRST);
        awaitRelay(SECOND);
        var all = health.check(Optional.empty());
        var one = health.check(Optional.of("relay-1"));

        assertEquals(2, Services.await(all).relays().size());
        assertEquals(
                List.of(Services.await(all).relays().get(1)),
                Services.await(one).relays());
        assertEquals(2, services.counter(SECOND, RelayCounter.SESSIONS_OPENED));
    }

    @Test
    void shouldTryRelaysInTurnsForWhoAskAtOnce() {
        services.startRelay("relay-0");
        services.startRelay("relay-1");
        awaitRelay(FIRST);
        awaitRelay(SECOND);
        var first = health.check(Optional.of("relay-0"));
        var unknown = health.check(Optional.of("relay-9"));
        var second = health.check(Optional.of("relay-1"));
        var alsoUnknown = health.check(Optional.of("relay-8"));
        var tooMany = health.check(Optional.of("relay-7"));

        assertEquals(
                "FAILED other checks are under way; ask again in a few seconds",
                Services.await(tooMany).text());
        assertTrue(Services.await(first).isGood(), Services.await(first).text());
        assertTrue(Services.await(unknown).text().contains("no relay of that name"));
        assertTrue(Services.await(alsoUnknown).text().contains("no relay of that name"));
        assertTrue(Services.await(second).isGood(), Services.await(second).text());
        assertTrue(check().isGood());
        assertEquals(4, services.counter(FIRST, RelayCounter.SESSIONS_OPENED));
    }

    @Test
    void shouldSayThatNoAddressOfARelayAnswers() {
        RelayConfig config = RelayConfig.of(FIRST, "127.0.0.1", 0, List.of(NOWHERE));
        int port = services.startRelay(config).advertisedAddresses().get(0).getPort();
        awaitRelay(FIRST);

        DeepReport lost = check();

        assertFalse(lost.isGood());
        assertTrue(
                lost.text()
                        .startsWith("FAILED relay relay-0 at step ice: none of its addresses answers: " + NOWHERE + ":"
                                + port),
                lost.text());
        assertEquals("ice", lost.json().getJsonArray("relays").getJsonObject(0).getString("step"));

        own = new OwnRelay(FIRST, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        nowNs.addAndGet(5_000_000_000L);
        DeepReport inside = check();
        assertTrue(inside.isGood(), inside.text());
        assertTrue(
                inside.text()
                        .endsWith("by 127.0.0.1:" + port
                                + ", which clients are not told; nothing comes back from here by " + NOWHERE + ":"
                                + port),
                inside.text());
    }

    @Test
    void shouldSayThatThereIsNoRelay() {
        assertEquals("FAILED at step relays: no relay takes rooms", check().text());
        assertEquals(
                "FAILED at step relays: no relay of that name is alive",
                check("relay-9").text());

        services.stop("room");
        nowNs.addAndGet(5_000_000_000L);
        assertEquals(
                "FAILED at step relays: the room service does not say which there are (SERVICE_CLOSED)",
                check().text());
    }
}
