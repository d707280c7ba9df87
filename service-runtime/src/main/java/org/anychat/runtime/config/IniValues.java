package org.anychat.runtime.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.anychat.runtime.config.IniDocument.Entry;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Looks keys up in an ini, and gathers what is wrong with them. */
final class IniValues {
    private static final int MAX_SHOWN = 80;

    private final Path file;
    private final Map<String, Entry> entries = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    IniValues(Path file, IniDocument document) {
        this.file = file;
        document.entries().forEach(this::add);
    }

    private void add(Entry entry) {
        if (IniKeys.ALL.stream().noneMatch(key -> id(key).equals(entry.id()))) {
            // Without "=" the library takes the whole line for a key, and the rest of it may be a secret.
            String word = entry.key().split("\\s", 2)[0];
            warnings.add(at(entry) + ": [" + entry.section() + "] " + word
                    + " is not known and has no effect; did you mean " + nearest(entry) + "?");
            return;
        }
        Entry first = entries.putIfAbsent(entry.id(), entry);
        if (first != null) {
            warnings.add(at(entry) + ": [" + entry.section() + "] " + entry.key() + " is given again; line "
                    + first.line() + " counts. Remove one of them.");
        }
    }

    /** The value of a key; its default where it is absent, or where it is wrong, which then is a violation. */
    <T> T value(IniKey<T> key) {
        Entry entry = entries.get(id(key));
        if (entry == null) {
            return key.defaultValue();
        }
        Optional<T> value = key.type().parse(entry.value());
        if (value.isEmpty()) {
            violate(
                    key,
                    "allowed: " + key.type().allowed() + ". Correct it, or remove the line for the default"
                            + (key.defaultText().isEmpty() ? "." : " " + key.defaultText() + "."));
        }
        return value.orElseGet(key::defaultValue);
    }

    boolean has(IniKey<?> key) {
        return entries.containsKey(id(key));
    }

    /** Adds a violation at the line of a key. */
    void violate(IniKey<?> key, String words) {
        Entry entry = entries.get(id(key));
        int line = entry == null ? 0 : entry.line();
        String shown = entry == null ? "" : shown(key, entry.value());
        violations.add(new Violation(
                line,
                at(line) + ": [" + key.section() + "] " + key.name() + "=" + shown + " is not allowed; " + words));
    }

    List<String> violations() {
        return violations.stream()
                .sorted(Comparator.comparingInt(Violation::line))
                .map(Violation::words)
                .toList();
    }

    List<String> warnings() {
        return warnings;
    }

    private static String shown(IniKey<?> key, String value) {
        if (key.equals(BaseKeys.SDK_AUTH_PASS)) {
            return "***";
        }
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
    }

    private String at(Entry entry) {
        return at(entry.line());
    }

    private String at(int line) {
        return line == 0 ? file.toString() : file + ", line " + line;
    }

    private static String id(IniKey<?> key) {
        return IniDocument.id(key.section(), key.name());
    }

    private static String nearest(Entry entry) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        IniKey<?> nearest = IniKeys.ALL.stream()
                .min(Comparator.comparingInt((IniKey<?> key) -> distance.apply(lower(key.name()), lower(entry.key())))
                        .thenComparingInt(key -> distance.apply(lower(key.section()), lower(entry.section()))))
                .orElseThrow();
        return "[" + nearest.section() + "] " + nearest.name();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private record Violation(int line, String words) {}
}
