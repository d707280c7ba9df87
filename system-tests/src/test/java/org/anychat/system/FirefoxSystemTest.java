package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.anychat.client.ClientRuntime;
import org.anychat.testsupport.CuttableProxy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Firefox beside Chromium and the Java SDK: each has picture and sound of the others, and what happens to one in a call the
 * others see. This Firefox has no OpenH264 plug-in, as one has none that was just installed or that may not load it.
 */
class FirefoxSystemTest {
    private static final double PATIENCE_MS = 60_000;
    private static final List<String> RED_GREEN = List.of(FakeMedia.RED_GREEN.picture());
    private static final List<String> BLUE_YELLOW = List.of(FakeMedia.BLUE_YELLOW.picture());

    private static final String COUNT_DESCRIPTIONS = """
            () => {
              window.descriptions = 0;
              const { setLocalDescription } = RTCPeerConnection.prototype;
              RTCPeerConnection.prototype.setLocalDescription = function (...all) {
                window.descriptions += 1;
                return setLocalDescription.apply(this, all);
              };
            }
            """;

    @RegisterExtension
    static final BrowserStage STAGE = new BrowserStage();

    private static ServerProcess server;
    private static Participant fox;
    private static Participant chrome;

    @BeforeAll
    static void open() {
        server = STAGE.server();
        fox = STAGE.firefox("Fox", FakeMedia.RED_GREEN);
        chrome = STAGE.chromium("Chrome", FakeMedia.BLUE_YELLOW);
    }

    @Test
    void shouldSeeAndHearChromiumAndTheJavaSdkBothWays() throws InterruptedException {
        FrameMeter meter = new FrameMeter();
        try (ClientRuntime runtime = ClientRuntime.create(1);
                SdkUser sdk = SdkUser.inRoom(server, runtime, "Sdk", 1)) {
            // Whoever comes first sends H.264, and goes over to what Firefox decodes once it is there.
            chrome.join(server, 1);
            chrome.page().waitForFunction("() => window.anychat && window.anychat.client.room");
            fox.join(server, 1);
            SdkUser.await(sdk.client().subscribe(meter));

            fox.awaitPictures(BLUE_YELLOW, PATIENCE_MS);
            chrome.awaitPictures(RED_GREEN, PATIENCE_MS);
            chrome.awaitTone(FakeMedia.RED_GREEN.toneHz(), PATIENCE_MS);
            meter.awaitMore(100, 60);

            sdk.publishing();
            chrome.awaitTone(BotProcess.TONE_HZ, PATIENCE_MS);
            awaitSound(fox, "window.anychat.client.getStats().then(({ subscribe }) => subscribe.tracks)", 2);
            assertDecoded(fox, 1, 2);
            assertDecoded(chrome, 1, 2);
        }
    }

    @Test
    void shouldCloseItsCameraOpenItAgainAndLeave() {
        call(2);
        fox.page().evaluate(COUNT_DESCRIPTIONS);

        fox.page().evaluate("() => window.anychat.client.closeCamera()");
        chrome.page().waitForFunction("() => document.querySelector('.tile.no-picture video:not(.mirrored)') !== null");
        chrome.page().evaluate("() => window.anychatProbe.forget()");
        fox.page().evaluate("() => window.anychat.client.openCamera()");
        chrome.awaitPictures(RED_GREEN, PATIENCE_MS);

        fox.page().evaluate("() => window.anychat.client.closeMicrophone()");
        chrome.page().evaluate("() => window.anychatProbe.forget()");
        fox.page().evaluate("() => window.anychat.client.openMicrophone()");
        chrome.awaitTone(FakeMedia.RED_GREEN.toneHz(), PATIENCE_MS);
        assertEquals(0, fox.page().evaluate("window.descriptions"), "it was muted without another offer");

        fox.page().navigate("about:blank");
        chrome.awaitPictures(List.of(), PATIENCE_MS);
    }

    @Test
    void shouldGoOnWithTheCallWhenItsLinkIsBack() {
        try (CuttableProxy network = CuttableProxy.to(server.tcpPort())) {
            chrome.join(server, 3);
            fox.join("http://localhost:" + network.port() + "/", 3);
            chrome.awaitPictures(RED_GREEN, PATIENCE_MS);
            fox.awaitPictures(BLUE_YELLOW, PATIENCE_MS);
            fox.page()
                    .evaluate(
                            "() => { window.heard = [];"
                                    + " for (const event of ['reconnecting', 'reconnected', 'remoteTrackRemoved', 'linkClose'])"
                                    + " window.anychat.client.on(event, ({ resumed }) => window.heard.push(`${event} ${resumed ?? ''}`)); }");

            network.block(true);
            network.cut();
            fox.page().waitForFunction("() => window.heard.length > 0");
            chrome.page().evaluate("() => window.anychatProbe.forget()");
            network.block(false);
            fox.page().waitForFunction("() => window.heard.some((event) => event.startsWith('reconnected'))");

            assertEquals(
                    List.of("reconnecting ", "reconnected true"), fox.page().evaluate("window.heard"));
            chrome.awaitPictures(RED_GREEN, PATIENCE_MS);
            fox.page().evaluate("() => window.anychatProbe.forget()");
            fox.awaitPictures(BLUE_YELLOW, PATIENCE_MS);
            fox.page().navigate("about:blank");
        }
    }

