package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people in a room need no relay, as long as the network between them lets them do without. */
class DirectMediaSystemTest {
    private static final double JOIN_MS = 60_000;
    private static final double ROUTE_MS = 60_000;
    private static final double FLOW_MS = 30_000;
    /** What is under way has come by then. */
    private static final double SETTLE_MS = 2_000;

    private static final double CONTROL_MS = 10_000;
    private static final double WATCHED_MS = 3_000;
    /** On a machine that others keep busy. */
    private static final long MOST_GAP_MS = 5_000;

    private static final int SOME = 15;
    private static final String RED_GREEN = FakeMedia.RED_GREEN.picture();
    private static final String BLUE_YELLOW = FakeMedia.BLUE_YELLOW.picture();

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @Test
    void shouldGoDirectlyAndBackToTheRelayWhereThePathBreaks() throws InterruptedException {
        try (Playwright playwright = Participant.playwright();
                MediaLab lab = MediaLab.open(folder, MediaLab.DIRECT);
                Participant ann = lab.browser("ann", playwright, "Ann", FakeMedia.RED_GREEN);
                Participant ben = lab.browser("ben", playwright, "Ben", FakeMedia.BLUE_YELLOW)) {
            ServerProcess server = lab.server();
            FlowMeter atAnn = new FlowMeter(ann);
            FlowMeter atBen = new FlowMeter(ben);
            lab.joinHearingRoutes(ann);
            // So that what is measured begins with both seeing each other by the relay.
            ann.page().evaluate("() => window.anychat.client.setP2pPolicy(0)");
            lab.joinHearingRoutes(ben);
            see(ann, BLUE_YELLOW, server);
            see(ben, RED_GREEN, server);
            assertTrue(lab.relayed("out") > 0, server::output);
            restart(atAnn, atBen);
            forget(ann, ben);
            ann.page().waitForTimeout(CONTROL_MS);
            // What this machine itself costs.
            figures("by the relay alone", atAnn, atBen);
            shown("by the relay alone", ann, ben);
            restart(atAnn, atBen);
            forget(ann, ben);

            ann.page().evaluate("() => window.anychat.client.setP2pPolicy(1)");
            awaitState(ann, 2, server);
            awaitState(ben, 2, server);
            lab.awaitQuietRelay(() -> heard(ann));
            figures("relay to direct", atAnn, atBen);
            shown("relay to direct", ann, ben);
            assertFlow(atAnn, ann, server);
            assertFlow(atBen, ben, server);
            assertEquals(2, ann.page().evaluate(stateOf("Ben")), server::output);
            assertEquals(List.of("direct 1", "direct 1"), ann.page().evaluate(routesOf("Ben")), server::output);
            assertEquals(2, ben.page().evaluate(stateOf("Ann")), server::output);

            restart(atAnn, atBen);
            forget(ann, ben);
            lab.network().cut("ann", "ben");
            awaitState(ann, 0, server);
            awaitState(ben, 0, server);
            assertFlow(atAnn, ann, server);
            assertFlow(atBen, ben, server);
            figures("direct path cut", atAnn, atBen);
            shown("direct path cut", ann, ben);
            see(ann, BLUE_YELLOW, server);
            see(ben, RED_GREEN, server);
            assertTrue(lab.relayedWithin("out") > 0, server::output);
            assertEquals("broken", ann.page().evaluate("window.routes.at(-1).reason"), server::output);

            lab.network().heal("ann", "ben");
            awaitState(ann, 2, server);
            awaitState(ben, 2, server);
        }
    }

    @Test
    void shouldStayOnTheRelayWhereThereIsNoPathAndKeepAPrivatePictureFromWhoIsNoPartner() throws InterruptedException {
        try (Playwright playwright = Participant.playwright();
                MediaLab lab = MediaLab.open(folder, MediaLab.DIRECT);
                Participant ann = lab.browser("ann", playwright, "Ann", FakeMedia.RED_GREEN);
                Participant ben = lab.browser("ben", playwright, "Ben", FakeMedia.BLUE_YELLOW)) {
            ServerProcess server = lab.server();
            FlowMeter atAnn = new FlowMeter(ann);
            FlowMeter atBen = new FlowMeter(ben);
            lab.network().cut("ann", "ben");
            lab.joinHearingRoutes(ann);
            lab.joinHearingRoutes(ben);
            awaitReason(ann, "failed", server);
            awaitReason(ben, "failed", server);
            see(ann, BLUE_YELLOW, server);
            see(ben, RED_GREEN, server);
            restart(atAnn, atBen);
            assertFlow(atAnn, ann, server);

            lab.network().heal("ann", "ben");
            awaitState(ann, 2, server);
            lab.awaitQuietRelay(() -> heard(ann));
            ann.page().evaluate("() => window.anychat.client.privateChats.changeMode(1)");
            awaitReason(ben, "private", server);
            assertFlow(atAnn, ann, server);
            ben.page().waitForTimeout(SETTLE_MS);
            long before = atBen.pictures();
            ben.page().waitForTimeout(WATCHED_MS);
            assertEquals(before, atBen.pictures(), server::output);
        }
    }

