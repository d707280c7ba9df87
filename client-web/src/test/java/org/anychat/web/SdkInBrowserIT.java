package org.anychat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The SDK in a real browser, against a gateway and a relay of real peer connections inside the page. */
class SdkInBrowserIT {
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
    void shouldBuildEveryGoldenRequest() {
        Map<?, ?> result = run("goldenRequests");
        assertEquals(List.of(), result.get("different"));
        assertEquals(43, result.get("count"));
    }

    @Test
    void shouldTellEveryGoldenEvent() {
        assertEquals(List.of(), eval("goldenEvents"));
    }

    @Test
    void shouldNameErrorsAsTheTableDoes() {
        assertEquals(List.of(), eval("errorNames"));
    }

    @Test
    void shouldFrameBinaryMessages() {
        Map<?, ?> result = run("binaryFrames");
        assertEquals(Map.of("id", 9, "type", "transBuffer", "userId", -3), result.get("header"));
        assertEquals(List.of(0, 255), result.get("bytes"));
        List<?> truncated = (List<?>) result.get("truncated");
        assertEquals(Collections.nCopies(truncated.size(), null), truncated);
    }

    @Test
    void shouldTellHowWellItSeesWhereThatHasChanged() {
        Map<?, ?> result = run("reportsOnce");
        Map<?, ?> ben = Map.of("userId", 1001, "freezes", 0, "frozenMs", 0);
        assertEquals(
                List.of(
                        List.of(Map.of("userId", -3, "freezes", 1, "frozenMs", 250), ben),
                        List.of(Map.of("userId", -3, "freezes", 2, "frozenMs", 1240), ben)),
                result.get("told"));
        assertEquals(3, result.get("count"));
        assertEquals(64, result.get("largest"));
        assertEquals(1, eval("reportsNotToAServerOfBefore"));
    }

    @Test
    void shouldSendTheRelayEverythingAgainAfterALostLink() {
        assertEquals(true, eval("uploadsAfterALostLink"));
    }

    @Test
    void shouldEndADirectConnectionAtOnceWhereNothingMayGoByItAnyMore() {
        assertEquals(Map.of("before", false, "after", true, "pc", "closed"), run("endsAtOnce"));
        assertEquals(
                Map.of("during", Map.of("direct", true, "pc", "connected"), "after", true, "pc", "closed"),
                run("leavesWithAGrace"));
    }

    @Test
    void shouldKeepTheRelaysTracksWhereADirectConnectionComesTooLate() {
        assertEquals(Map.of("carried", true, "relays", true, "changes", 1), run("keepsTheRelaysWhereItComesTooLate"));
    }

    @Test
    void shouldEndEveryConnectionOfAUserAtOnce() {
        assertEquals(
                Map.of(
                        "before", List.of("stable", "stable", "stable"),
                        "after", List.of("closed", "closed", "stable")),
                run("endsEveryConnectionOfAUser"));
    }

    @Test
    void shouldSendNothingDirectlyAfterTheGrace() {
        assertEquals(Map.of("before", true, "during", true, "pc", "connected"), run("fallsSilentAfterTheGrace"));
    }

    @Test
    void shouldGoOnDirectlyWhereAPictureStandsStill() {
        assertEquals(
                Map.of("states", List.of("connected", "direct"), "direct", true), run("staysWhereAPictureStandsStill"));
    }

    /** Not before 400 ms, nor much later, but where there are long gaps anyway, or the page stood still. */
    @Test
    void shouldNoticeThatNothingComesDirectly() {
        Map<?, ?> silence = run("noticesSilence");
        assertBetween(400, 450, silence.get("steady"));
        assertBetween(400, 650, silence.get("untold"));
        assertBetween(451, 900, silence.get("gaps"));
        assertBetween(2100, 2650, silence.get("stall"));
        assertEquals(200, silence.get("nextLookMs"));
    }

    private static void assertBetween(int least, int most, Object value) {
        double number = ((Number) value).doubleValue();
        assertTrue(least <= number && number <= most, least + " to " + most + ": " + value);
    }

    @Test
    void shouldBeginAnewUntilTheServerHasTakenIt() {
        assertEquals(
                Map.of("refused", "refused", "anew", List.of(true, true, true, false)),
                run("saysItAnewUntilItIsTaken"));
    }

