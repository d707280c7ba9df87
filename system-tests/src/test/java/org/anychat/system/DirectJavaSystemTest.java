package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs with the Java SDK need no relay between them either, nor do a program and a browser. */
@Timeout(300)
class DirectJavaSystemTest {
    private static final double JOIN_MS = 60_000;
    private static final double ROUTE_MS = 60_000;
    private static final double FLOW_MS = 30_000;
    /** On a machine that others keep busy. */
    private static final long MOST_GAP_MS = 5_000;

    private static final int SOME = 15;

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @Test
    void shouldGoDirectlyBetweenTwoProgramsAndBackWhereThePathBreaks() throws Exception {
        try (MediaLab lab = MediaLab.open(folder, MediaLab.DIRECT);
                JavaUserProcess ann = lab.program("ann", 0).inRoom();
                JavaUserProcess ben = lab.program("ben", 1).inRoom()) {
            ServerProcess server = lab.server();
            ann.awaitMore(SOME);
            ben.awaitMore(SOME);
            assertTrue(lab.relayed("out") > 0, server::output);
            restart(ann, ben);
            int annFrom = ann.mark();
            int benFrom = ben.mark();

            ann.say("policy 1");
            ann.awaitState(annFrom, 2);
            ben.awaitState(benFrom, 2);
            lab.awaitQuietRelay(() -> ann.output() + "\n" + ben.output());
            figures("Java and Java, relay to direct", ann, ben);
            ann.awaitMore(SOME);
            ben.awaitMore(SOME);
            assertFlow(server, ann, ben);

            restart(ann, ben);
            annFrom = ann.mark();
            benFrom = ben.mark();
            lab.network().cut("ann", "ben");
            ann.awaitState(annFrom, 0);
            ben.awaitState(benFrom, 0);
            ann.awaitMore(SOME);
            ben.awaitMore(SOME);
            figures("Java and Java, direct path cut", ann, ben);
            assertFlow(server, ann, ben);
            assertTrue(lab.relayedWithin("out") > 0, server::output);

            annFrom = ann.mark();
            lab.network().heal("ann", "ben");
            ann.awaitState(annFrom, 2);
        }
    }

    @Test
    void shouldGoDirectlyBetweenAProgramAndABrowserAndBackWhereThePathBreaks() throws Exception {
        try (Playwright playwright = Participant.playwright();
                MediaLab lab = MediaLab.open(folder, MediaLab.DIRECT);
                Participant ann = lab.browser("ann", playwright, "Ann", FakeMedia.RED_GREEN)) {
            ServerProcess server = lab.server();
            FlowMeter atAnn = new FlowMeter(ann);
            lab.joinHearingRoutes(ann);
            try (JavaUserProcess ben = lab.program("ben", 0).inRoom()) {
                see(ann, server, ben);
                ben.awaitMore(SOME);
                atAnn.restart();
                ben.say("restart");
                int from = ben.mark();

                ben.say("policy 1");
                ben.awaitState(from, 2);
                awaitState(ann, 2, server, ben);
                lab.awaitQuietRelay(() -> ann.page().evaluate("JSON.stringify(window.routes)") + "\n" + ann.console()
                        + "\n" + ben.output());
                figures("Chromium and Java, relay to direct", atAnn, ben);
                see(ann, server, ben);
                ben.awaitMore(SOME);
                assertFlow(atAnn, ann, server);
                assertFlow(server, ben);

                atAnn.restart();
                ben.say("restart");
                from = ben.mark();
                lab.network().cut("ann", "ben");
                ben.awaitState(from, 0);
                awaitState(ann, 0, server, ben);
                ben.awaitMore(SOME);
                assertFlow(atAnn, ann, server);
                figures("Chromium and Java, direct path cut", atAnn, ben);
                assertFlow(server, ben);
                see(ann, server, ben);
                assertTrue(lab.relayedWithin("out") > 0, server::output);
            }
        }
    }

    private static void see(Participant viewer, ServerProcess server, JavaUserProcess ben) {
        try {
            viewer.awaitPictures(List.of(BotProcess.PICTURE), JOIN_MS);
        } catch (AssertionError e) {
            throw new AssertionError(ben.output() + "\n" + server.output(), e);
        }
    }

    private static void awaitState(Participant participant, int state, ServerProcess server, JavaUserProcess ben) {
        try {
            participant
                    .page()
                    .waitForFunction(
                            "state => window.routes.at(-1)?.state === state",
                            state,
                            new Page.WaitForFunctionOptions()
                                    .setTimeout(ROUTE_MS)
                                    .setPollingInterval(200));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "the browser never heard of " + state + " but of "
                            + participant.page().evaluate("JSON.stringify(window.routes)") + "\n"
                            + participant.console() + "\n" + ben.output() + "\n" + server.output(),
                    e);
        }
    }

    private static void restart(JavaUserProcess... users) {
        for (JavaUserProcess user : users) {
            user.say("restart");
        }
    }

    private static void assertFlow(ServerProcess server, JavaUserProcess... users) {
        for (JavaUserProcess user : users) {
            JavaUserProcess.Gaps gaps = user.gaps();
            assertTrue(
                    gaps.pictureMs() <= MOST_GAP_MS && gaps.soundMs() <= MOST_GAP_MS,
                    () -> gaps + "\n" + user.output() + "\n" + server.output());
        }
    }

    private static void assertFlow(FlowMeter meter, Participant participant, ServerProcess server) {
        try {
            meter.awaitMore(SOME, FLOW_MS);
        } catch (AssertionError e) {
            throw new AssertionError(participant.console() + "\n" + server.output(), e);
        }
        assertTrue(
                meter.pictureGapMs() <= MOST_GAP_MS && meter.soundGapMs() <= MOST_GAP_MS,
                () -> gaps(meter) + "\n" + participant.console() + "\n" + server.output());
    }

    private static void figures(String what, JavaUserProcess one, JavaUserProcess other) {
        System.out.println("FIGURES " + what + ": longest without picture and sound at one " + one.gaps()
                + ", at the other " + other.gaps());
    }

    private static void figures(String what, FlowMeter browser, JavaUserProcess program) {
        System.out.println("FIGURES " + what + ": longest without picture and sound at the browser " + gaps(browser)
                + ", at the program " + program.gaps());
    }

    private static String gaps(FlowMeter meter) {
        return meter.pictureGapMs() + " and " + meter.soundGapMs() + " ms";
    }
}
