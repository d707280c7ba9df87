package org.anychat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tree of a stream on the room's page of the dashboard: who feeds whom, and who has the relay. */
@Timeout(300)
class AdminTreeSystemTest {
    private static final double WAIT_MS = 60_000;
    private static final int VIEWERS = 8;
    private static final int FORWARDERS = 2;
    /** Two by the publisher, and two by each of these. */
    private static final int FED = 6;

    private static final int BEAT_SECONDS = 5;
    private static final String ROWS = ".routes tbody tr";
    private static final String PUBLISHER = "Publisher <b>&amp;</b>";

    @TempDir
    Path folder;

    private final List<TreeUser> users = new ArrayList<>();
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor();
    /** What went wrong in other threads. */
    private final Queue<Exception> faults = new ConcurrentLinkedQueue<>();

    private ServerProcess server;
    private Playwright playwright;
    private Dashboard dashboard;

    @BeforeEach
    void start() throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(WAIT_MS);
        Files.writeString(
                folder.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nDemoUserLimit=40\n[P2P Settings]\nRoutingPolicy=3\nRoutingTTL=3\nRoutingMTN=2\n");
        server = ServerProcess.startOnFreePorts(folder, Map.of(ServerProcess.ROUTING_POLICY, ServerProcess.AS_IN_INI));
        users.add(new TreeUser(server.tcpPort(), PUBLISHER, 1, true, false));
        for (int viewer = 0; viewer < VIEWERS; viewer++) {
            users.add(new TreeUser(server.tcpPort(), "Viewer " + viewer, 1, false, viewer < FORWARDERS));
        }
        var unused = beats.scheduleAtFixedRate(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
        playwright = Participant.playwright();
        dashboard = Dashboard.open(playwright, server).logIn(server).go("room/1");
    }

    private void beat() {
        for (TreeUser user : users) {
            try {
                user.beat();
            } catch (IOException | RuntimeException e) {
                faults.add(e);
            }
        }
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        beats.shutdownNow();
        boolean ended = beats.awaitTermination(20, TimeUnit.SECONDS);
        if (dashboard != null) {
            dashboard.close();
        }
        if (playwright != null) {
            playwright.close();
        }
        for (TreeUser user : users) {
            user.close();
            user.fault().ifPresent(faults::add);
        }
        server.close();
        assertTrue(ended, "heartbeats that do not end");
        assertEquals(List.of(), List.copyOf(faults), "of the users' links");
    }

    @Test
    void shouldShowWhoFeedsWhomAndWhoHasTheRelay() throws IOException {
        assertThat(dashboard.find(ROWS)).hasCount(VIEWERS);
        assertThat(dashboard.find(".routes .badge.good")).hasCount(FED);
        Locator senders = dashboard.find(".routes select");
        assertEquals("Whose media", senders.getAttribute("aria-label"));

        senders.selectOption(new SelectOption().setLabel(PUBLISHER + ": " + FED + " of " + VIEWERS + " directly"));
        assertThat(dashboard.find(ROWS)).hasCount(1 + VIEWERS + 1);
        assertHangsTogether();
        assertThat(dashboard.find(ROWS + "[data-key=relay]")).containsText("By the relay: " + (VIEWERS - FED));
        assertThat(dashboard.find(ROWS).last()).containsText("no place in the tree");
        dashboard.screenshots("room-tree");

        accuseOneWhoPassesOn();
        showChinese();
        turnBackByKey(dashboard.find(".routes select"));
        assertEquals(List.of(), dashboard.troubles());
    }

    /** Whoever feeds somebody stands above, one hop nearer to the publisher. */
    private void assertHangsTogether() {
        Map<String, Integer> hops = new HashMap<>();
        int fed = 0;
        for (Locator row : dashboard.find(ROWS).all()) {
            List<String> cells = row.locator("td").allTextContents();
            String via = cells.get(3);
            if (cells.get(4).isEmpty()) {
                hops.putIfAbsent(cells.get(1), 0);
            } else {
                int depth = Integer.parseInt(cells.get(4));
                assertTrue(hops.containsKey(via), () -> via + " is not above " + cells);
                assertEquals(hops.get(via) + 1, depth, cells::toString);
                assertTrue(cells.get(5).matches(".*\\d+:\\d\\d.*"), cells::toString);
                hops.put(cells.get(1), depth);
                fed++;
            }
        }
        assertEquals(FED, fed);
        assertEquals(2, hops.values().stream().mapToInt(depth -> depth).max().orElse(0));
    }

    /** What an edge ended for stands there as long as nobody else feeds the viewer. */
    private void accuseOneWhoPassesOn() throws IOException {
        for (TreeUser user : users.subList(1 + FORWARDERS, users.size())) {
            user.accuse();
        }
        assertThat(dashboard
                        .find(ROWS)
                        .filter(new Locator.FilterOptions().setHasText("not what the publisher signed"))
                        .first())
                .isVisible();
        dashboard.screenshots("room-tree-forged");
    }

    private void showChinese() {
        dashboard.find("#language").click();
        dashboard.dark();
        dashboard.go("room/1");
        Locator senders = dashboard.find(".routes select");
        assertThat(senders).hasAttribute("aria-label", "谁的媒体");
        senders.selectOption(Integer.toString(users.get(0).userId()));
        assertThat(dashboard.find(ROWS + "[data-key=root]")).containsText(PUBLISHER);
        dashboard.screenshots("room-tree-zh-dark");
    }

    private void turnBackByKey(Locator senders) {
        senders.focus();
        dashboard.page().keyboard().press("Home");
        assertThat(dashboard.find(ROWS)).hasCount(VIEWERS);
    }
}