    @Test
    void shouldPublishByWhipAndWatchByWhep() {
        WhipPage publisher = new WhipPage(fox, server);
        WhipPage viewer = new WhipPage(chrome, server);
        assertEquals(201, publisher.publish("/whip/4/Fox").status());
        assertEquals(201, viewer.watch("/whep/4/Fox", 1).status());
        viewer.browser().awaitPictures(RED_GREEN, PATIENCE_MS);
        viewer.browser().awaitTone(FakeMedia.RED_GREEN.toneHz(), PATIENCE_MS);
        assertEquals(200, publisher.restartIce().status());
        viewer.browser().page().evaluate("() => window.anychatProbe.forget()");
        viewer.browser().awaitPictures(RED_GREEN, PATIENCE_MS);
        assertEquals(200, publisher.delete().status());

        chrome.join(server, 5);
        chrome.page().waitForFunction("() => window.anychat && window.anychat.client.room");
        WhipPage foxWatches = new WhipPage(fox, server);
        Participant.awaitPromised(
                chrome.page(),
                "() => window.anychat.client.getStats()"
                        + ".then(({ publish }) => publish.tracks.some(({ frames }) => frames > 0))",
                null,
                PATIENCE_MS);
        assertEquals(201, foxWatches.watch("/whep/5/Chrome", 1).status());
        fox.awaitPictures(BLUE_YELLOW, PATIENCE_MS);
        awaitSound(fox, "window.whip.pc.getStats().then((report) => [...report.values()])", 1);
        assertEquals(200, foxWatches.restartIce().status());
        fox.page().evaluate("() => window.anychatProbe.forget()");
        fox.awaitPictures(BLUE_YELLOW, PATIENCE_MS);
        assertEquals(200, foxWatches.delete().status());
    }

    @Test
    void shouldFindOnTheCheckPageThatItIsFit() {
        try (CheckPage page = CheckPage.openFirefox(STAGE.playwright())) {
            Map<String, String> verdicts = page.run(server.pageUrl());
            for (String line : List.of("browser", "secure", "camera", "microphone", "server", "relay", "udp", "tcp")) {
                assertEquals("ok", verdicts.get(line), () -> line + ": " + page.words(line));
            }
            assertFalse(verdicts.containsValue("fail"), verdicts::toString);
            assertTrue(page.words("codecs").contains("VP8"), page.words("codecs"));
            assertTrue(page.words("udp").contains("(UDP)"), page.words("udp"));
            assertTrue(page.words("echo").contains("packets came back"), page.words("echo"));
            assertEquals(List.of(), page.errors());
        }
    }

    @Test
    @Tag("slow")
    void shouldSeeThreeOthers() {
        try (Participant other = STAGE.firefox("OtherFox", FakeMedia.CYAN_RED);
                Participant fourth = STAGE.chromium("Fourth", FakeMedia.GREEN_BLUE)) {
            List<Participant> all = List.of(fox, chrome, other, fourth);
            List<String> pictures = List.of(
                    FakeMedia.RED_GREEN.picture(),
                    FakeMedia.BLUE_YELLOW.picture(),
                    FakeMedia.CYAN_RED.picture(),
                    FakeMedia.GREEN_BLUE.picture());
            all.forEach(one -> one.join(server, 6));
            for (Participant one : all) {
                String own = pictures.get(all.indexOf(one));
                one.awaitPictures(
                        pictures.stream()
                                .filter(picture -> !picture.equals(own))
                                .toList(),
                        2 * PATIENCE_MS);
            }
            assertDecoded(fox, 3, 3);
            assertDecoded(other, 3, 3);
        }
        fox.page().navigate("about:blank");
    }

    /** Both see each other. */
    private static void call(int room) {
        chrome.join(server, room);
        fox.join(server, room);
        chrome.awaitPictures(RED_GREEN, PATIENCE_MS);
        fox.awaitPictures(BLUE_YELLOW, PATIENCE_MS);
    }

    /** Firefox analyses no sound on a machine without a loudspeaker, but decodes it and tells how loud it is. */
    private static void awaitSound(Participant listener, String tracks, int sources) {
        Page page = listener.page();
        page.evaluate("() => { window.heardTracks = new Set(); }");
        Participant.awaitPromised(
                page,
                "sources => " + tracks + ".then((all) => { all.filter(({ kind, audioLevel }) => kind === 'audio'"
                        + " && audioLevel > 0).forEach(({ userId, ssrc }) => window.heardTracks.add(userId ?? ssrc));"
                        + " return window.heardTracks.size >= sources; })",
                sources,
                PATIENCE_MS);
    }

    /**
     * What the SDK tells of the connections: at least so many videos were decoded (one more where the browser has H.264 and
     * the Java SDK's came already), of so many users sound came.
     */
    private static void assertDecoded(Participant viewer, int videos, int sounds) {
        Map<?, ?> stats = (Map<?, ?>) viewer.page().evaluate("() => window.anychat.client.getStats()");
        Map<?, ?> subscribe = (Map<?, ?>) stats.get("subscribe");
        assertEquals("connected", subscribe.get("state"), stats::toString);
        assertTrue(subscribe.get("roundTripMs") != null, stats::toString);
        assertTrue(count(subscribe, "video", "frames") >= videos, stats::toString);
        assertEquals(sounds, count(subscribe, "audio", "bytes"), stats::toString);
        assertTrue(count((Map<?, ?>) stats.get("publish"), "video", "frames") == 1, stats::toString);
    }

    private static int count(Map<?, ?> connection, String kind, String counter) {
        return (int) ((List<?>) connection.get("tracks"))
                .stream()
                        .map(track -> (Map<?, ?>) track)
                        .filter(track -> kind.equals(track.get("kind")))
                        .filter(track -> ((Number) track.get(counter)).doubleValue() > 0)
                        .filter(track -> !track.get("codec").equals(""))
                        .count();
    }
}
