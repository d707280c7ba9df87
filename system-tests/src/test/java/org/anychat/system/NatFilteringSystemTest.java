package org.anychat.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs behind routers tell what these let in, by one relay with one address, and an operator sees it. */
@Tag("slow")
@Timeout(300)
class NatFilteringSystemTest {
    private static final double SOON_MS = 60_000;
    private static final int UP_BPS = 20_000_000;
    private static final String LETS_IN = "not known · lets in whom it sends to by any port, or anybody";
    private static final String UNKNOWN = "not known";

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @ParameterizedTest
    @CsvSource({"FULL, PORT", "ADDRESS, SYMMETRIC"})
    void shouldTellWhichRoutersLookAtThePort(NatKind lenient, NatKind strict) throws Exception {
        try (NatLab lab = new NatLab();
                Playwright playwright = Participant.playwright();
                ServerProcess server = serverOn(lab);
                Dashboard dashboard = Dashboard.open(
                                playwright, "https://" + lab.server().address() + ":8906/")
                        .logIn(server)) {
            lab.nat(0, lenient);
            lab.nat(1, strict);
            try (JavaUserProcess first = JavaUserProcess.publisher(lab.home(0), NatLab.SERVER, "First", UP_BPS);
                    JavaUserProcess second = JavaUserProcess.viewer(lab.home(1), NatLab.SERVER, "Second", UP_BPS)) {
                awaitNat(dashboard, first.inRoom(), LETS_IN);
                awaitNat(dashboard, second.inRoom(), UNKNOWN);
            }
        }
    }

    private static void awaitNat(Dashboard dashboard, JavaUserProcess user, String words) {
        dashboard.go("user/" + user.userId());
        assertThat(dashboard.find("dt:text-is('NAT, says the client') + dd"))
                .hasText(words, new LocatorAssertions.HasTextOptions().setTimeout(SOON_MS));
    }

    private ServerProcess serverOn(NatLab lab) throws IOException {
        Files.writeString(
                folder.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nShowTrayIcon=0\nTCPSecurity=optional\nAdvertisedAddress=" + NatLab.SERVER
                        + "\n[P2P Settings]\nRoutingPolicy=3\n");
        ServerProcess server = ServerProcess.memberOn(
                lab.server(), folder, Map.of(ServerProcess.ROUTING_POLICY, ServerProcess.AS_IN_INI));
        server.awaitReady();
        return server;
    }
}
