package org.anychat.runtime.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table that operators read tells of every key what the server knows of it. */
class ConfigurationDocTest {
    private static final Path DOC = Path.of("..", "docs", "configuration.md");

    static java.util.List<IniKey<?>> keys() {
        return IniKeys.ALL;
    }

    static java.util.List<UnusedKeys.UnusedKey> unusedKeys() {
        return UnusedKeys.ALL;
    }

    @ParameterizedTest
    @MethodSource("unusedKeys")
    void shouldDocumentTheKeyWithoutUse(UnusedKeys.UnusedKey key) throws IOException {
        String row = "| `" + key.name() + "` | " + key.why() + " |";

        assertTrue(Files.readString(DOC).contains(row), "missing in " + DOC + ":\n" + row);
    }

    @Test
    void shouldListTheKeysThatChangeWithoutARestart() throws IOException {
        String list = "Without a restart: "
                + IniKeys.ALL.stream()
                        .filter(IniKey::isLive)
                        .map(key -> "`" + key.name() + "`")
                        .collect(Collectors.joining(", "))
                + ".";

        assertTrue(Files.readString(DOC).contains(list), "missing in " + DOC + ":\n" + list);
    }

    @Test
    void shouldDocumentWhatAudioCodecsCanDo() throws IOException {
        String doc = Files.readString(DOC);
        for (AudioCodec codec : AudioCodec.ALL) {
            String row = "| " + codec.number() + " | " + codec.words() + " |";
            assertTrue(doc.contains(row), "missing in " + DOC + ":\n" + row);
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void shouldDocumentTheKey(IniKey<?> key) throws IOException {
        String defaultText = key.defaultText().isEmpty() ? "" : "`" + key.defaultText() + "`";
        String row = "| `" + key.name() + "` | " + defaultText + " | " + key.english() + " |";

        assertTrue(Files.readString(DOC).contains(row), "missing in " + DOC + ":\n" + row);
    }
}
