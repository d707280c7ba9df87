package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What operators order while two users exchange media directly counts for that media, too. */
@Tag("slow")
@Timeout(300)
class DirectOrdersSystemTest {
    private static final int SOME = 15;
    /** On a machine that others keep busy. */
    private static final long MOST_GAP_MS = 5_000;

    private static final int KICKED = 211;

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @Test
    void shouldWithholdWhatAnOperatorMutesAndBringItBackOnceThatIsLifted() throws Exception {
        try (Playwright playwright = Participant.playwright();
                MediaLab lab = counting();
                Dashboard dashboard = Dashboard.open(playwright, lab.pageUrl());
                JavaUserProcess ann = lab.program("ann", 1).inRoom();
                JavaUserProcess ben = lab.program("ben", 1).inRoom()) {
            awaitDirect(lab, ann, ben);
            dashboard.logIn(lab.server()).go("room/1");
            String row = "tr[data-key='" + ann.userId() + "']";

            restart(ann, ben);
            int benFrom = ben.mark();
            dashboard.act(row, "mute", "camera", "true");
            assertStopped(lab, "picture", ben, JavaUserProcess.Gaps::pictures, JavaUserProcess.Gaps::pictureMs);
            assertTrue(ben.awaitState(benFrom, 0).endsWith(" withheld"), ben::output);
            ann.awaitMore(SOME);
            assertFlows(lab, ann, JavaUserProcess.Gaps::pictureMs);
            assertFlows(lab, ann, JavaUserProcess.Gaps::soundMs);
            assertFlows(lab, ben, JavaUserProcess.Gaps::soundMs);
            assertNothingDirect(lab, ann, ben);

            restart(ann, ben);
            dashboard.act(row, "mute", "microphone", "true");
            assertStopped(lab, "sound", ben, JavaUserProcess.Gaps::sounds, JavaUserProcess.Gaps::soundMs);
            assertFlows(lab, ann, JavaUserProcess.Gaps::soundMs);

            int annFrom = ann.mark();
            benFrom = ben.mark();
            dashboard.act(row, "mute", "camera", "false", "microphone", "false");
            ben.awaitMore(SOME);
            ann.awaitState(annFrom, 2);
            ben.awaitState(benFrom, 2);
            awaitDirect(lab, ann, ben);
        }
    }

    @Test
    void shouldBringNothingMoreToWhomAnOperatorHasKicked() throws Exception {
        try (Playwright playwright = Participant.playwright();
                MediaLab lab = counting();
                Dashboard dashboard = Dashboard.open(playwright, lab.pageUrl());
                JavaUserProcess ann = lab.program("ann", 1).inRoom();
                JavaUserProcess ben = lab.program("ben", 1).inRoom()) {
            awaitDirect(lab, ann, ben);
            dashboard.logIn(lab.server()).go("room/1");

            restart(ann, ben);
            dashboard.act("tr[data-key='" + ann.userId() + "']", "kick");
            assertStopped(
                    lab,
                    "picture or sound",
                    ann,
                    gaps -> gaps.pictures() + gaps.sounds(),
                    gaps -> Math.min(gaps.pictureMs(), gaps.soundMs()));
            ann.awaitLinkClose(KICKED);
            assertNothingDirect(lab, ann, ben);
        }
    }

    /** As with a program that does not want to hear of it: the other has to end it. */
    @Test
    void shouldSendNothingMoreToWhomAnOperatorHasKickedAndWhoGoesOn() throws Exception {
        try (Playwright playwright = Participant.playwright();
                MediaLab lab = counting();
                Dashboard dashboard = Dashboard.open(playwright, lab.pageUrl());
                JavaUserProcess ann = lab.program("ann", 1).inRoom();
                JavaUserProcess ben = lab.program("ben", 1).inRoom()) {
            awaitDirect(lab, ann, ben);
            dashboard.logIn(lab.server()).go("room/1");

            lab.network().cut("ann", MediaLab.SERVER);
            ann.awaitMore(SOME);
            dashboard.act("tr[data-key='" + ann.userId() + "']", "kick");
            MediaLab.settle();
            assertNothingComes(lab, "ben", "ann", ben);
        }
    }

    @Test
    void shouldFollowAnotherRoutingPolicyWhileACallRuns() throws Exception {
        try (MediaLab lab = counting();
                JavaUserProcess ann = lab.program("ann", 1).inRoom();
                JavaUserProcess ben = lab.program("ben", 1).inRoom()) {
            awaitDirect(lab, ann, ben);
            assertCountsOfOneDirectPair(lab.scrape());

            restart(ann, ben);
            int annFrom = ann.mark();
            int benFrom = ben.mark();
            lab.routingPolicy(MediaLab.RELAY_ALONE);
            assertTrue(ann.awaitState(annFrom, 0).endsWith(" policy"), ann::output);
            assertTrue(ben.awaitState(benFrom, 0).endsWith(" policy"), ben::output);
            MediaLab.settle();
            assertTrue(lab.relayedWithin("out") > 0, lab.server()::output);
            assertNothingDirect(lab, ann, ben);
            flowed("direct to relay as the policy changes", lab, ann, ben);
            assertCountsOfNoPairAfterThePolicy(lab.scrape());

            restart(ann, ben);
            annFrom = ann.mark();
            benFrom = ben.mark();
            lab.routingPolicy(MediaLab.DIRECT);
            ann.awaitState(annFrom, 2);
            ben.awaitState(benFrom, 2);
            awaitDirect(lab, ann, ben);
            flowed("relay to direct as the policy changes", lab, ann, ben);
        }
    }

