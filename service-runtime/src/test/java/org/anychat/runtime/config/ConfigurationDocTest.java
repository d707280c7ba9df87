package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table that operators read tells of every key what the server knows of it. */
class ConfigurationDocTest {
    private static final Path DOC = Path.of("..", "docs", "configuration.md");

    static java.util.List<IniKey<?>> keys() {
        return IniKeys.ALL;
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldDocumentTheKey(IniKey<?> key) throws IOException {
        String defaultText = key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`";
        String row = "| `" + key.name() + "` | " + defaultText + " | " + key.english() + " |";

        assertTrue(Files.readString(DOC).contains(row), "missing in " + DOC + ":\n" + row);
    }
}
