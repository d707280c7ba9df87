package org.anychat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser finds out of its network, and tells the server; behind real NATs it is a system test. */
class NetworkInBrowserIT {
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
    void shouldSayWhatServersSee() {
        assertEquals(
                Map.ofEntries(
                        Map.entry("oneForTwo", "independent"),
                        Map.entry("revealed", "independent"),
                        Map.entry("notAllHaveAnswered", "unknown"),
                        Map.entry("twoForTwo", "port"),
                        Map.entry("twoAndOneIsSilent", "port"),
                        Map.entry("onePerAddress", "address"),
                        Map.entry("onePerPort", "port"),
                        Map.entry("oneServer", "unknown"),
                        Map.entry("oneServerWithoutNat", "independent"),
                        Map.entry("itsOwn", "independent"),
                        Map.entry("nobody", "unknown, blocked"),
                        Map.entry("failed", "unknown, blocked"),
                        Map.entry("ofTheOtherVersion", "unknown, blocked"),
                        Map.entry("twoBases", "independent"),
                        Map.entry("worseAndBetter", "independent"),
                        Map.entry("byTcp", "unknown, blocked")),
                run("readsWhatServersSee"));
    }

    @Test
    void shouldCompareServersOfOneKind() {
        assertEquals(
                List.of("203.0.113.10 8907, 203.0.113.11 8907", "2001:db8::10 8907", "10.1.0.9 8907"),
                run("asksThoseThatCanBeCompared"));
    }

    @Test
    void shouldFindTheRelaysAddressesInItsDescription() {
        assertEquals(List.of("203.0.113.10 8907", "2001:db8::10 8907"), run("findsTheRelaysAddresses"));
    }

    @Test
    void shouldTellOnlyWhileTheServerWantsToKnow() {
        String told = "p2pNetwork independent unknown true";
        assertEquals(
                Map.of("before", 0, "asked", 2, "told", told + "; " + told, "withoutServers", 0),
                run("tellsWhileItIsWanted"));
    }

    @Test
    void shouldAskAgainWhereTheNetworkChanges() {
        assertEquals(
                Map.of(
                        "told",
                        "p2pNetwork independent unknown true; p2pNetwork port unknown true; p2pNetwork independent unknown true",
                        "settled",
                        true),
                run("asksAgainWhereTheNetworkChanges"));
    }

    @Test
    void shouldEndWhatIsUnderWay() {
        assertEquals(Map.of("afterEstimates", 1, "first", true, "second", true), run("endsWhatIsUnderWay"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "21"})
    void shouldAskNobodyAnyMoreOnceTheServerHasNoUseForIt(String code) {
        assertEquals(1, run("asksNobodyWhereItIsOfNoUse", code));
    }

    @Test
    void shouldAskOnceMoreBeforeItSaysThatNoUdpGetsThrough() {
        assertEquals(
                Map.of(
                        "there",
                        "p2pNetwork independent unknown true",
                        "gone",
                        "p2pNetwork unknown unknown false",
                        "asked",
                        2,
                        "later",
                        2),
                run("asksOnceMoreWhereNobodyAnswers"));
    }

    @Test
    void shouldAskOnceMoreBeforeItSaysThatItDoesNotKnowAnyMore() {
        assertEquals("unknown port independent unknown", run("asksOnceMoreWhereOneIsSilent"));
    }

    @Test
    void shouldBelieveThatUdpGetsThroughWhereTheRelaysConnectionGoesByIt() {
        assertEquals(
                "p2pNetwork unknown unknown true 2300000; p2pNetwork unknown unknown true",
                run("believesWhatGetsThrough"));
    }

    private static Object run(String scenario) {
        return run(scenario, "");
    }

    private static Object run(String scenario, String argument) {
        try (Page page = browser.open("/blank.html", new Browser.NewContextOptions(), "")) {
            return page.evaluate(
                    "async ([name, argument]) => (await import('/sdk-scenarios.js')).scenarios[name](argument)",
                    List.of(scenario, argument));
        }
    }
}
