package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/login.md} tells operators to write into the ini. */
class LoginDocTest {
    private static final Path DOC = Path.of("..", "docs", "login.md");
    private static final Pattern BLOCK = Pattern.compile("```ini\n(.*?)```", Pattern.DOTALL);

    static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(DOC))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void shouldBeAnIniThatTheServerStartsWith(String block, @TempDir Path folder) throws IOException {
        Path file = folder.resolve(ServerConfigFile.NAME);
        Files.writeString(file, block);

        LoadedConfig loaded = ServerConfigFile.load(file);

        assertEquals(List.of(), loaded.warnings());
        assertFalse(loaded.config().userSource().order().isEmpty());
    }
}
