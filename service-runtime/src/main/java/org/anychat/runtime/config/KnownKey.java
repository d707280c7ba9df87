package org.anychat.runtime.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds keys by what people write. */
final class KnownKey {
    /** More of a wrong key says nothing, and costs time. */
    private static final int MAX_COMPARED = 64;

    private static final Map<String, IniKey<?>> BY_NAME =
            IniKeys.ALL.stream().collect(Collectors.toMap(key -> lower(key.name()), Function.identity()));
    private static final Map<String, IniKey<?>> BY_ID =
            IniKeys.ALL.stream().collect(Collectors.toMap(IniKey::id, Function.identity()));

    private KnownKey() {}

    static Optional<IniKey<?>> named(String name) {
        return Optional.ofNullable(BY_NAME.get(lower(name)));
    }

    static Optional<IniKey<?>> of(IniDocument.Entry entry) {
        return Optional.ofNullable(BY_ID.get(entry.id()));
    }

    static boolean isSection(String section) {
        return IniKeys.ALL.stream().anyMatch(key -> key.section().equalsIgnoreCase(section));
    }

    /** The key that was most likely meant. */
    static IniKey<?> nearest(String section, String name) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String wantedName = cut(lower(name));
        String wantedSection = cut(lower(section));
        return IniKeys.ALL.stream()
                .min(Comparator.comparingInt((IniKey<?> key) -> distance.apply(lower(key.name()), wantedName))
                        .thenComparingInt(key -> distance.apply(lower(key.section()), wantedSection)))
                .orElseThrow();
    }

    private static String cut(String text) {
        return text.length() <= MAX_COMPARED ? text : text.substring(0, MAX_COMPARED);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
