package org.anychat.runtime.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.anychat.runtime.config.GivenValues.Given;

/** Reads the values that were given as what their keys want, and gathers what is wrong with them. */
final class IniValues {
    private final GivenValues given;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<IniKey<?>> wrong = new HashSet<>();

    IniValues(GivenValues given) {
        this.given = given;
    }

    /** The value of a key; its default where it is absent, or where it is wrong, which then is a violation. */
    <T> T value(IniKey<T> key) {
        Optional<T> value = key.type().parse(given.effective(key).value());
        if (value.isEmpty()) {
            violate(
                    key,
                    "allowed: " + key.type().allowed() + ". Correct it, or "
                            + given.effective(key).origin().removal() + " for the default"
                            + (key.defaultText().isEmpty() ? "." : " " + key.defaultText() + "."));
        }
        return value.orElseGet(key::defaultValue);
    }

    boolean has(IniKey<?> key) {
        return given.given(key).isPresent();
    }

    /** Whether nothing was wrong with a key so far. */
    boolean isGood(IniKey<?> key) {
        return !wrong.contains(key);
    }

    /** Adds a violation at the place of a key's value. */
    void violate(IniKey<?> key, String words) {
        wrong.add(key);
        Given effective = given.effective(key);
        String shown = GivenValues.shown(key.shown(effective.value()));
        violations.add(new Violation(
                effective.origin().line(),
                effective.origin() + ": [" + key.section() + "] " + key.name() + "=" + shown + " is not allowed; "
                        + words));
    }

    /** Adds a warning at the place of a key's value. */
    void warn(IniKey<?> key, String words) {
        warnings.add(given.effective(key).origin() + ": " + words);
    }

    void note(String words) {
        notes.add(words);
    }

    List<String> violations() {
        return Stream.concat(
                        given.violations().stream(),
                        violations.stream()
                                .sorted(Comparator.comparingInt(Violation::line))
                                .map(Violation::words))
                .toList();
    }

    List<String> warnings() {
        return Stream.concat(given.warnings().stream(), warnings.stream()).toList();
    }

    List<String> notes() {
        return Stream.concat(given.notes().stream(), notes.stream()).toList();
    }

    private record Violation(int line, String words) {}
}
