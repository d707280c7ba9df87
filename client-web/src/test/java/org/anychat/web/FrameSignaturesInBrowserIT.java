package org.anychat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Frames of mesh edges, signed and verified in a real browser. */
class FrameSignaturesInBrowserIT {
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
        assertEquals(Map.of("wrong", List.of(), "count", 3), run("signsAsTheVectorsSay"));
    }

    @Test
    void shouldTellFramesOfThePublisherFromOthers() {
        assertEquals(
                Map.of(
                        "result",
                        List.of("stale", "good", "stale", "good", "stale", "good", "stale", "good", "good"),
                        "forged",
                        List.of("forged"),
                        "count",
                        10),
                run("tellsFramesApart"));
    }

    private static Map<?, ?> run(String scenario) {
        try (Page page = browser.open("/blank.html", new Browser.NewContextOptions(), "")) {
            return (Map<?, ?>)
                    page.evaluate("async name => (await import('/sdk-scenarios.js')).scenarios[name]()", scenario);
        }
    }
}
