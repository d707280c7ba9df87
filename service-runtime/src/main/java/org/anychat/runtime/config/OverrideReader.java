package org.anychat.runtime.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Takes the values of environment and command line into those that were given. */
final class OverrideReader {
    private static final String PREFIX = "ANYCHAT_";
    private static final String FILE_SUFFIX = "_FILE";
    private static final int MAX_FILE_BYTES = 4096;
    /** Variables of the start script. */
    private static final Set<String> NO_KEYS = Set.of("ANYCHAT_HOME");

    private final GivenValues into;

    OverrideReader(GivenValues into) {
        this.into = into;
    }

    /** One {@code --set}. */
    void onOption(String words) {
        String[] parts = words.split("=", 2);
        String name = parts[0].strip();
        Origin origin = Origin.option(printable(name));
        if (parts.length < 2) {
            into.violate(origin, "a value is missing. Write --set Key=value.");
            return;
        }
        Optional<IniKey<?>> key = KnownKey.named(name);
        if (key.isPresent()) {
            into.put(key.get(), parts[1].strip(), origin);
        } else if (UnusedKeys.named(name).isPresent()) {
            into.note(origin + ": " + UnusedKeys.named(name).get().words());
        } else {
            // A start with a misspelt option is not the start that was asked for.
            into.violate(
                    origin,
                    "no such key. Did you mean " + KnownKey.nearest("", name).name() + "?");
        }
    }

    /** All variables, in the order of their names. */
    void onEnvironment(Map<String, String> environment) {
        Map<String, String> variables = new TreeMap<>();
        environment.forEach((name, value) -> variables.put(name.toUpperCase(Locale.ROOT), value));
        variables.keySet().removeIf(name -> !name.startsWith(PREFIX) || NO_KEYS.contains(name));
        variables.forEach((name, value) -> onVariable(name, value, variables.keySet()));
    }

    private void onVariable(String variable, String value, Set<String> all) {
        Origin origin = Origin.variable(printable(variable));
        String name = variable.substring(PREFIX.length());
        Optional<IniKey<?>> key = KnownKey.named(name);
        if (key.isPresent()) {
            into.put(key.get(), value.strip(), origin);
            return;
        }
        String ofFile = name.endsWith(FILE_SUFFIX) ? name.substring(0, name.length() - FILE_SUFFIX.length()) : "";
        Optional<IniKey<?>> keyOfFile = KnownKey.named(ofFile);
        if (keyOfFile.isEmpty()) {
            unknown(origin, name);
        } else if (all.contains(PREFIX + ofFile)) {
            into.violate(origin, PREFIX + ofFile + " is set, too. Keep one of them.");
        } else {
            content(origin, value).ifPresent(text -> into.put(keyOfFile.get(), text, origin));
        }
    }

    private void unknown(Origin origin, String name) {
        UnusedKeys.named(name)
                .ifPresentOrElse(
                        unused -> into.note(origin + ": " + unused.words()),
                        () -> into.warn(origin + " names no key and has no effect; did you mean " + PREFIX
                                + KnownKey.nearest("", name).name().toUpperCase(Locale.ROOT) + "?"));
    }

    private Optional<String> content(Origin origin, String path) {
        try (InputStream stream = Files.newInputStream(Path.of(path))) {
            byte[] bytes = stream.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                into.violate(origin, "its file has more than " + MAX_FILE_BYTES + " bytes. Is it the right one?");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // Whoever writes a secret with an editor ends it with a line end.
            return Optional.of(text.replaceFirst("\\R\\z", ""));
        } catch (CharacterCodingException e) {
            into.violate(origin, "its file is not UTF-8. Save it as UTF-8.");
        } catch (IOException | InvalidPathException e) {
            into.violate(origin, "its file cannot be read (" + e + "). Name a file that can.");
        }
        return Optional.empty();
    }

    private static String printable(String text) {
        String cut = text.length() <= GivenValues.MAX_SHOWN ? text : text.substring(0, GivenValues.MAX_SHOWN) + "...";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
