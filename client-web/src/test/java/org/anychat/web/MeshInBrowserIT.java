package org.anychat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edges of mesh trees and their signed frames, in a real browser. */
class MeshInBrowserIT {
    private static BrowserRun browser;

    @BeforeAll
    static void open() {
        browser = new BrowserRun();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @Test
    void shouldSignAsTheVectorsSay() {
        assertEquals(Map.of("wrong", List.of(), "count", 6), run("signsAsTheVectorsSay"));
    }

    @Test
    void shouldTellFramesOfThePublisherFromOthers() {
        assertEquals(
                Map.of(
                        "begins", "stale good good",
                        "repeats", "stale stale",
                        "comesLate", "good good stale good stale",
                        "changesEpoch", "stale good stale good stale",
                        "forged", "forged",
                        "count", 7),
                run("tellsFramesApart"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vp8", "h264", "vp9"})
    void shouldLetThroughWhatThePublisherHasSigned(String codec) {
        assertEquals(Map.of("audio", 0, "video", 0), run("letsThroughWhatIsSigned", codec));
    }

    @Test
    void shouldLetThroughNothingElse() {
        assertEquals(Map.of("good", 0, "pictures", 0), run("letsThroughNothingElse"));
    }

    @Test
    void shouldSayWhatItCanDoWithAKeyForEachStay() {
        assertEquals(
                Map.of("policy", 1, "anew", true, "forwards", "frames", "upBps", 0, "key", true, "another", true),
                run("saysWhatItCanDo"));
    }

    @Test
    void shouldShowWhatComesByAnEdgeAsLongAsItComes() {
        assertEquals(
                Map.of(
                        "states",
                        List.of("connected", "direct", "starved"),
                        "there",
                        2,
                        "stays",
                        2,
                        "again",
                        2,
                        "still",
                        2,
                        "after",
                        0),
                run("takesWhatComesByAnEdge"));
    }

    @Test
    void shouldShowNothingThatThePublisherHasNotSigned() {
        assertEquals(Map.of("reports", "connected,forged", "direct", 0, "known", false), run("takesNothingForged"));
    }

    /** A browser makes a receiver of its own, without anybody's leave, for a source that is not the one that was named. */
    @Test
    void shouldVerifyWhatComesByOtherSourcesThanWereNamed() {
        assertEquals(
                Map.of("named", true, "reports", "connected,direct", "direct", 2),
                run("verifiesWhatComesBySourcesThatNobodyNamed"));
    }

    @Test
    void shouldGiveAnEdgeUpWhereOneKindIsWithheld() {
        assertEquals(Map.of("reports", "connected,direct,failed"), run("givesUpWhereOneKindIsWithheld"));
    }

    @Test
    void shouldLeaveTreesWhereItsWorkerDoesNotRun() {
        assertEquals(
                Map.of("before", true, "after", false, "reports", "failed,failed", "direct", 0),
                run("leavesTreesWithoutAWorker"));
    }

    @Test
    void shouldFeedAViewerWithWhatIsOpenAlone() {
        assertEquals(
                Map.of("from", "connected", "to", "connected,direct", "sent", "nothing,video", "codec", "video/H264"),
                run("feedsAViewer"));
    }

    @Test
    void shouldMakeNoEdgesThatItCannotOrMayNotMake() {
        assertEquals("failed,failed,failed,failed,failed,failed,declined,declined,failed", eval("refusesEdges", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264", "VP9"})
    void shouldPassOnWhatItGetsAsThePublisherHasSignedIt(String codec) {
        assertEquals(
                Map.of(
                        "forwards",
                        "frames",
                        "codec",
                        "video/" + codec,
                        "reports",
                        "connected,direct",
                        "passed",
                        "connected,direct,connected",
                        "there",
                        2,
                        "forged",
                        0),
                run("passesOn", codec.toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vp8", "h264", "vp9"})
    void shouldGoOnPassingWhereTheStreamComesByAnotherEdge(String codec) {
        assertEquals(
                Map.of("reports", "connected,direct", "there", 2, "failed", false, "forged", 0),
                run("goesOnWithAnotherParent", codec));
    }

    @Test
    void shouldKeepAnEdgeForWhichItHasNothing() {
        assertEquals(Map.of("reports", "connected,direct,starved", "failed", false), run("bridgesBelowASilentParent"));
    }

    @Test
    void shouldFindOutWhoPassesOnSomethingElse() {
        assertEquals(Map.of("reports", "connected,direct,forged", "there", 0), run("findsOutWhoAlters"));
    }

    @Test
    void shouldPassOnNoFurtherThanItMay() {
        assertEquals("failed,failed,failed,failed,failed,made,failed", eval("passesOnNoFurtherThanItMay", ""));
    }

    @Test
    void shouldEndAnEdgeWhoseNextParentHasAnotherCodec() {
        assertEquals(
                "connected,direct,connected,connected,failed,direct",
                eval("endsWhereTheNextParentHasAnotherCodec", ""));
    }

    @Test
    void shouldMovePicturesToTheTimesOfTheHost() {
        assertEquals(
                Map.of("unready", "4000000000,4000003000", "moved", true, "apart", 2_991, "jumped", true, "behind", 1),
                run("movesTimes"));
    }

    /** What is long past on one edge is so on the next, and what is not much behind is how it begins there. */
    @Test
    void shouldKnowOnANewEdgeWhatAnotherHasBroughtLongBefore() {
        assertEquals("stale,good,good", eval("knowsOnANewEdgeWhatHasCome", ""));
    }

    @Test
    void shouldPassOnNothingTwiceWhoeverBringsIt() {
        assertEquals("1,2,3,4,6,5,7", eval("passesNothingTwice", ""));
    }

    @Test
    void shouldPassOnInTheGraceOfTheEdgeAbove() {
        assertEquals(Map.of("meanwhile", "connected,direct", "failed", false), run("passesOnInTheGrace"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuses", "swallows", "ends"})
    void shouldSayOfAnEdgeThatItCanSendNothing(String how) {
        assertEquals("failed,false", eval("saysWhereItCanSendNothing", how));
    }

    @Test
    void shouldLeaveNothingOpenOfAnEdge() {
        assertEquals(
                Map.of("made", 8, "ends", "reader,reader,writer,writer", "forged", false), run("leavesNothingOpen"));
    }

    @Test
    void shouldGoOnInTheTimesOfSoundThatComesByAnotherEdge() {
        assertEquals(
                Map.of("first", "4294967000,664", "whole", 0, "after", true, "apart", 960),
                run("goesOnInTheTimesOfSound"));
    }

    @Test
    void shouldTryAPathThatTakesNoPictureEverLessOften() {
        assertEquals("400,800,1600,3200,6400,8000,8000,400", eval("triesALaterPathEverLessOften", ""));
    }

    @Test
    void shouldWaitAnewForAKindThatIsOpenedAgain() {
        assertEquals("connected,direct", eval("waitsAnewWhereAKindIsOpenedAgain", ""));
    }

    private static Map<?, ?> run(String scenario) {
        return run(scenario, "");
    }

    private static Map<?, ?> run(String scenario, String argument) {
        return (Map<?, ?>) eval(scenario, argument);
    }

    private static Object eval(String scenario, String argument) {
        try (Page page = browser.open("/blank.html", new Browser.NewContextOptions(), "")) {
            return page.evaluate(
                    "async ([name, argument]) => (await import('/sdk-scenarios.js')).scenarios[name](argument)",
                    List.of(scenario, argument));
        }
    }
}