    @Test
    void shouldSayThatItCanGoDirectlyOnceItCanLearnItsAddress() {
        assertEquals(
                List.of(
                        Map.of("type", "p2pPolicy", "anew", true, "servers", 1),
                        Map.of("type", "p2pPolicy", "anew", false, "servers", 1)),
                eval("saysItOnceDescribed"));
        assertEquals(
                List.of(Map.of("type", "p2pPolicy", "anew", true, "servers", 0)), eval("saysItWithoutADescription"));
    }

    @Test
    void shouldKeepWhatADirectConnectionCarriesWhateverTheRelayHas() {
        assertEquals(List.of("+relay", "-relay", "+direct", "closed", "-direct"), eval("keepsWhatCarries"));
    }

    @Test
    void shouldComeBackWithItsSession() {
        Map<?, ?> result = run("comesBack");
        Map<?, ?> resume = (Map<?, ?>) result.get("resume");
        assertEquals("first", resume.get("token"));
        assertEquals(1, resume.get("received"));
        assertEquals("inRoom", result.get("state"));
        assertEquals(List.of("Ben", "Eve", "Ann"), result.get("names"));
        assertEquals(
                List.of(
                        List.of("reconnecting", 101),
                        List.of("reconnected", true),
                        List.of("micStateChange", -3),
                        List.of("userAtRoom", -4)),
                result.get("events"));
        assertEquals(List.of(1, 1, 1), List.of(result.get("logins"), result.get("publishes"), result.get("texts")));
    }

    @Test
    void shouldCountItsAttempts() {
        List<?> attempts = (List<?>) eval("countsAttempts");
        assertTrue(attempts.size() >= 4, attempts.toString());
        assertEquals(IntStream.rangeClosed(1, attempts.size()).boxed().toList(), attempts);
    }

    @Test
    void shouldLogInAnewWhereTheSessionIsOver() {
        Map<?, ?> result = run("logsInAnew");
        assertEquals("loggedIn", result.get("state"));
        assertEquals(null, result.get("room"));
        assertEquals(
                List.of(101, false, 2), List.of(result.get("waiting"), result.get("resumed"), result.get("logins")));
    }

    @Test
    void shouldTryTheNextServer() {
        assertEquals(Map.of("first", "ws://two.test/anychat", "second", "ws://one.test/anychat"), run("otherServer"));
    }

    @Test
    void shouldTryTheServersThatItWasToldOfLast() {
        assertEquals(List.of("wss://two.test:8906/anychat", "wss://three.test:8906/anychat"), eval("toldServers"));
    }

    @Test
    void shouldTakeOnlyRepliesAndEvents() {
        assertEquals(Collections.nCopies(10, null), eval("malformed"));
    }

    @Test
    void shouldReadWhoSendsWhatFromAnOffer() {
        assertEquals(
                List.of(
                        Map.of("mid", "0", "userId", -2, "kind", "audio"),
                        Map.of("mid", "2", "userId", 1001, "kind", "video")),
                eval("offeredTracks"));
    }

    @Test
    void shouldJoinReceiveAndSend() {
        Map<?, ?> result = run("joinAndMeet");
        assertEquals("anychat.v1", result.get("protocol"));
        assertEquals("inRoom", result.get("state"));
        assertEquals(List.of("Ben", "Ann"), result.get("names"));
        assertEquals(List.of("-3 audio", "-3 video"), result.get("tracks"));
        assertEquals(List.of(Map.of("from", -3, "text", "hello", "secret", true)), result.get("texts"));
        assertEquals(
                List.of(
                        Map.of("type", "sendText", "userId", -1, "secret", false, "text", "to all"),
                        Map.of("type", "sendText", "userId", -3, "secret", true, "text", "to one"),
                        Map.of("type", "transBuffer", "userId", -3, "bytes", List.of(7, 8)),
                        Map.of("type", "sdkFilterData", "bytes", List.of(9))),
                result.get("sent"));
        assertEquals(List.of("loggedIn", 0, 0), result.get("afterLeave"));
        assertEquals("closed", result.get("afterClose"));
    }

