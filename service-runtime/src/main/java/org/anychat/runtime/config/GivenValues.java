package org.anychat.runtime.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anychat.runtime.config.IniDocument.Entry;

/**
 * What was given for each key, from all places. Of one key the strongest place counts: a change at run time, the
 * command line, the environment, the file.
 */
final class GivenValues {
    /** More of a wrong value or name is not shown. */
    static final int MAX_SHOWN = 80;

    /** So many lines of one kind are named. */
    private static final int MAX_NAMED = 20;

    private final Path file;
    private final Map<IniKey<?>, Given> values = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private GivenValues(Path file) {
        this.file = file;
    }

    static GivenValues of(Path file, IniDocument document, Overrides overrides) {
        GivenValues values = new GivenValues(file);
        OverrideReader reader = new OverrideReader(values);
        // The strongest come first, and who comes later does not replace.
        for (int i = overrides.commandLine().size() - 1; i >= 0; i--) {
            reader.onOption(overrides.commandLine().get(i));
        }
        reader.onEnvironment(overrides.environment());
        values.addFile(document.entries());
        return values;
    }

    /** The same values with some changed at run time. */
    GivenValues changed(Map<String, String> changes) {
        GivenValues changed = copy();
        changes.forEach((name, value) -> {
            Optional<IniKey<?>> key = KnownKey.named(name).filter(IniKey::isLive);
            if (key.isPresent()) {
                changed.values.put(key.get(), new Given(value.strip(), Origin.RUN_TIME));
            } else {
                changed.violate(Origin.RUN_TIME, "no key " + shown(name) + " that changes without a restart.");
            }
        });
        return changed;
    }

    /** These values, but those of newer ones for the keys that change without a restart. */
    GivenValues takingLive(GivenValues newer) {
        GivenValues mixed = copy();
        mixed.values.keySet().removeIf(IniKey::isLive);
        newer.values.forEach((key, given) -> {
            if (key.isLive()) {
                mixed.values.put(key, given);
            }
        });
        return mixed;
    }

    Path file() {
        return file;
    }

    Optional<Given> given(IniKey<?> key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The text that counts for a key, and where it comes from. */
    Given effective(IniKey<?> key) {
        return given(key).orElseGet(() -> new Given(key.defaultText(), Origin.defaultOf(file.toString())));
    }

    List<String> violations() {
        return violations;
    }

    List<String> warnings() {
        return warnings;
    }

    List<String> notes() {
        return notes;
    }

    void put(IniKey<?> key, String value, Origin origin) {
        values.putIfAbsent(key, new Given(value, origin));
    }

    void violate(Origin origin, String words) {
        violations.add(origin + ": " + words);
    }

    void warn(String words) {
        warnings.add(words);
    }

    void note(String words) {
        notes.add(words);
    }

    private GivenValues copy() {
        GivenValues copy = new GivenValues(file);
        copy.values.putAll(values);
        return copy;
    }

    private void addFile(List<Entry> entries) {
        Map<IniKey<?>, Entry> first = new HashMap<>();
        List<Entry> again = new ArrayList<>();
        List<Entry> unknown = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<IniKey<?>> key = KnownKey.of(entry);
            if (key.isEmpty()) {
                unknown.add(entry);
            } else if (first.putIfAbsent(key.get(), entry) == null) {
                put(key.get(), entry.value(), Origin.file(file.toString(), entry.line()));
            } else {
                again.add(entry);
            }
        }
        if (first.isEmpty() && !unknown.isEmpty() && unknown.stream().noneMatch(GivenValues::isOurs)) {
            throw new ConfigException(file + " holds no section that the server knows. Is it the right file?");
        }
        warnOfRepeated(again, first);
        addUnknown(unknown);
    }

    private void warnOfRepeated(List<Entry> again, Map<IniKey<?>, Entry> first) {
        again.stream()
                .limit(MAX_NAMED)
                .forEach(entry -> warn(Origin.file(file.toString(), entry.line()) + ": [" + entry.section() + "] "
                        + entry.key() + " is given again; line "
                        + first.get(KnownKey.of(entry).orElseThrow()).line() + " counts. Remove one of them."));
        if (again.size() > MAX_NAMED) {
            warn(file + ": " + (again.size() - MAX_NAMED) + " more lines give a key again. Is it the right file?");
        }
    }

    private static boolean isOurs(Entry entry) {
        return KnownKey.isSection(entry.section())
                || UnusedKeys.named(entry.key()).isPresent();
    }

    private void addUnknown(List<Entry> entries) {
        int unknown = 0;
        for (Entry entry : entries) {
            Origin origin = Origin.file(file.toString(), entry.line());
            Optional<UnusedKeys.UnusedKey> unused = UnusedKeys.named(entry.key());
            if (unused.isPresent()) {
                note(origin + ": [" + shown(entry.section()) + "] "
                        + unused.get().words());
            } else if (unknown++ < MAX_NAMED) {
                IniKey<?> nearest = KnownKey.nearest(entry.section(), entry.key());
                // Without "=" the library takes the whole line for a key, and the rest of it may be a secret.
                warn(origin + ": [" + shown(entry.section()) + "] "
                        + shown(entry.key().split("\\s", 2)[0])
                        + " is not known and has no effect; did you mean [" + nearest.section() + "] "
                        + nearest.name() + "?");
            }
        }
        if (unknown > MAX_NAMED) {
            warn(file + ": " + (unknown - MAX_NAMED) + " more lines are not known. Is it the right file?");
        }
    }

    static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    /**
     * A value that somebody gave.
     *
     * @param value the text, trimmed
     * @param origin where it was given
     */
    record Given(String value, Origin origin) {}
}
