package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = directory.resolve(ServerConfigFile.NAME);
        Files.writeString(file, "[Video Settings]\nVideoFPS=9\n[Base Settings]\nSDKAuthPass=of the file\n");
    }

    private LoadedConfig load(Map<String, String> environment, String... commandLine) {
        return ServerConfigFile.load(file, new Overrides(environment, List.of(commandLine)));
    }

    private List<String> violationsOf(Map<String, String> environment, String... commandLine) {
        return assertThrows(ConfigException.class, () -> load(environment, commandLine))
                .violations();
    }

    private static String originOf(LoadedConfig loaded, String key) {
        return loaded.settings().stream()
                .filter(setting -> setting.key().equals(key))
                .map(Setting::origin)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-,-,9", "10,-,10", "-,11,11", "10,11,11"})
    void shouldTakeTheCommandLineBeforeTheEnvironmentBeforeTheFile(String variable, String option, int fps) {
        Map<String, String> environment = variable == null ? Map.of() : Map.of("ANYCHAT_VIDEOFPS", variable);
        String[] commandLine = option == null ? new String[0] : new String[] {"videofps = " + option};

        assertEquals(fps, load(environment, commandLine).config().video().fps());
    }

    @Test
    void shouldTellWhereEachValueComesFrom() {
        LoadedConfig loaded = load(Map.of("ANYCHAT_VIDEOGOPSIZE", "40"), "VideoQuality=4");

        assertEquals("AnyChatCoreServer.ini:2", originOf(loaded, "VideoFPS"));
        assertEquals("environment variable ANYCHAT_VIDEOGOPSIZE", originOf(loaded, "VideoGOPSize"));
        assertEquals("command line, --set VideoQuality", originOf(loaded, "VideoQuality"));
        assertEquals("default", originOf(loaded, "VideoPreset"));
    }

    @Test
    void shouldTakeTheLastOptionOfAKey() {
        assertEquals(
                12,
                load(Map.of(), "VideoFPS=11", "VideoFPS=12").config().video().fps());
    }

    @Test
    void shouldNotLookAtWhatIsOverridden() throws IOException {
        Files.writeString(file, "[Video Settings]\nVideoFPS=99\n");

        assertEquals(11, load(Map.of(), "VideoFPS=11").config().video().fps());
    }

    @Test
    void shouldTakeASecretFromAFile() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "hunter2\n");

        LoadedConfig loaded = load(Map.of("ANYCHAT_SDKAUTHPASS_FILE", secret.toString()));

        assertEquals("hunter2", loaded.config().base().sdkAuthPass());
        assertFalse(loaded.settings().toString().contains("hunter2"));
        assertEquals("environment variable ANYCHAT_SDKAUTHPASS_FILE", originOf(loaded, "SDKAuthPass"));
    }

    @Test
    void shouldNameTheVariableOrOptionOfAWrongValue() {
        List<String> violations = violationsOf(
                Map.of("ANYCHAT_TCPLISTENPORT", "99999", "ANYCHAT_SDKAUTHPASS", "s".repeat(65)), "AutoAddRoom=yes");

        assertEquals(3, violations.size(), violations::toString);
        String all = String.join("\n", violations);
        assertTrue(
                all.contains(
                        "environment variable ANYCHAT_TCPLISTENPORT: [Base Settings] TCPListenPort=99999 is not allowed;"),
                all);
        assertTrue(all.contains("environment variable ANYCHAT_SDKAUTHPASS: [Base Settings] SDKAuthPass=*** is"), all);
        assertTrue(all.contains("command line, --set AutoAddRoom: [Function Settings] AutoAddRoom=yes is"), all);
        assertTrue(all.contains("unset the variable for the default 8906"), all);
    }

    @Test
    void shouldRefuseOptionsThatAreNone() {
        List<String> violations = violationsOf(Map.of(), "VideoFSP=3", "VideoFPS");

        assertEquals(
                List.of(
                        "command line, --set VideoFPS: a value is missing. Write --set Key=value.",
                        "command line, --set VideoFSP: no such key. Did you mean VideoFPS?"),
                violations);
    }

    @Test
    void shouldWarnOfVariablesThatNameNoKey() {
        LoadedConfig loaded = load(Map.of(
                "ANYCHAT_VIDEOFSP", "3", "ANYCHAT_HOME", "/srv", "PATH", "/bin", "ANYCHAT_OUTPUTTHREADSTATUS", "1"));

        assertEquals(
                List.of("environment variable ANYCHAT_VIDEOFSP names no key and has no effect; did you mean"
                        + " ANYCHAT_VIDEOFPS?"),
                loaded.warnings());
        assertTrue(loaded.notes().get(0).contains("OUTPUTTHREADSTATUS: OutputThreadStatus is known, not used"));
    }

    @Test
    void shouldRefuseFilesOfVariablesThatCannotBeRead() throws IOException {
        Path huge = Files.write(directory.resolve("huge"), new byte[5000]);
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xFF});

        List<String> violations = violationsOf(Map.of(
                "ANYCHAT_SDKAUTHPASS", "a",
                "ANYCHAT_SDKAUTHPASS_FILE", huge.toString(),
                "ANYCHAT_VIDEOFPS_FILE", huge.toString(),
                "ANYCHAT_VIDEOGOPSIZE_FILE", binary.toString(),
                "ANYCHAT_VIDEOBITRATE_FILE", directory.resolve("none").toString()));

        String all = String.join("\n", violations);
        assertEquals(4, violations.size(), all);
        assertTrue(all.contains("ANYCHAT_SDKAUTHPASS_FILE: ANYCHAT_SDKAUTHPASS is set, too"), all);
        assertTrue(all.contains("ANYCHAT_VIDEOFPS_FILE: its file has more than 4096 bytes"), all);
        assertTrue(all.contains("ANYCHAT_VIDEOGOPSIZE_FILE: its file is not UTF-8"), all);
        assertTrue(all.contains("ANYCHAT_VIDEOBITRATE_FILE: its file cannot be read"), all);
    }

    @Test
    void shouldHaveANameOfItsOwnForEachKey() {
        assertEquals(
                IniKeys.ALL.size(),
                IniKeys.ALL.stream()
                        .map(key -> key.name().toLowerCase(java.util.Locale.ROOT))
                        .distinct()
                        .count());
    }

    @Test
    void shouldNotWriteAFileToCheck() throws IOException {
        Files.delete(file);

        LoadedConfig checked = ServerConfigFile.check(file, Overrides.NONE);

        assertFalse(Files.exists(file));
        assertTrue(checked.warnings().get(0).contains("is not there"), checked.warnings()::toString);
        assertEquals(List.of(), checked.violations());
    }
}
