package org.anychat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.anychat.client.ClientRuntime;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of a cluster of real processes in a real browser: a room moves between relays, logins between gateways. */
class AdminClusterSystemTest {
    private static final double WAIT_MS = 60_000;
    private static final String RELAYS = ".scroll tr[data-key='1'] td:nth-child(5)";
    private static final int FRAMES = 30;
    private static final int PROCESSES = 3;

    @TempDir
    Path folder;

    private ClusterProcesses cluster;
    private ClientRuntime runtime;
    private Playwright playwright;

    @BeforeEach
    void open() {
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MS);
        cluster = new ClusterProcesses(folder, PROCESSES, Map.of());
        runtime = ClientRuntime.create(1);
        playwright = Participant.playwright();
    }

    @AfterEach
    void close() {
        playwright.close();
        runtime.close();
        cluster.close();
    }

    /** What a test does; where it fails, what the processes have said is told, too. */
    private interface Story {
        void play() throws Exception;
    }

    private void play(Story story) throws Exception {
        try {
            story.play();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + cluster.output(), e);
        }
    }

    private ServerProcess started(String name, String services) {
        ServerProcess process = cluster.start(name, services);
        process.awaitReady();
        return process;
    }

    @Test
    void shouldMoveARoomWhoseMediaGoesOnThroughTheOtherRelay() throws Exception {
        play(this::moveARoom);
    }

    private void moveARoom() throws Exception {
        ServerProcess control = started("control", "gateway,auth,license,room");
        List<ServerProcess> relays = List.of(cluster.start("one", "relay"), cluster.start("two", "relay"));
        for (ServerProcess relay : relays) {
            relay.awaitReady();
            control.awaitMatch("Relay " + name(relay) + "-\\S+ is OPEN");
        }
        try (Dashboard dashboard = Dashboard.open(playwright, control);
                MediaUser publisher = new MediaUser(control, runtime, "Publisher").inRoom(1);
                MediaUser viewer = new MediaUser(control, runtime, "Viewer").inRoom(1)) {
            viewer.awaitMore(publisher, true, 1);
            dashboard.logIn(control).go("topology");
            assertThat(dashboard.find(".scroll tbody").last().locator("tr")).hasCount(relays.size());
            dashboard.go("rooms");
            assertThat(dashboard.find(RELAYS)).not().hasText("");
            ServerProcess before = carrying(dashboard, relays);
            ServerProcess after = relays.get(1 - relays.indexOf(before));
            move(dashboard, after);

            assertTrue(publisher.events.next(ServerEvent.MediaMoved.class).media());
            assertTrue(viewer.events.next(ServerEvent.MediaMoved.class).media());
            assertThat(dashboard.find(RELAYS)).containsText(name(after));
            assertThat(dashboard.find(RELAYS)).not().containsText(name(before));
            assertMediaGoesOn(dashboard, publisher, viewer, after);
            before.kill();
            // What is there now can have come by the other relay alone.
            viewer.awaitMore(publisher, true, FRAMES);
            viewer.awaitMore(publisher, false, FRAMES);
            publisher.awaitMore(viewer, true, FRAMES);
            refuseWhereThereIsNoOther(dashboard);
            assertEquals(List.of(), dashboard.troubles());
        }
    }

    @Test
    void shouldBeOneDashboardAtEachGateway() throws Exception {
        play(this::visitBothGateways);
    }

    private void visitBothGateways() throws Exception {
        ServerProcess first = started("first", "gateway,auth,license,room");
        ServerProcess second = started("second", "gateway");
        assertFalse(second.output().contains("Password:"), second.output());
        try (Dashboard dashboard = Dashboard.open(playwright, first);
                MediaUser user = new MediaUser(first, runtime, "User")) {
            dashboard.logIn(first);
            // A cookie is of the host, whatever the port: as behind a load balancer.
            dashboard.page().navigate(second.pageUrl() + "admin/#users");
            assertThat(dashboard.find("#console")).isVisible();
            dashboard.act("tr[data-key='" + user.id + "']", "kick");
            assertEquals(211, user.events.next(ServerEvent.LinkClose.class).code());
            dashboard.go("audit");
            assertThat(dashboard.find(".scroll tbody")).containsText("Kick");
            assertThat(dashboard.find(".scroll tbody")).containsText("Login");

            first.kill();
            dashboard.page().reload();
            assertThat(dashboard.find("#console")).isVisible();
            dashboard.find("#logout").click();
            assertThat(dashboard.find("#login")).isVisible();
        }
    }

    private static String name(ServerProcess relay) {
        return relay.home().getFileName().toString();
    }

    private static ServerProcess carrying(Dashboard dashboard, List<ServerProcess> relays) {
        String carrying = dashboard.find(RELAYS).textContent();
        return relays.stream()
                .filter(relay -> carrying.contains(name(relay)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("room 1 is on " + carrying));
    }

    /** Only the relay that the room is not on is offered. */
    private static void move(Dashboard dashboard, ServerProcess to) {
        dashboard.find("tr[data-key='1'] [data-action=moveRoom]").click();
        Locator offered = dashboard.find("dialog[open] option");
        assertThat(offered).hasCount(1);
        assertThat(offered).containsText(name(to));
        String choice = offered.textContent();
        dashboard.shot("move-room");
        dashboard.find("dialog[open] [type=button]").click();
        dashboard.act("tr[data-key='1']", "moveRoom", "relay", choice);
    }

    private static void assertMediaGoesOn(
            Dashboard dashboard, MediaUser publisher, MediaUser viewer, ServerProcess relay)
            throws InterruptedException {
        viewer.awaitMore(publisher, true, FRAMES);
        viewer.awaitMore(publisher, false, FRAMES);
        dashboard.go("room/1");
        assertThat(dashboard.find(".scroll tbody").first()).containsText(name(relay));
        assertThat(dashboard.find(".scroll tbody").nth(2).locator("tr .badge.good"))
                .hasCount(4);
        assertThat(dashboard.find(".scroll tbody").nth(2)).containsText(name(relay));
        dashboard.shot("room-moved");
    }

    private static void refuseWhereThereIsNoOther(Dashboard dashboard) {
        dashboard.go("topology");
        assertThat(dashboard.find(".scroll tbody").last().locator("tr")).hasCount(1);
        dashboard.go("room/1").find(".head-row [data-action=moveRoom]").click();
        assertThat(dashboard.find(".toast.bad").last()).containsText("no other relay");
    }
}
