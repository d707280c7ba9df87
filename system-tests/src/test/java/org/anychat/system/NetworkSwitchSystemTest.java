package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody leaves the house in the midst of a call: Wi-Fi goes, LTE comes. The call goes on, and nobody hears of it. */
@Tag("slow")
@Timeout(300)
class NetworkSwitchSystemTest {
    private static final double JOIN_MS = 30_000;
    /** How long media of the one who moves may be away, on a machine that others keep busy. */
    private static final long MOST_GAP_MS = 6_000;

    private static final double BACK_MS = 30_000;
    /** What is under way or in a jitter buffer when the network goes has come by then. */
    private static final double UNDER_WAY_MS = 1_000;

    private static final int SOME = 15;
    private static final long LINK_SECONDS = 30;
    private static final double LOOK_MS = 200;

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    /** Firefox is driven over an address of its machine, which would go with the network. */
    @ParameterizedTest
    @EnumSource(names = "CHROMIUM")
    void shouldGoOnInABrowserThatChangesItsNetwork(BrowserKind kind) {
        try (Playwright playwright = Participant.playwright();
                MediaLab lab = MediaLab.open(folder, MediaLab.RELAY_ALONE);
                Participant home = lab.browser("home", playwright, "home", FakeMedia.RED_GREEN);
                Participant mobile = kind.openOn(
                        lab.network().machine("mobile"), playwright, folder, "mobile", FakeMedia.BLUE_YELLOW)) {
            ServerProcess server = lab.server();
            FlowMeter atHome = new FlowMeter(home);
            FlowMeter atMobile = new FlowMeter(mobile);
            lab.join(home);
            lab.join(mobile);
            home.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), JOIN_MS);
            mobile.awaitPictures(List.of(FakeMedia.RED_GREEN.picture()), JOIN_MS);
            listen(home.page());
            listen(mobile.page());

            for (String network : List.of("to LTE", "back to Wi-Fi")) {
                atHome.restart();
                atMobile.restart();
                lab.network().move("mobile");
                awaitBack(home, atHome, server);
                awaitBack(mobile, atMobile, server);
                System.out.println("FIGURES " + kind + " goes " + network + ": without picture and sound of it for "
                        + gaps(atHome) + ", it for " + gaps(atMobile));
                assertSoon(atHome, home, server);
                assertSoon(atMobile, mobile, server);
            }
            assertEquals(List.of(), heard(home), server::output);
            assertTrue(
                    heard(mobile).stream().allMatch(List.of("reconnecting", "reconnected true")::contains),
                    () -> heard(mobile) + "\n" + server.output());
            assertEquals(2, lab.counted("anychat_gateway_logins_total"), server::output);
        }
    }

    @Test
    void shouldGoOnInAJavaClientThatChangesItsNetwork() throws Exception {
        String[] arguments = {"--room", "1", "--name", "Bot", "--watch", "--stats"};
        try (Playwright playwright = Participant.playwright();
                MediaLab lab = MediaLab.open(folder, MediaLab.RELAY_ALONE);
                Participant home = lab.browser("home", playwright, "home", FakeMedia.RED_GREEN)) {
            ServerProcess server = lab.server();
            FlowMeter atHome = new FlowMeter(home);
            lab.join(home);
            try (BotProcess bot = lab.bot("mobile", arguments)) {
                home.awaitPictures(List.of(BotProcess.PICTURE), JOIN_MS);
                listen(home.page());

                atHome.restart();
                int from = bot.output().length();
                lab.network().move("mobile");
                awaitBack(home, atHome, server);
                awaitLink(lab, home, server);
                awaitBack(home, atHome, server);
                System.out.println("FIGURES a Java client changes its network: without picture and sound of it for "
                        + gaps(atHome) + ", it for " + bot.quietSecondsSince(from) + " s");
                assertSoon(atHome, home, server);
                assertTrue(bot.quietSecondsSince(from) <= TimeUnit.MILLISECONDS.toSeconds(MOST_GAP_MS), bot::output);
                assertEquals(List.of(), heard(home), server::output);
                assertEquals(2, lab.counted("anychat_gateway_logins_total"), server::output);
            }
        }
    }

    /** The link of a client that moved takes its session up; media have not waited for that. */
    private static void awaitLink(MediaLab lab, Participant home, ServerProcess server) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LINK_SECONDS);
        while (lab.counted("anychat_gateway_resumes_total", "code=\"0\"") < 1) {
            assertTrue(System.nanoTime() < endNs, server::output);
            home.page().waitForTimeout(LOOK_MS);
        }
    }

    /** Everything of a room that an application would notice. */
    private static void listen(Page page) {
        page.evaluate("() => { window.heard = [];"
                + " const client = window.anychat.client;"
                + " for (const event of ['userAtRoom', 'cameraState', 'micStateChange', 'remoteTrack',"
                + " 'remoteTrackRemoved', 'reconnecting', 'reconnected', 'linkClose'])"
                + " client.on(event, (detail) => window.heard.push("
                + "[event, detail.resumed].filter((word) => word !== undefined).join(' '))); }");
    }

    private static List<?> heard(Participant participant) {
        return (List<?>) participant.page().evaluate("window.heard");
    }

    private static void awaitBack(Participant participant, FlowMeter meter, ServerProcess server) {
        participant.page().waitForTimeout(UNDER_WAY_MS);
        try {
            meter.awaitMore(SOME, BACK_MS);
        } catch (AssertionError e) {
            throw new AssertionError(participant.console() + "\n" + server.output(), e);
        }
    }

    private static void assertSoon(FlowMeter meter, Participant participant, ServerProcess server) {
        assertTrue(
                meter.pictureGapMs() <= MOST_GAP_MS && meter.soundGapMs() <= MOST_GAP_MS,
                () -> gaps(meter) + "\n" + participant.console() + "\n" + server.output());
    }

    private static String gaps(FlowMeter meter) {
        return meter.pictureGapMs() + " and " + meter.soundGapMs() + " ms";
    }
}
