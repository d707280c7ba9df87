package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two people at home, each behind a router: whatever these are they see and hear each other, and directly where that can be. */
@Tag("slow")
@Timeout(1800)
class NatMatrixSystemTest {
    private static final int MONITOR_PORT = 9464;
    private static final String PAGE = "https://" + NatLab.SERVER + "/";
    private static final int NEVER = 0;
    private static final int AS_THE_SERVER_SEES_FIT = 1;
    private static final double WATCHED_MS = 1_000;
    private static final double QUIET_MS = 20_000;
    private static final double CONTROL_MS = 3_000;
    /** How long both go on sending directly when the server has decided, and somewhat more. */
    private static final double GRACE_MS = 3_000;

    private static final double FLOW_MS = 30_000;
    private static final int SOME = 15;
    /** On a machine that others keep busy; what is usual is printed. */
    private static final long MOST_GAP_MS = 5_000;

    /** All 25 pairs, each kind on either side, or only one of each two that differ by the side. */
    private static final boolean BOTH_ORDERS = Boolean.getBoolean("anychat.bothOrders");

    /** The longest times without picture, without sound, and without a look at either, at whichever side it was longer. */
    private record Gaps(long pictureMs, long soundMs, long unseenMs) {
        long longerMs() {
            return Math.max(pictureMs, soundMs);
        }

        @Override
        public String toString() {
            return pictureMs + "/" + soundMs + "/" + unseenMs + " ms";
        }
    }

    /**
     * What a round has seen.
     *
     * @param gaps by the relay alone, in the attempt, and, where it was direct, on the way back
     */
    private record Round(String pair, boolean opens, boolean direct, long directMs, List<Gaps> gaps) {
        @Override
        public String toString() {
            return "FIGURES NAT " + pair + ": a punch " + (opens ? "opens" : "fails") + ", seen "
                    + (direct ? "direct after " + directMs + " ms" : "relay")
                    + "; longest without picture/sound/a look by the relay alone "
                    + gaps.get(0) + ", in the attempt " + gaps.get(1) + (direct ? ", back " + gaps.get(2) : "");
        }
    }

    /** The two, and what their media is measured with. */
    private record Stage(NetworkLab.Machine server, DirectUser ann, DirectUser ben, FlowMeter atAnn, FlowMeter atBen) {
        void restart() {
            atAnn.restart();
            atBen.restart();
        }

        /** The longest times without, once media of both has gone on. */
        Gaps gaps() {
            atAnn.awaitMore(SOME, FLOW_MS);
            atBen.awaitMore(SOME, FLOW_MS);
            Gaps gaps = new Gaps(
                    Math.max(atAnn.pictureGapMs(), atBen.pictureGapMs()),
                    Math.max(atAnn.soundGapMs(), atBen.soundGapMs()),
                    Math.max(atAnn.unseenMs(), atBen.unseenMs()));
            assertTrue(gaps.longerMs() <= MOST_GAP_MS, gaps::toString);
            return gaps;
        }

        void linger(double ms) {
            ann.participant().page().waitForTimeout(ms);
        }

        double forwarded() {
            return Scrape.of(server.address(), MONITOR_PORT)
                    .sum("anychat_relay_rtp_packets_total", "direction=\"out\"");
        }

        double forwardedWithin(double ms) {
            double before = forwarded();
            linger(ms);
            return forwarded() - before;
        }

        void awaitQuietRelay() {
            double left = QUIET_MS;
            while (forwardedWithin(WATCHED_MS) > 0) {
                left -= WATCHED_MS;
                assertTrue(left > 0, "the relay goes on forwarding");
            }
        }

        void perceiveEachOther() {
            ann.perceives(ben);
            ben.perceives(ann);
        }
    }

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @Test
    void shouldGoDirectlyExactlyWhereAPathCanBeOpened() throws IOException {
        List<Round> rounds = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try (NatLab lab = new NatLab();
                Playwright playwright = Participant.playwright();
                ServerProcess server = serverOn(lab);
                PunchProbe probe = new PunchProbe(lab);
                DirectUser ann = user(lab.home(0), playwright, "Ann", FakeMedia.RED_GREEN);
                DirectUser ben = user(lab.home(1), playwright, "Ben", FakeMedia.BLUE_YELLOW)) {
            Stage stage = stage(lab, ann, ben);
            for (NatKind first : NatKind.values()) {
                for (NatKind second : NatKind.values()) {
                    if (!BOTH_ORDERS && second.compareTo(first) < 0) {
                        continue;
                    }
                    route(lab, first, second);
                    boolean opens = probe.opens();
                    // Routers know nothing of what the probe has opened.
                    route(lab, first, second);
                    try {
                        assertEquals(first.opensTo(second), opens, "what the lab's routers are");
                        rounds.add(round(stage, rounds.size() + problems.size() + 1, first + " x " + second, opens));
                    } catch (AssertionError | RuntimeException e) {
                        problems.add(first + " x " + second + ": " + e + "\n" + ann.report() + "\n" + ben.report());
                    }
                }
            }
            print(rounds);
            assertEquals(List.of(), problems, server::output);
        }
    }

