package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.PlaywrightException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * WHIP and WHEP clients that others have written, their HTTP included, at a server that knows its users: FFmpeg, and the
 * libraries of {@link LibraryPage} on a page of another site.
 */
class ForeignClientsSystemTest {
    private static final double PATIENCE_MS = 120_000;
    /** Sooner than the server would find out by itself that nothing comes any more. */
    private static final double DELETED_MS = 25_000;

    private static final List<String> RED_GREEN = List.of(FakeMedia.RED_GREEN.picture());
    private static final String PASSWORD = "secret";
    /** As htpasswd writes it for that password. */
    private static final String HASH = ":$2y$06$gWsKhcsRvyp7eIXmugIAR.8OXGw1QjTHQBs4FhwC6M9TheNk8XsU2\n";

    @RegisterExtension
    static final BrowserStage STAGE = new BrowserStage(
            ForeignClientsSystemTest::makeUsers, "DemoMode=0", "[User Source Settings]", "UserSource=htpasswd");

    private static void makeUsers(Path home) {
        BrowserStage.write(
                home.resolve("AnyChatUsers.htpasswd"),
                "Ffmpeg" + HASH + "Medooze" + HASH + "Eyevinn" + HASH + "Viewer" + HASH + "Player" + HASH);
        ServerCommand issued = ServerCommand.run(home, "license", "issue", "--self");
        assertEquals(0, issued.exitCode(), issued::toString);
    }

    private static LibraryPage library(String name, FakeMedia media) {
        return new LibraryPage(STAGE.chromium(name, media), STAGE.server());
    }

    @Test
    @Tag("slow")
    @EnabledOnOs(architectures = "amd64")
    void shouldTakeWhatFfmpegPublishes() throws InterruptedException {
        String url = STAGE.server().pageUrl() + "whip/1/Ffmpeg";
        try (FfmpegPublisher studio = FfmpegPublisher.publish(STAGE.folder(), url, PASSWORD, FakeMedia.RED_GREEN);
                Participant person = STAGE.chromium("Person", FakeMedia.BLUE_YELLOW);
                WhipPage viewer = new WhipPage(STAGE.chromium("Watcher", FakeMedia.CYAN_RED), STAGE.server())) {
            person.join(STAGE.server(), 1);
            awaitStudio(person, studio.output());
            awaitTone(person);
            assertEquals(201, viewer.watch("/whep/1/Ffmpeg", 1).status());
            awaitStudio(viewer.browser(), studio.output());
            awaitTone(viewer.browser());

            assertEquals(0, studio.end(), studio::output);
            person.awaitPictures(List.of(), DELETED_MS);
        }
    }

    private static void awaitStudio(Participant watcher, String context) {
        try {
            watcher.awaitPictures(RED_GREEN, PATIENCE_MS);
        } catch (AssertionError e) {
            throw new AssertionError(context + "\n" + STAGE.server().output(), e);
        }
    }

    private static void awaitTone(Participant listener) {
        listener.awaitTone(FakeMedia.RED_GREEN.toneHz(), PATIENCE_MS);
    }

    @Test
    @EnabledOnOs(architectures = "amd64")
    void shouldRefuseFfmpegWithAnotherToken() throws InterruptedException {
        String url = STAGE.server().pageUrl() + "whip/1/Ffmpeg";
        try (FfmpegPublisher studio = FfmpegPublisher.publish(STAGE.folder(), url, "guess", FakeMedia.RED_GREEN)) {
            assertNotEquals(0, studio.awaitExit());
            assertTrue(studio.output().contains("401 Unauthorized"), studio::output);
        }
    }

    @Test
    @Tag("slow")
    void shouldTakeWhatMedoozesClientPublishes() {
        try (LibraryPage studio = library("Medooze", FakeMedia.RED_GREEN);
                LibraryPage player = library("Player", FakeMedia.CYAN_RED);
                Participant person = STAGE.chromium("Person", FakeMedia.BLUE_YELLOW)) {
            PlaywrightException refused =
                    assertThrows(PlaywrightException.class, () -> studio.medoozePublishes("whip/2/Medooze", "guess"));
            assertTrue(refused.getMessage().contains("401"), refused.getMessage());

            studio.medoozePublishes("whip/2/Medooze", PASSWORD);
            person.join(STAGE.server(), 2);
            awaitStudio(person, studio.browser().console());
            awaitTone(person);
            player.eyevinnPlays("whep/2/Medooze?name=Player", PASSWORD);
            awaitStudio(player.browser(), player.browser().console());
            awaitTone(player.browser());

            end(player);
            end(studio);
            person.awaitPictures(List.of(), DELETED_MS);
        }
    }

    @Test
    @Tag("slow")
    void shouldTakeWhatEyevinnsClientPublishes() {
        try (LibraryPage studio = library("Eyevinn", FakeMedia.RED_GREEN);
                LibraryPage viewer = library("Viewer", FakeMedia.CYAN_RED);
                Participant person = STAGE.chromium("Person", FakeMedia.BLUE_YELLOW)) {
            studio.eyevinnPublishes("whip/3/Eyevinn", PASSWORD);
            person.join(STAGE.server(), 3);
            awaitStudio(person, studio.browser().console());
            awaitTone(person);
            viewer.medoozeViews("whep/3?name=Viewer", PASSWORD);
            awaitStudio(viewer.browser(), viewer.browser().console());
            awaitTone(viewer.browser());

            end(viewer);
            end(studio);
            person.awaitPictures(List.of(), DELETED_MS);
        }
    }

    /** The client ends its session, and nothing has gone wrong for it before. */
    private static void end(LibraryPage page) {
        page.stop();
        String console = page.browser().console();
        assertFalse(console.contains("page error"), console);
    }
}
