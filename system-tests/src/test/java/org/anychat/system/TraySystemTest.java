package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A desktop with a tray, and a person who ends the server with the mouse. */
@Tag("slow")
class TraySystemTest {
    private static final String RIGHT_BUTTON = "3";
    private static final String LEFT_BUTTON = "1";

    @TempDir
    Path home;

    @TempDir
    Path unpacked;

    private CommandProcess screen;
    private CommandProcess tray;
    private Map<String, String> desktop;

    @BeforeEach
    void startDesktop() throws Exception {
        // Xvfb chooses a free display and prints its number when it is ready.
        screen = CommandProcess.start(
                home, List.of("Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"));
        desktop = Map.of("DISPLAY", ":" + screen.awaitFirstLine());
        tray = CommandProcess.start(
                home,
                List.of("trayer --edge top --align left --widthtype pixel --width 100 --height 24 --SetDockType false"
                        .split(" ")),
                desktop);
        xdotool("search", "--sync", "--onlyvisible", "--name", "^panel$");
    }

    @AfterEach
    void endDesktop() {
        tray.close();
        screen.close();
    }

    private String xdotool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("xdotool"));
        command.addAll(List.of(arguments));
        try (CommandProcess xdotool = CommandProcess.start(home, command, desktop)) {
            assertEquals(0, xdotool.awaitExit(), xdotool::output);
            return xdotool.output();
        }
    }

    @Test
    void shouldEndTheServerFromTheMenuOfTheIcon() throws Exception {
        Distribution distribution = Distribution.unpack(unpacked);
        Files.writeString(
                home.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nTCPListenPort=0\nUDPServicePort=0\nShowTrayIcon=1\n");

        try (CommandProcess server = distribution.run(home, desktop, "run.sh", "-r")) {
            server.awaitReady();
            server.awaitOutput("The icon in the tray has an Exit item");
            xdotool("mousemove", "12", "12", "click", RIGHT_BUTTON);
            // The menu opens beside the pointer.
            xdotool("search", "--sync", "--onlyvisible", "--name", "XPopupMenuPeer");
            xdotool("mousemove", "28", "24", "click", LEFT_BUTTON);

            assertEquals(0, server.awaitExit(), server::output);
        }
        assertTrue(log().endsWith("AnyChatCoreServer has exited with error code:0\n"));
    }

    private String log() throws IOException {
        return Files.readString(home.resolve("AnyChatCoreServer.log"));
    }
}