    @Test
    void shouldGoDirectlyBehindOneRouterUnlessItKeepsItsGuestsFromEachOther() throws IOException {
        try (NatLab lab = new NatLab();
                Playwright playwright = Participant.playwright();
                ServerProcess server = serverOn(lab);
                DirectUser ann = user(lab.home(0), playwright, "Ann", FakeMedia.RED_GREEN);
                DirectUser ben = user(lab.neighbour(), playwright, "Ben", FakeMedia.BLUE_YELLOW)) {
            lab.nat(0, NatKind.SYMMETRIC);
            Stage stage = stage(lab, ann, ben);
            try {
                round(stage, 1, "two behind one router", true);
                lab.isolateNeighbours();
                round(stage, 2, "two guests behind one router", false);
            } catch (AssertionError e) {
                throw new AssertionError(ann.report() + "\n" + ben.report() + "\n" + server.output(), e);
            }
        }
    }

    /** The two meet on the relay, try to do without, and go back to it. */
    private static Round round(Stage stage, int room, String pair, boolean opens) {
        stage.ann().join(PAGE, room);
        stage.ann().policy(NEVER);
        stage.ben().join(PAGE, room);
        stage.perceiveEachOther();
        stage.restart();
        stage.linger(CONTROL_MS);
        List<Gaps> gaps = new ArrayList<>(List.of(stage.gaps()));

        stage.restart();
        stage.ben().forgetRoutes();
        stage.ann().policy(AS_THE_SERVER_SEES_FIT);
        boolean direct = stage.ann().awaitAttempt();
        assertEquals(direct, stage.ben().awaitAttempt());
        long directMs = direct ? awaitDirect(stage) : 0;
        gaps.add(stage.gaps());
        stage.perceiveEachOther();
        assertEquals(opens, direct, "whether media goes directly");
        if (direct) {
            gaps.add(goBack(stage));
        }
        assertTrue(stage.forwardedWithin(WATCHED_MS) > 0, "the relay forwards");
        Round round = new Round(pair, opens, direct, directMs, List.copyOf(gaps));
        System.out.println(round);
        return round;
    }

    /** How long it took from the wish to the last direct track on either page. */
    private static long awaitDirect(Stage stage) {
        stage.ann().awaitDirectTracks();
        stage.ben().awaitDirectTracks();
        long ms = Math.max(stage.ann().changedMs(), stage.ben().changedMs())
                - stage.ann().sinceMs();
        stage.awaitQuietRelay();
        return ms;
    }

    private static Gaps goBack(Stage stage) {
        stage.restart();
        stage.ben().forgetRoutes();
        stage.ann().policy(NEVER);
        stage.ann().awaitReason("never");
        stage.ben().awaitReason("never");
        stage.linger(GRACE_MS);
        Gaps gaps = stage.gaps();
        stage.perceiveEachOther();
        return gaps;
    }

    private static void print(List<Round> rounds) {
        List<Round> direct = rounds.stream().filter(Round::direct).toList();
        System.out.println(
                "FIGURES NAT: " + rounds.size() + " pairs, direct " + direct.size() + "; half and 95 % within: direct "
                        + within(direct.stream().map(Round::directMs)) + "; longest gap by the relay alone "
                        + within(longest(direct, 0)) + ", there " + within(longest(direct, 1)) + ", back "
                        + within(longest(direct, 2)));
    }

    private static Stream<Long> longest(List<Round> rounds, int step) {
        return rounds.stream().map(round -> round.gaps().get(step).longerMs());
    }

    private static String within(Stream<Long> times) {
        List<Long> sorted = times.sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : sorted.get((sorted.size() - 1) / 2) + " and " + sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1)
                        + " ms";
    }

    private static void route(NatLab lab, NatKind first, NatKind second) {
        lab.nat(0, first);
        lab.nat(1, second);
    }

    private static Stage stage(NatLab lab, DirectUser ann, DirectUser ben) {
        return new Stage(lab.server(), ann, ben, new FlowMeter(ann.participant()), new FlowMeter(ben.participant()));
    }

    private DirectUser user(NetworkLab.Machine machine, Playwright playwright, String name, FakeMedia media) {
        return new DirectUser(Participant.openOn(machine, playwright, folder, name, media), media);
    }

    private ServerProcess serverOn(NatLab lab) throws IOException {
        Files.writeString(
                folder.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nShowTrayIcon=0\nDemoUserLimit=200\nTCPListenPort=443\nAdvertisedAddress="
                        + NatLab.SERVER + "\n[Video Settings]\nVideoFPS=15\n[Monitor Settings]\nMonitorPort="
                        + MONITOR_PORT + "\nMonitorAddress=" + lab.server().address() + "\n");
        ServerProcess server = ServerProcess.memberOn(lab.server(), folder, Map.of(ServerProcess.ROUTING_POLICY, "2"));
        server.awaitReady();
        return server;
    }
}
