package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicensingConfigTest {
    @TempDir
    private Path directory;

    private ServerConfig load(String text) throws IOException {
        Path file = Files.writeString(directory.resolve(ServerConfigFile.NAME), text);
        return ServerConfigFile.load(file).config();
    }

    @Test
    void shouldNotShowThePin() throws IOException {
        String shown = load("[License Settings]\nUKeyPin=hunter2\n").toString();
        assertTrue(shown.contains("ukeyPin=***"), shown);
        assertFalse(shown.contains("hunter2"), shown);
    }

    @Test
    void shouldNotShowAPinThatIsTooLong() {
        ConfigException failure = assertThrows(
                ConfigException.class, () -> load("[License Settings]\nUKeyPin=" + "hunter2".repeat(10) + "\n"));
        assertFalse(failure.getMessage().contains("hunter2"), failure.getMessage());
    }

    @Test
    void shouldLogTheLicenceOnlyWithBit64() throws IOException {
        assertTrue(load("[Function Settings]\nExternFlags=64\n").licensing().logContent());
        assertFalse(load("[Function Settings]\nExternFlags=63\n").licensing().logContent());
    }
}
