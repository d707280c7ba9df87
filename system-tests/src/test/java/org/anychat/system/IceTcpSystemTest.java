package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People whose network lets no UDP out have picture and sound all the same, soon, and without asking anybody. */
class IceTcpSystemTest {
    private static final double JOIN_MS = 30_000;
    private static final long SOON_MS = 10_000;
    private static final int ROUNDS = Integer.getInteger("anychat.rounds", 1);

    /** Which browser is in the office, by which way it has to get out, and what that is called. */
    private record Trial(BrowserKind kind, String name, String way) {}

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @Test
    void shouldCallByTheRelaysTcpPort() throws IOException {
        call("relay's TCP port", lab -> lab.blockUdp("office", "server"), "[tcp:8907]");
    }

    @Test
    void shouldCallByTheGatewaysPortWhereThatIsAllThatIsOpen() throws IOException {
        call("gateway's TCP port", lab -> lab.allowTcpAlone("office", "server", 8906), "[tcp:8906]");
    }

    @Test
    void shouldPreferUdp() throws IOException {
        call("UDP", lab -> {}, "[udp:8907]");
    }

    @Test
    @Tag("slow")
    void shouldBringFirefoxWhereUdpIsBlocked() throws IOException {
        Consumer<NetworkLab> firewall = lab -> lab.blockUdp("office", "server");
        call(BrowserKind.FIREFOX, "relay's TCP port in Firefox", firewall, "[tcp:8907]");
    }

    @Test
    @Tag("slow")
    void shouldBringFirefoxByTheGatewaysPort() throws IOException {
        Consumer<NetworkLab> firewall = lab -> lab.allowTcpAlone("office", "server", 8906);
        call(BrowserKind.FIREFOX, "gateway's TCP port in Firefox", firewall, "[tcp:8906]");
    }

    private void call(String name, Consumer<NetworkLab> firewall, String way) throws IOException {
        call(BrowserKind.CHROMIUM, name, firewall, way);
    }

    /** Somebody at home calls somebody in an office; prints how long it took until they saw and heard each other. */
    private void call(BrowserKind kind, String name, Consumer<NetworkLab> firewall, String way) throws IOException {
        try (NetworkLab lab = new NetworkLab();
                Playwright playwright = Participant.playwright()) {
            NetworkLab.Machine machine = lab.machine("server");
            firewall.accept(lab);
            Files.writeString(folder.resolve("AnyChatCoreServer.ini"), "[Base Settings]\nShowTrayIcon=0\n");
            String url = "https://" + machine.address() + ":8906/";
            try (ServerProcess server = ServerProcess.memberOn(machine, folder, Map.of())) {
                server.awaitReady();
                for (int round = 1; round <= ROUNDS; round++) {
                    callOnce(lab, playwright, server, url, new Trial(kind, name, way));
                }
            }
        }
    }

    private void callOnce(NetworkLab lab, Playwright playwright, ServerProcess server, String url, Trial trial) {
        try (Participant home =
                        Participant.openOn(lab.machine("home"), playwright, folder, "Home", FakeMedia.RED_GREEN);
                Participant office = trial.kind()
                        .openOn(lab.machine("office"), playwright, folder, "Office", FakeMedia.BLUE_YELLOW)) {
            MediaClock homeClock = new MediaClock(home);
            MediaClock officeClock = new MediaClock(office);
            home.join(url, 1);
            home.page().waitForFunction("() => window.mediaClock.joined");
            office.join(url, 1);
            officeClock.await(JOIN_MS);
            homeClock.await(JOIN_MS);
            home.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), JOIN_MS);
            office.awaitPictures(List.of(FakeMedia.RED_GREEN.picture()), JOIN_MS);

            long seenThere = officeClock.ownMs();
            long seenHere = homeClock.sinceJoinOf(officeClock);
            System.out.println("FIGURES join to picture and sound by the " + trial.name() + ": at whoever joins "
                    + seenThere + " ms, of whoever joins " + seenHere + " ms, ways " + officeClock.ways());
            assertEquals(trial.way(), officeClock.ways(), server::output);
            assertEquals("[udp:8907]", homeClock.ways());
            assertTrue(seenThere < SOON_MS && seenHere < SOON_MS, seenThere + " and " + seenHere + " ms");
        }
    }

    @Test
    void shouldBringTheJavaSdkWhereUdpIsBlocked() throws IOException {
        try (NetworkLab lab = new NetworkLab();
                Playwright playwright = Participant.playwright()) {
            NetworkLab.Machine machine = lab.machine("server");
            lab.allowTcpAlone("office", "server", 8906);
            Files.writeString(
                    folder.resolve("AnyChatCoreServer.ini"), "[Base Settings]\nShowTrayIcon=0\nTCPSecurity=optional\n");
            try (ServerProcess server = ServerProcess.memberOn(machine, folder, Map.of());
                    Participant home =
                            Participant.openOn(lab.machine("home"), playwright, folder, "Home", FakeMedia.RED_GREEN)) {
                server.awaitReady();
                home.join("https://" + machine.address() + ":8906/", 1);
                showBot(lab.machine("office"), machine.address(), home);
            }
        }
    }

    private static void showBot(NetworkLab.Machine from, String server, Participant viewer) {
        String[] arguments = {"--room", "1", "--name", "Bot", "--duration", "60s"};
        try (BotProcess bot = BotProcess.joinFrom(from, server + ":8906", arguments)) {
            viewer.awaitPictures(List.of(BotProcess.PICTURE), JOIN_MS);
            assertTrue(bot.output().contains(" joined room "), bot.output());
        }
    }
}
