package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of what somebody in a mesh tree passes on otherwise than it was signed reaches an application, and it passes on nothing more; what it keeps to itself comes by the relay. */
@Timeout(600)
class MeshForgerySystemTest {
    private static final int VIEWERS = 4;
    private static final int MTN = 2;
    private static final int TTL = 3;
    /** Viewers whose word ends a forwarder's part. */
    private static final int ENOUGH = 2;
    /** From the publisher by the liar, who alone passes anything on. */
    private static final int BY_THE_LIAR = 2;

    /** A free place is given after 2 s, plans are looked over every 10 s. */
    private static final long WATCHED_MS = 25_000;

    private static final long LOOK_MS = 500;
    /** On a machine that others keep busy. */
    private static final long MOST_GAP_MS = 5_000;

    private static final String FORGED = "0 forged";

    @TempDir
    Path folder;

    @BeforeEach
    void mayMakeNetworks() {
        assumeTrue(NetworkLab.isPossible(), "needs root, ip and nft");
    }

    @Test
    void shouldShowNothingForgedAndFeedNobodyByWhoAlters() throws Exception {
        assertLieIsFound("ALTERS");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"STRIPS", "INJECTS"})
    void shouldShowNothingForgedAndFeedNobodyByALiarAnyMore(String lie) throws Exception {
        assertLieIsFound(lie);
    }

    private void assertLieIsFound(String lie) throws Exception {
        try (MeshLab lab = MeshLab.open(folder, TTL, MTN);
                JavaUserProcess liar = lab.liar(lie)) {
            lab.view(VIEWERS, 0);
            lab.seeAll();
            lab.awaitUntil(() -> fedByTheLiar(lab).size() == MTN);
            lab.viewers().forEach(viewer -> viewer.say("restart"));

            liar.say("lie");
            lab.awaitUntil(() -> deceived(lab).size() >= ENOUGH);
            lab.seeAll();
            assertGaps(lie, lab);

            assertNotFedByTheLiar(lab);
            lab.awaitUntil(() -> !lab.fed().isEmpty());
            lab.seeAll();
            for (JavaUserProcess viewer : lab.viewers()) {
                assertEquals(0, viewer.strange(), lab::outputs);
            }
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"WITHHOLDS_PICTURE", "WITHHOLDS_SOUND"})
    void shouldServeByTheRelayThoseFromWhomOneKindIsWithheld(String lie) throws Exception {
        try (MeshLab lab = MeshLab.open(folder, TTL, MTN);
                JavaUserProcess liar = lab.liar(lie)) {
            lab.view(VIEWERS, 0);
            lab.seeAll();
            lab.awaitUntil(() -> fedByTheLiar(lab).size() == MTN);

            liar.say("lie");
            lab.awaitUntil(() -> fedByTheLiar(lab).isEmpty());
            lab.seeAll();
        }
    }

    private static List<JavaUserProcess> deceived(MeshLab lab) {
        return lab.viewers().stream().filter(viewer -> viewer.hasHeard(FORGED)).toList();
    }

    private static List<JavaUserProcess> fedByTheLiar(MeshLab lab) {
        int publisher = lab.publisher().userId();
        return lab.viewers().stream()
                .filter(viewer -> viewer.hopsFrom(publisher).get(0) == BY_THE_LIAR)
                .toList();
    }

    private static void assertGaps(String lie, MeshLab lab) {
        for (JavaUserProcess viewer : deceived(lab)) {
            JavaUserProcess.Gaps gaps = viewer.gaps();
            System.out.println("FIGURES " + lie + ": longest without picture and sound at a deceived viewer " + gaps);
            assertTrue(
                    gaps.pictureMs() <= MOST_GAP_MS && gaps.soundMs() <= MOST_GAP_MS,
                    () -> gaps + "\n" + lab.outputs());
        }
    }

    private static void assertNotFedByTheLiar(MeshLab lab) {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WATCHED_MS);
        while (System.nanoTime() < endNs) {
            assertEquals(List.of(), fedByTheLiar(lab), lab::outputs);
            MeshLab.pause(LOOK_MS);
        }
    }
}
