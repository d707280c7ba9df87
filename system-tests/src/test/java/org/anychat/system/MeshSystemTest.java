package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With mesh trees a publisher sends its stream to some viewers directly, those pass it on, and the relay serves the others. */
@Timeout(600)
class MeshSystemTest {
    private static final int VIEWERS = 8;
    private static final int MTN = 4;
    private static final int FEW = 2;
    private static final long WATCHED_MS = 4_000;
    /** On a machine that others keep busy. */
    private static final long MOST_GAP_MS = 5_000;

    private static final double MOST_REPEATED = 0.5;

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @Test
    void shouldFeedFourOfEightWithoutTheRelay() throws Exception {
        try (MeshLab lab = MeshLab.open(folder, 1, MTN)) {
            lab.view(VIEWERS, 0);
            lab.awaitUntil(() -> lab.fed().size() == MTN);
            lab.awaitUntil(() -> copies(lab) <= VIEWERS - MTN + MOST_REPEATED);
            System.out.println("FIGURES stars: packets that the relay sends for each that it gets: " + copies(lab));
            lab.seeAll();

            JavaUserProcess lost = lab.fed().get(0);
            lost.say("restart");
            int from = lost.mark();
            lab.cut(lost);
            lost.awaitState(from, 0);
            lab.seeAll();
            JavaUserProcess.Gaps gaps = lost.gaps();
            System.out.println("FIGURES edge cut: longest without picture and sound at the viewer " + gaps);
            assertTrue(
                    gaps.pictureMs() <= MOST_GAP_MS && gaps.soundMs() <= MOST_GAP_MS,
                    () -> gaps + "\n" + lab.outputs());
        }
    }

    /** Each sends to two at most, so that the publisher's two send to four, and one of these to the rest. */
    @Test
    void shouldFeedAllByViewersAndGoOnAsTwoOfThemAreKilled() throws Exception {
        try (MeshLab lab = MeshLab.open(folder, 3, FEW)) {
            lab.view(VIEWERS, MeshLab.UP_BPS);
            lab.awaitUntil(() -> lab.fed().size() >= FEW);
            // Nobody is fed by a viewer before that one has something to pass on.
            List<JavaUserProcess> first = lab.fed().subList(0, FEW);
            lab.awaitUntil(() -> lab.fed().size() == VIEWERS);
            lab.awaitUntil(() -> copies(lab) <= MOST_REPEATED);
            System.out.println("FIGURES trees: packets that the relay sends for each that it gets: " + copies(lab));
            lab.seeAll();

            lab.viewers().removeAll(first);
            lab.viewers().forEach(viewer -> viewer.say("restart"));
            first.forEach(JavaUserProcess::kill);
            lab.seeAll();
            MeshLab.pause(WATCHED_MS);
            assertGaps("two forwarders of eight killed", lab);
            lab.awaitUntil(() -> copies(lab) <= MOST_REPEATED);
        }
    }

    private static void assertGaps(String what, MeshLab lab) {
        long pictureMs = 0;
        long soundMs = 0;
        for (JavaUserProcess viewer : lab.viewers()) {
            JavaUserProcess.Gaps gaps = viewer.gaps();
            pictureMs = Math.max(pictureMs, gaps.pictureMs());
            soundMs = Math.max(soundMs, gaps.soundMs());
        }
        System.out.println("FIGURES " + what + ": longest without picture and sound at any viewer " + pictureMs
                + " and " + soundMs + " ms");
        assertTrue(pictureMs <= MOST_GAP_MS && soundMs <= MOST_GAP_MS, lab::outputs);
    }

    /** How many packets the relay sends for each that the publisher sends it, for a while. */
    private static double copies(MeshLab lab) {
        double in = lab.relayed("in");
        double out = lab.relayed("out");
        MeshLab.pause(WATCHED_MS);
        double sent = lab.relayed("in") - in;
        assertTrue(sent > 0, "the publisher sends to the relay, too");
        return (lab.relayed("out") - out) / sent;
    }
}