    @Test
    void shouldPublishOnOneConnectionWithTheServersSettings() {
        Map<?, ?> result = run("publishOnce");
        assertEquals(List.of(320, 240, 8), result.get("picture"));
        assertEquals(List.of("ended", 1), result.get("cameraTracks"));
        assertEquals(2, result.get("publishes"));
        assertEquals("H264/90000", result.get("codec"));
        assertEquals(List.of("audio", "video"), result.get("sent"));
        assertEquals(List.of("a=sendonly", "a=sendonly"), result.get("directions"));
    }

    @Test
    void shouldOfferTheSameOnceMoreWhereTheRelayWouldChooseAnotherCodec() {
        Map<?, ?> result = run("renegotiation");
        assertEquals(1, result.get("before"));
        assertEquals(true, result.get("stays"));
        assertEquals(List.of(true, true), result.get("offered"));
    }

    @Test
    void shouldLetTheApplicationOverrideTheServersSettings() {
        Map<?, ?> result = run("ownLimits");
        List<Integer> servers = List.of(320, 240, 8, 60_000);
        assertEquals(List.of(servers, List.of(640, 480, 25, 1_536_000), servers), result.get("encodings"));
        assertEquals(1, result.get("publishes"));
    }

    @Test
    void shouldFollowTheServersNewSettingsButForWhatTheApplicationAskedFor() {
        Map<?, ?> result = run("newSettings");
        assertEquals(List.of(320, 240, 8, 60_000, 15_850), result.get("before"));
        assertEquals(List.of(640, 480, 15, 300_000, 23_850), result.get("followed"));
        assertEquals(1, result.get("stillMuted"));
        assertEquals(List.of(176, 144, 10, 50_000, 6600), result.get("overridden"));
        assertEquals(List.of(640, 352), result.get("updates"));
        // Camera, microphone, and each new sound, which the relay's answer tells.
        assertEquals(4, result.get("publishes"));
    }

    @Test
    void shouldSendWithOwnParametersAndWithTheServersAgain() {
        Map<?, ?> result = run("ownParameters");
        String fixed = "maintain-framerate-and-resolution";
        List<Object> servers = List.of(320, 240, 8, 60_000, fixed);
        assertEquals(
                List.of(
                        servers,
                        servers,
                        List.of(160, 120, 5, 30_000, fixed),
                        List.of(160, 120, 5, 43_200, "maintain-resolution"),
                        servers),
                result.get("seen"));
        Map<?, ?> own = Map.of("gop", 10, "audioChannels", 2, "audioBitrate", 24_000);
        assertEquals(Arrays.asList(null, null, own, null), result.get("owns"));
        assertEquals(List.of(21, 21, 21, 21), result.get("refused"));
        Map<?, ?> parameters = (Map<?, ?>) result.get("parameters");
        assertEquals(Map.of("sampleRate", 16_000, "channels", 2, "bitrate", 24_000), parameters.get("audio"));
        assertEquals(2, ((List<?>) parameters.get("notApplied")).size());
    }

    @Test
    void shouldAskForTemporalLayersWhereTheCodecHasThem() {
        Map<?, ?> result = run("temporalLayers");
        List<?> modes = (List<?>) result.get("modes");
        assertEquals(List.of("L1T3", 80_000), modes.get(0));
        assertEquals(List.of("L1T2", 70_000), modes.get(1));
        List<?> without = (List<?>) modes.get(2);
        assertTrue(Stream.of("L1T2", "L1T3").noneMatch(mode -> mode.equals(without.get(0))), without.toString());
        assertEquals(60_000, without.get(1));
        assertEquals(List.of(0, 0, 21, 21, 21, 21), result.get("refused"));
    }

    @Test
    void shouldKeepTheRestOfWhatWasChosenOfAUser() {
        Map<?, ?> result = run("choices");
        assertEquals(309, result.get("code"));
        assertEquals(
                List.of(
                        "-3 true false false 0",
                        "-3 true false true 720",
                        "-3 false false true 720",
                        "-3 true false true 0",
                        "-3 false false false 720",
                        "-3 true true false 180"),
                result.get("chosen"));
    }

    @Test
    void shouldMuteWithoutNegotiation() {
        Map<?, ?> result = run("mute");
        assertEquals(List.of(false, "live", 1), result.get("muted"));
        assertEquals(List.of(true, 2, true), result.get("open"));
        assertEquals(List.of(1, 2, 1, 2), result.get("states"));
        assertEquals(1, result.get("publishes"));
    }

