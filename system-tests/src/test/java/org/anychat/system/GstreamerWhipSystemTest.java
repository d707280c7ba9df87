package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GStreamer publishes by WHIP and watches by WHEP, with browsers on the other side too. */
@Tag("slow")
class GstreamerWhipSystemTest {
    private static final double PATIENCE_MS = 60_000;
    private static final String SCRIPT = "gstreamer-whip.py";
    /** Debian's own, which has its GStreamer. */
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    Path folder;

    @BeforeEach
    void copyScript() throws IOException {
        try (InputStream script = GstreamerWhipSystemTest.class.getResourceAsStream("/" + SCRIPT)) {
            Files.copy(script, folder.resolve(SCRIPT));
        }
    }

    private CommandProcess gstreamer(String mode, ServerProcess server, String path) throws IOException {
        return CommandProcess.start(folder, List.of(PYTHON, SCRIPT, mode, server.pageUrl() + path));
    }

    private static void end(CommandProcess gstreamer) throws InterruptedException {
        gstreamer.type("end\n");
        gstreamer.awaitOutput("deleted 200");
        assertEquals(0, gstreamer.awaitExit());
    }

    @Test
    void shouldPublishAndWatch() throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(folder);
                CommandProcess camera = gstreamer("publish", server, "whip/1/Camera")) {
            camera.awaitOutput("flowing");
            try (CommandProcess screen = gstreamer("watch", server, "whep/1/Camera")) {
                screen.awaitOutput("flowing");
                end(screen);
            }
            end(camera);
        }
    }

    @Test
    void shouldShowInABrowser() throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(folder);
                CommandProcess camera = gstreamer("publish", server, "whip/1/Camera");
                Playwright playwright = Participant.playwright();
                Participant browser = Participant.open(playwright, folder, "Screen", FakeMedia.RED_GREEN)) {
            camera.awaitOutput("flowing");
            WhipPage page = new WhipPage(browser, server);
            assertEquals(201, page.watch("/whep/1/Camera", 1).status());
            browser.page()
                    .waitForFunction(
                            "() => window.anychatProbe.report().videos.some((video) => video.frames > 10)",
                            null,
                            new com.microsoft.playwright.Page.WaitForFunctionOptions().setTimeout(PATIENCE_MS));
            end(camera);
        }
    }
}
