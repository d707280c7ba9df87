package org.anychat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Browsers behind routers tell how these map ports, where the server makes mesh trees, and an operator sees it. */
@Tag("slow")
@Timeout(600)
class NatMappingSystemTest {
    private static final String PAGE = "https://" + NatLab.SERVER + "/";
    private static final int RELAY_PORT = 8907;
    private static final double SOON_MS = 120_000;
    private static final int BY_RELAY = 1;
    private static final int BY_TREES = 3;
    private static final String SAME_PORT = "the same port for all peers";
    private static final String OTHER_PORTS = "another port for each peer (symmetric)";

    /** Of all that the SDK does only its questions about the NAT need a data channel. */
    private static final String COUNT_QUESTIONS = """
            () => {
              const { createDataChannel } = RTCPeerConnection.prototype;
              window.questions = 0;
              RTCPeerConnection.prototype.createDataChannel = function count(...all) {
                window.questions++;
                return createDataChannel.apply(this, all);
              };
            }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @Test
    void shouldTellHowRoutersMapPortsWhereThereAreTreesAndAskNobodyElsewhere() throws Exception {
        try (NatLab lab = new NatLab();
                Playwright playwright = Participant.playwright();
                ServerProcess server = serverOn(lab);
                CommandProcess other = StunMain.startOn(lab.server(), folder, NatLab.OTHER, RELAY_PORT);
                Participant ann = Participant.openOn(lab.home(0), playwright, folder, "Ann", FakeMedia.RED_GREEN);
                Participant ben = Participant.openOn(lab.home(1), playwright, folder, "Ben", FakeMedia.BLUE_YELLOW);
                Dashboard dashboard = Dashboard.open(playwright, page(lab)).logIn(server)) {
            lab.nat(0, NatKind.PORT);
            lab.nat(1, NatKind.SYMMETRIC);
            join(ann);
            join(ben);
            ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), SOON_MS);
            ben.awaitPictures(List.of(FakeMedia.RED_GREEN.picture()), SOON_MS);
            assertEquals(0, questions(ann), "with policy 1");
            assertEquals(0, questions(ben), "with policy 1");

            configure(BY_TREES);
            server.hangUp();
            awaitNat(dashboard, ann, SAME_PORT, other::output);
            awaitNat(dashboard, ben, OTHER_PORTS, other::output);

            lab.nat(0, NatKind.SYMMETRIC);
            ann.page().evaluate("dispatchEvent(new Event('online'))");
            awaitNat(dashboard, ann, OTHER_PORTS, other::output);
        }
    }

    @Test
    void shouldTellHowRoutersMapPortsInFirefox() throws Exception {
        try (NatLab lab = new NatLab();
                Playwright playwright = Participant.playwright();
                ServerProcess server = serverOn(lab);
                CommandProcess other = StunMain.startOn(lab.server(), folder, NatLab.OTHER, RELAY_PORT);
                Participant ann = firefox(lab, 0, playwright, new Participant.Named("Ann", FakeMedia.RED_GREEN));
                Participant ben = firefox(lab, 1, playwright, new Participant.Named("Ben", FakeMedia.BLUE_YELLOW));
                Dashboard dashboard = Dashboard.open(playwright, page(lab)).logIn(server)) {
            lab.nat(0, NatKind.PORT);
            lab.nat(1, NatKind.SYMMETRIC);
            configure(BY_TREES);
            server.hangUp();
            join(ann);
            join(ben);

            awaitNat(dashboard, ann, SAME_PORT, other::output);
            awaitNat(dashboard, ben, OTHER_PORTS, other::output);
        }
    }

    private Participant firefox(NatLab lab, int home, Playwright playwright, Participant.Named who) {
        String address = lab.reach(home, FirefoxOnMachine.DRIVER_PORT);
        return Participant.openFirefoxOn(lab.home(home), address, playwright, folder, who);
    }

    private static String page(NatLab lab) {
        return "https://" + lab.server().address() + "/";
    }

    private static void join(Participant participant) {
        participant.join(PAGE, 1);
        participant.page().evaluate(COUNT_QUESTIONS);
        participant
                .page()
                .waitForFunction(
                        "() => window.anychat?.client?.room",
                        null,
                        new Page.WaitForFunctionOptions().setTimeout(SOON_MS));
    }

    private static int questions(Participant participant) {
        return ((Number) participant.page().evaluate("window.questions")).intValue();
    }

    /** Waits until an operator sees it. */
    private static void awaitNat(Dashboard dashboard, Participant participant, String words, Supplier<String> stun) {
        int userId = ((Number) participant.page().evaluate("window.anychat.client.self.userId")).intValue();
        dashboard.go("user/" + userId);
        try {
            assertThat(dashboard.find("dt:text-is('NAT, says the client') + dd"))
                    .hasText(words, new LocatorAssertions.HasTextOptions().setTimeout(SOON_MS));
        } catch (AssertionError e) {
            throw new AssertionError(
                    participant.name() + ": " + e.getMessage() + "\n" + participant.console() + "\n" + stun.get(), e);
        }
    }

    private ServerProcess serverOn(NatLab lab) throws IOException {
        configure(BY_RELAY);
        ServerProcess server = ServerProcess.memberOn(
                lab.server(), folder, Map.of(ServerProcess.ROUTING_POLICY, ServerProcess.AS_IN_INI));
        server.awaitReady();
        return server;
    }

    private void configure(int routingPolicy) throws IOException {
        Files.writeString(
                folder.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nShowTrayIcon=0\nTCPListenPort=443\nAdvertisedAddress=" + NatLab.SERVER + ","
                        + NatLab.OTHER + "\n[Video Settings]\nVideoFPS=15\n[P2P Settings]\nRoutingPolicy="
                        + routingPolicy
                        + "\n");
    }
}
