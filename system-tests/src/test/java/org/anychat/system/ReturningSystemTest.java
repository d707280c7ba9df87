package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.anychat.testsupport.CuttableProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser whose network breaks in the midst of a call: the other one sees its picture go on and hears of nothing. */
class ReturningSystemTest {
    private static final double JOIN_MS = 60_000;
    private static final double AWAY_MS = 4_000;

    @TempDir
    Path folder;

    @Test
    void shouldGoOnWithTheCallWhileTheLinkIsLostAndAfterItsReturn() {
        try (ServerProcess server = ServerProcess.start(folder);
                CuttableProxy network = CuttableProxy.to(server.tcpPort());
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, folder, "Ann", FakeMedia.RED_GREEN);
                Participant ben = Participant.open(playwright, folder, "Ben", FakeMedia.BLUE_YELLOW)) {
            ann.join("http://localhost:" + network.port() + "/", 1);
            ben.join(server, 1);
            ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), JOIN_MS);
            ben.awaitPictures(List.of(FakeMedia.RED_GREEN.picture()), JOIN_MS);
            listen(ben.page());
            listen(ann.page());

            network.block(true);
            network.cut();
            ann.page().waitForSelector("#call-notices [data-subject=link]");
            ben.page().evaluate("window.anychatProbe.forget()");
            ben.page().waitForTimeout(AWAY_MS);
            ben.page().evaluate("window.anychat.client.sendText('while you were away')");
            network.block(false);
            ann.page().waitForFunction("() => window.heard.some(([event]) => event === 'reconnected')");
            ann.page().waitForFunction("() => window.heard.some(([event]) => event === 'textMessage')");
            ben.page().waitForTimeout(AWAY_MS);

            assertEquals(List.of(), ben.page().evaluate("window.heard"), server.output());
            assertEquals(
                    List.of("reconnecting", "reconnected true", "textMessage while you were away"),
                    ann.page()
                            .evaluate(
                                    "window.heard.map(([event, word]) => word === undefined ? event : `${event} ${word}`)"));
            assertEquals(
                    0, ann.page().locator("#call-notices [data-subject=link]").count());
            assertPictureWentOn(ben, server);
        }
    }

    /** Everything that an application would notice. */
    private static void listen(Page page) {
        page.evaluate("() => { window.heard = [];"
                + " const client = window.anychat.client;"
                + " for (const event of ['userAtRoom', 'cameraState', 'micStateChange', 'remoteTrack',"
                + " 'remoteTrackRemoved', 'mediaState', 'reconnecting', 'reconnected', 'textMessage', 'linkClose'])"
                + " client.on(event, (detail) => window.heard.push([event, detail.resumed ?? detail.text])); }");
    }

    private static void assertPictureWentOn(Participant viewer, ServerProcess server) {
        Map<?, ?> report = (Map<?, ?>) viewer.page().evaluate("window.anychatProbe.report()");
        String context = report + "\n" + viewer.console() + "\n" + server.output();
        Map<?, ?> video = (Map<?, ?>) ((List<?>) report.get("videos")).get(0);
        assertEquals(FakeMedia.RED_GREEN.picture(), video.get("picture"), context);
        assertTrue(((Number) video.get("longestGapMs")).doubleValue() < 1_500, context);
    }
}
