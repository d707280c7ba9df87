package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real browsers in one room: each decodes the others' real pictures and tones, through the relay. */
class FirstCallSystemTest {
    private static final double JOIN_MS = 60_000;
    private static final double LATE_JOIN_MS = Alone.ms(2_000);
    private static final double MOST_GAP_MS = Alone.ms(1_000);
    private static final double CALL_MS = 30_000;

    @TempDir
    Path folder;

    @Test
    void shouldCarryPictureAndToneBothWaysForHalfAMinute() {
        try (ServerProcess server = ServerProcess.start(folder);
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, folder, "Ann", FakeMedia.RED_GREEN);
                Participant ben = Participant.open(playwright, folder, "Ben", FakeMedia.BLUE_YELLOW)) {
            ann.join(server, 1);
            ben.join(server, 1);
            ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture()), JOIN_MS);
            ben.awaitPictures(List.of(FakeMedia.RED_GREEN.picture()), JOIN_MS);
            ann.page().evaluate("window.anychatProbe.forget()");
            ben.page().evaluate("window.anychatProbe.forget()");

            ann.page().waitForTimeout(CALL_MS);

            assertCall(server, ann, FakeMedia.BLUE_YELLOW.picture(), FakeMedia.BLUE_YELLOW.toneHz());
            assertCall(server, ben, FakeMedia.RED_GREEN.picture(), FakeMedia.RED_GREEN.toneHz());
        }
    }

    @Test
    void shouldShowTheBotToBrowsersAndEverybodyToALatecomer() {
        try (ServerProcess server = ServerProcess.start(folder, "SessionKeepSeconds=2");
                Playwright playwright = Participant.playwright();
                Participant ann = Participant.open(playwright, folder, "Ann", FakeMedia.RED_GREEN);
                Participant ben = Participant.open(playwright, folder, "Ben", FakeMedia.BLUE_YELLOW);
                Participant late = Participant.open(playwright, folder, "Late", FakeMedia.CYAN_RED);
                BotProcess bot = BotProcess.join(server, "--room", "1", "--name", "Bot", "--duration", "180s")) {
            ann.join(server, 1);
            ben.join(server, 1);
            ann.awaitPictures(List.of(BotProcess.PICTURE, FakeMedia.BLUE_YELLOW.picture()), JOIN_MS);
            ben.awaitPictures(List.of(BotProcess.PICTURE, FakeMedia.RED_GREEN.picture()), JOIN_MS);

            late.join(server, 1);
            List<String> everybody =
                    List.of(BotProcess.PICTURE, FakeMedia.RED_GREEN.picture(), FakeMedia.BLUE_YELLOW.picture());
            late.page().waitForFunction("() => window.anychat && window.anychat.client.room");
            late.awaitPictures(everybody, LATE_JOIN_MS);
            ann.awaitPictures(
                    List.of(BotProcess.PICTURE, FakeMedia.BLUE_YELLOW.picture(), FakeMedia.CYAN_RED.picture()),
                    JOIN_MS);

            bot.kill();
            ann.awaitPictures(List.of(FakeMedia.BLUE_YELLOW.picture(), FakeMedia.CYAN_RED.picture()), JOIN_MS);
            ben.awaitPictures(List.of(FakeMedia.RED_GREEN.picture(), FakeMedia.CYAN_RED.picture()), JOIN_MS);
        }
    }

    private static void assertCall(ServerProcess server, Participant viewer, String picture, int toneHz) {
        Map<?, ?> report = (Map<?, ?>) viewer.page().evaluate("window.anychatProbe.report()");
        String context = viewer.name() + " saw " + report + ", page " + viewer.screenshot() + "\n" + viewer.console()
                + "\nserver:\n" + server.output();
        List<?> videos = (List<?>) report.get("videos");
        List<?> tones = (List<?>) report.get("tones");
        assertEquals(1, videos.size(), context);
        Map<?, ?> video = (Map<?, ?>) videos.get(0);
        assertEquals(picture, video.get("picture"), context);
        assertTrue(((Number) video.get("frames")).intValue() > 100, context);
        assertTrue(((Number) video.get("longestGapMs")).doubleValue() < MOST_GAP_MS, context);
        assertEquals(1, tones.size(), context);
        assertEquals(toneHz, ((Number) tones.get(0)).intValue(), 20, context);
    }
}