    private MediaLab counting() {
        MediaLab lab = MediaLab.open(folder, MediaLab.DIRECT);
        lab.network().countUdp("ann", "ben");
        lab.network().countUdp("ben", "ann");
        return lab;
    }

    /** Waits until all media goes directly, which the machines' own counts say, too. */
    private static void awaitDirect(MediaLab lab, JavaUserProcess ann, JavaUserProcess ben)
            throws InterruptedException {
        ann.awaitState(0, 2);
        ben.awaitState(0, 2);
        lab.awaitQuietRelay(() -> ann.output() + "\n" + ben.output());
        ann.awaitMore(SOME);
        ben.awaitMore(SOME);
        long toBen = lab.network().udpPackets("ann", "ben");
        long toAnn = lab.network().udpPackets("ben", "ann");
        ann.awaitMore(SOME);
        ben.awaitMore(SOME);
        assertTrue(lab.network().udpPackets("ann", "ben") >= toBen + SOME, ann::output);
        assertTrue(lab.network().udpPackets("ben", "ann") >= toAnn + SOME, ben::output);
    }

    /** Neither sends the other anything any more, wanted or not. */
    private static void assertNothingDirect(MediaLab lab, JavaUserProcess ann, JavaUserProcess ben)
            throws InterruptedException {
        MediaLab.settle();
        assertNothingComes(lab, "ann", "ben", ann);
        assertNothingComes(lab, "ben", "ann", ben);
    }

    private static void assertNothingComes(MediaLab lab, String from, String to, JavaUserProcess sender)
            throws InterruptedException {
        long before = lab.network().udpPackets(from, to);
        MediaLab.watch();
        assertEquals(
                before,
                lab.network().udpPackets(from, to),
                () -> sender.output() + "\n" + lab.server().output());
    }

    /** What was under way when the order was confirmed has come soon after, and nothing since. */
    private static void assertStopped(
            MediaLab lab,
            String what,
            JavaUserProcess viewer,
            ToLongFunction<JavaUserProcess.Gaps> count,
            ToLongFunction<JavaUserProcess.Gaps> quietMs)
            throws InterruptedException {
        long orderedNs = System.nanoTime();
        MediaLab.settle();
        long before = count.applyAsLong(viewer.gaps());
        MediaLab.watch();
        JavaUserProcess.Gaps after = viewer.gaps();
        long passedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - orderedNs);
        assertEquals(
                before,
                count.applyAsLong(after),
                () -> what + "\n" + viewer.output() + "\n" + lab.server().output());
        System.out.println("FIGURES an operator's order: the last " + what + " came "
                + (passedMs - quietMs.applyAsLong(after)) + " ms after it was confirmed");
    }

    private static void assertFlows(
            MediaLab lab, JavaUserProcess viewer, ToLongFunction<JavaUserProcess.Gaps> quietMs) {
        JavaUserProcess.Gaps gaps = viewer.gaps();
        assertTrue(
                quietMs.applyAsLong(gaps) <= MOST_GAP_MS,
                () -> gaps + "\n" + viewer.output() + "\n" + lab.server().output());
    }

    private static void flowed(String what, MediaLab lab, JavaUserProcess ann, JavaUserProcess ben)
            throws InterruptedException {
        ann.awaitMore(SOME);
        ben.awaitMore(SOME);
        System.out.println("FIGURES " + what + ": longest without picture and sound at one " + ann.gaps()
                + ", at the other " + ben.gaps());
        for (JavaUserProcess viewer : new JavaUserProcess[] {ann, ben}) {
            assertFlows(lab, viewer, JavaUserProcess.Gaps::pictureMs);
            assertFlows(lab, viewer, JavaUserProcess.Gaps::soundMs);
        }
    }

    private static void assertCountsOfOneDirectPair(Scrape scrape) {
        assertEquals(1, scrape.sum("anychat_room_direct_pairs", "state=\"direct\""), scrape.text());
        assertEquals(1, scrape.sum("anychat_room_direct_pairs"), scrape.text());
        assertEquals(1, scrape.sum("anychat_room_direct_attempts_total", "outcome=\"connected\""), scrape.text());
        assertEquals(2, scrape.sum("anychat_room_direct_seconds_count"), scrape.text());
        assertTrue(scrape.sum("anychat_room_direct_seconds_sum") > 0, scrape.text());
        assertEquals(0, scrape.sum("anychat_room_direct_ends_total"), scrape.text());
    }

    private static void assertCountsOfNoPairAfterThePolicy(Scrape scrape) {
        assertEquals(0, scrape.sum("anychat_room_direct_pairs"), scrape.text());
        assertEquals(1, scrape.sum("anychat_room_direct_ends_total", "reason=\"policy\""), scrape.text());
        assertEquals(1, scrape.sum("anychat_room_direct_ends_total"), scrape.text());
    }

    private static void restart(JavaUserProcess... users) {
        for (JavaUserProcess user : users) {
            user.say("restart");
        }
    }
}