    @Test
    void shouldFollowMediaSectionsThatChangeHands() {
        Map<?, ?> result = run("changingHands");
        assertEquals(List.of("-4 audio", "-4 video", "-5 audio"), result.get("tracks"));
        assertEquals(List.of("-3 audio", "-3 video"), result.get("removed"));
        assertEquals(true, result.get("ascending"));
    }

    @Test
    void shouldDropOldNewsOfTheRoom() {
        assertEquals(Map.of("camera", 0, "microphone", 1, "own", 2, "cameraEvents", 1), run("roster"));
    }

    @Test
    void shouldAskAboutPeopleAndChatInPrivate() {
        Map<?, ?> result = run("people");
        assertEquals(List.of("Ben 1", "Anna 0"), result.get("names"));
        assertEquals("Anna", result.get("self"));
        assertEquals(5, result.get("requestId"));
        assertEquals(List.of("Ben"), result.get("roomUsers"));
        assertEquals(Map.of("text", "Room 2"), result.get("roomName"));
        assertEquals(Map.of("number", 1, "text", "H264"), result.get("codec"));
        assertEquals(Map.of("number", 2), result.get("noRoutes"));
        assertEquals("[-3, direct, 1]", result.get("routes").toString());
        assertEquals(
                List.of(
                        Map.of("type", "privateChatRequest", "userId", -3),
                        Map.of("type", "changeChatMode", "mode", 1),
                        Map.of("type", "privateChatEcho", "userId", -3, "requestId", 9, "code", 0),
                        Map.of("type", "privateChatExit", "userId", -3),
                        control(-3, 1, 0, ""),
                        control(0, 4, 60, "192.0.2.*"),
                        control(0, 5, 0, "192.0.2.*")),
                result.get("sent"));
    }

    private static Map<String, Object> control(int userId, int control, int wParam, String text) {
        return Map.of(
                "type",
                "userInfoControl",
                "userId",
                userId,
                "control",
                control,
                "wParam",
                wParam,
                "lParam",
                0,
                "text",
                text);
    }

    @Test
    void shouldFailWithTheNumbersOfTheTable() {
        Map<?, ?> result = run("failures");
        List<String> names = Arrays.asList(
                "early",
                "noRoom",
                "stillIn",
                "noUser",
                "longText",
                "emptyBuffer",
                "device",
                "noServerPassword",
                "unreachable");
        assertEquals(
                List.of(2, 303, 1, 205, 21, 21, 22, 102, 101),
                names.stream().map(result::get).toList());
        // HMAC-SHA-256 with the key "secret" over "c4a11e".
        assertEquals("aaf1627f7074c170a8bd8770cee884cb7cf589b041bb4230c4e42036079214f9", result.get("proof"));
    }

    @Test
    void shouldComeBackAfterALostLink() {
        assertEquals(
                Map.of("waiting", 101, "state", "closed", "microphone", 2, "closes", List.of(101)), run("lostLink"));
    }

    @Test
    void shouldGiveUpAServerThatSaysNothing() {
        assertEquals(Map.of("code", 100, "state", "closed", "heartbeats", true), run("silentServer"));
    }

    @Test
    void shouldHashAsTheBrowserDoes() {
        assertEquals(List.of(), eval("hashes"));
    }

    @Test
    void shouldSendAFileAsFarAsTheReceiverLetsItAndFromWhereItWasCut() {
        assertEquals(
                Map.of(
                        "userId", 0, "have", 150_000, "inOrder", true, "content", true, "same", true, "first", 40_000,
                        "last", 150_000),
                run("sendFile"));
    }

    @Test
    void shouldSendBuffersOneAfterTheOther() {
        assertEquals(Map.of("last", List.of(10, "transChunk"), "tooLarge", 21), run("sendBuffers"));
    }

