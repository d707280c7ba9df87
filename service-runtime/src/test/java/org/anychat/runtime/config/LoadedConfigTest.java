package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes while the server runs. */
class LoadedConfigTest {
    @TempDir
    private Path directory;

    private LoadedConfig load(String text) {
        try {
            return ServerConfigFile.load(Files.writeString(directory.resolve(ServerConfigFile.NAME), text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldTellWhatDiffers() {
        LoadedConfig before = load("[Video Settings]\nVideoFPS=9\n[Base Settings]\nServerID=1\n");
        LoadedConfig after =
                load("[Video Settings]\nVideoFPS=010\nVideoGOPSize=32\n[Base Settings]\nSDKAuthPass=hunter2\n");

        assertEquals(List.of("VideoFPS: 9 -> 010"), before.changes(after, true));
        assertEquals(List.of("SDKAuthPass: nothing -> ***"), before.changes(after, false));
    }

    @Test
    void shouldTakeOnlyWhatChangesWithoutARestart() {
        LoadedConfig before = load("[Video Settings]\nVideoFPS=9\nVideoBitrate=90000\n[Base Settings]\nServerID=1\n");
        LoadedConfig after = load("[Video Settings]\nVideoFPS=10\n[Base Settings]\nServerID=2\n");

        LoadedConfig now = before.takingLive(after);

        assertEquals(10, now.config().video().fps());
        assertEquals(60_000, now.config().video().bitrateBps());
        assertEquals(1, now.config().base().serverId());
    }

    @Test
    void shouldChangeKeysAtRunTimeUntilTheFileIsReadAgain() {
        LoadedConfig before = load("[Function Settings]\nMaxUsersPerRoom=5\n");

        LoadedConfig changed = before.changed(Map.of("maxusersperroom", "7"));

        assertEquals(List.of(), changed.violations());
        assertEquals(7, changed.config().function().maxUsersPerRoom());
        assertEquals(5, changed.takingLive(before).config().function().maxUsersPerRoom());
    }

    @Test
    void shouldRefuseOtherChangesAtRunTime() {
        LoadedConfig before = load("[Function Settings]\nMaxUsersPerRoom=5\n");

        assertEquals(
                List.of("change at run time: no key TCPListenPort that changes without a restart."),
                before.changed(Map.of("TCPListenPort", "1")).violations());
        List<String> wrong = before.changed(Map.of("VideoFPS", "99")).violations();
        assertTrue(
                wrong.get(0).startsWith("change at run time: [Video Settings] VideoFPS=99 is not allowed"),
                wrong::toString);
        assertEquals(1, before.changed(Map.of("AudioCodec", "10")).violations().size());
    }
}