    @Test
    void shouldGoByTheRelayForAllOnceThereAreThree() throws InterruptedException {
        try (Playwright playwright = Participant.playwright();
                MediaLab lab = MediaLab.open(folder, MediaLab.DIRECT);
                Participant ann = lab.browser("ann", playwright, "Ann", FakeMedia.RED_GREEN);
                Participant ben = lab.browser("ben", playwright, "Ben", FakeMedia.BLUE_YELLOW);
                Participant cid = lab.browser("cid", playwright, "Cid", FakeMedia.CYAN_RED)) {
            ServerProcess server = lab.server();
            FlowMeter atAnn = new FlowMeter(ann);
            FlowMeter atBen = new FlowMeter(ben);
            lab.joinHearingRoutes(ann);
            lab.joinHearingRoutes(ben);
            awaitState(ann, 2, server);
            lab.awaitQuietRelay(() -> heard(ann));
            see(ann, BLUE_YELLOW, server);
            restart(atAnn, atBen);
            forget(ann, ben);

            lab.joinHearingRoutes(cid);
            awaitState(ann, 0, server);
            see(cid, List.of(RED_GREEN, BLUE_YELLOW), server);
            see(ann, List.of(BLUE_YELLOW, FakeMedia.CYAN_RED.picture()), server);
            see(ben, List.of(RED_GREEN, FakeMedia.CYAN_RED.picture()), server);
            figures("direct to relay as a third comes", atAnn, atBen);
            shown("direct to relay as a third comes", ann, ben);
            assertEquals(0, ann.page().evaluate("window.routes.at(-1).state"), server::output);
            assertTrue(lab.relayedWithin("out") > 0, server::output);
        }
    }

    private static void see(Participant viewer, String picture, ServerProcess server) {
        see(viewer, List.of(picture), server);
    }

    private static void see(Participant viewer, List<String> pictures, ServerProcess server) {
        try {
            viewer.awaitPictures(pictures, JOIN_MS);
        } catch (AssertionError e) {
            throw new AssertionError(server.output(), e);
        }
    }

    /** By the event, or, where it came before anybody listened, by the user state. */
    private static void awaitState(Participant participant, int state, ServerProcess server) {
        try {
            participant
                    .page()
                    .waitForFunction(
                            "async (state) => window.routes.at(-1)?.state === state"
                                    + " || (window.routes.length === 0"
                                    + " && (await window.anychat.client.directory.userState(-1, 11)).number === state)",
                            state,
                            new Page.WaitForFunctionOptions()
                                    .setTimeout(ROUTE_MS)
                                    .setPollingInterval(200));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    participant.name() + " never heard of " + state + " but of "
                            + participant.page().evaluate("JSON.stringify(window.routes)") + "\n"
                            + participant.console() + "\n" + server.output(),
                    e);
        }
    }

    private static void awaitReason(Participant participant, String reason, ServerProcess server) {
        try {
            participant
                    .page()
                    .waitForFunction(
                            "reason => window.routes.some((route) => route.reason === reason)",
                            reason,
                            new Page.WaitForFunctionOptions()
                                    .setTimeout(ROUTE_MS)
                                    .setPollingInterval(200));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    participant.name() + " never heard of " + reason + " but of "
                            + participant.page().evaluate("JSON.stringify(window.routes)") + "\n" + server.output(),
                    e);
        }
    }

    private static String heard(Participant participant) {
        return participant.page().evaluate("JSON.stringify(window.routes)") + "\n" + participant.console();
    }

    private static String stateOf(String name) {
        return "async () => { const client = window.anychat.client;"
                + " const user = client.users.find((one) => one.name === '" + name + "');"
                + " return (await client.directory.userState(user.userId, 11)).number; }";
    }

    private static String routesOf(String name) {
        return "async () => { const client = window.anychat.client;"
                + " const user = client.users.find((one) => one.name === '" + name + "');"
                + " return (await client.directory.routes(user.userId)).map(({way, hops}) => `${way} ${hops}`); }";
    }

    private static void restart(FlowMeter... meters) {
        for (FlowMeter meter : meters) {
            meter.restart();
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
                () -> gaps(meter) + ", unseen for " + meter.unseenMs() + " ms\n" + heard(participant) + "\n"
                        + server.output());
    }

    private static void figures(String what, FlowMeter atAnn, FlowMeter atBen) {
        System.out.println("FIGURES " + what + ": longest without picture and sound at one " + gaps(atAnn)
                + ", at the other " + gaps(atBen));
    }

    private static void forget(Participant... viewers) {
        for (Participant viewer : viewers) {
            viewer.page().evaluate("window.anychatProbe.forget()");
        }
    }

    private static void shown(String what, Participant one, Participant other) {
        System.out.println("FIGURES " + what + ": longest without a new picture on the page at one " + shownGap(one)
                + " ms, at the other " + shownGap(other) + " ms");
    }

    private static long shownGap(Participant viewer) {
        return ((Number) viewer.page().evaluate("window.anychatProbe.longestGapMs()")).longValue();
    }

    private static String gaps(FlowMeter meter) {
        return meter.pictureGapMs() + " and " + meter.soundGapMs() + " ms";
    }
}