    @Test
    void shouldReceiveAFileAndGoOnWhereItWasCut() {
        Map<?, ?> result = run("receiveFile");
        assertEquals(List.of(101, 100_000), result.get("ended"));
        assertEquals(Map.of("taskId", 4, "from", -3, "wParam", 7, "lParam", -8, "flags", 9), result.get("about"));
        assertEquals(List.of("a.bin", true), List.of(result.get("name"), result.get("same")));
        assertEquals(
                List.of(List.of(2, 0), List.of(2, 60_000), List.of(4, 60_000), List.of(4, 100_000)),
                result.get("acks"));
    }

    @Test
    void shouldReceiveABufferAndRefuseOneOutOfOrder() {
        Map<?, ?> result = run("receiveBuffer");
        assertEquals(Map.of("taskId", 3, "from", -3, "wParam", 7, "lParam", -8, "flags", 9), result.get("about"));
        assertEquals(true, result.get("same"));
        assertEquals(List.of(List.of(5, 44)), result.get("cancels"));
    }

    @Test
    void shouldTellWhyATransferBroke() {
        assertEquals(
                Map.of("refused", 712, "aborted", 6, "lost", 101, "cancelled", List.of(6)), run("brokenTransfers"));
    }

    @Test
    void shouldRingAnswerAndEndVideoCalls() {
        Map<?, ?> result = run("videoCalls");
        assertEquals(
                List.of(
                        Map.of(
                                "type",
                                "videoCall",
                                "step",
                                1,
                                "userId",
                                -3,
                                "code",
                                0,
                                "flags",
                                3,
                                "param",
                                5,
                                "userStr",
                                "ticket 17"),
                        Map.of(
                                "type",
                                "videoCall",
                                "step",
                                2,
                                "userId",
                                -3,
                                "code",
                                100_101,
                                "flags",
                                0,
                                "param",
                                0,
                                "userStr",
                                ""),
                        Map.of(
                                "type",
                                "videoCall",
                                "step",
                                4,
                                "userId",
                                -3,
                                "code",
                                0,
                                "flags",
                                0,
                                "param",
                                0,
                                "userStr",
                                "")),
                result.get("sent"));
        assertEquals(List.of(100_103, 100_000), List.of(result.get("busy"), result.get("started")));
    }

    /** An end that the relay tells of may have been that of what it was to make an offer for. */
    @Test
    void shouldAskAgainWhereNoOfferComes() {
        assertEquals(2, eval("asksWithoutAnOffer"));
    }

    @Test
    void shouldLetGoDirectlyWhatItDidBeforeARefusal() {
        assertEquals(
                Map.of("codes", List.of(309, 309, 309), "policies", List.of(1, 0, 1, 1, 0, 1, 0)),
                run("takesBackWhatIsRefused"));
    }

    @Test
    void shouldFollowItsMediaToAnotherRelay() {
        assertEquals(Map.of("publishes", 2, "subscribes", 2, "removed", 4), run("mediaMoves"));
    }

    @Test
    void shouldChangeOverToAnotherRelayWithoutAGap() {
        List<String> inOneGo = List.of("remoteTrackRemoved", "remoteTrack");

        Map<?, ?> result = run("mediaChangesOver");

        assertEquals(0, result.get("gaps"));
        assertEquals("connected", result.get("oldPublisher"));
        assertEquals(Stream.of(inOneGo, inOneGo).flatMap(List::stream).toList(), result.get("order"));
    }

    @Test
    void shouldRunTheExampleOfTheGuide() throws IOException {
        String guide = Files.readString(Path.of("../docs/sdk-javascript.md"));
        Matcher example =
                Pattern.compile("```js\\n// call.js\\n(.*?)```", Pattern.DOTALL).matcher(guide);
        assertTrue(example.find());
        try (Page page = browser.open("/blank.html", new Browser.NewContextOptions(), "")) {
            page.route(
                    "**/call.js",
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setContentType("text/javascript")
                            .setBody(example.group(1))));
            assertEquals(
                    List.of("connect", "login", "enterRoom", "sendText"),
                    page.evaluate("async () => (await import('/sdk-scenarios.js')).runExample()"));
        }
    }

    private static Map<?, ?> run(String scenario) {
        return (Map<?, ?>) eval(scenario);
    }

    private static Object eval(String scenario) {
        try (Page page = browser.open("/blank.html", new Browser.NewContextOptions(), "")) {
            return page.evaluate("async name => (await import('/sdk-scenarios.js')).scenarios[name]()", scenario);
        }
    }
}
