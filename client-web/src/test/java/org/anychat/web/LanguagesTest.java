package org.anychat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The web app says everything in both languages. */
class LanguagesTest {
    private static final Pattern ENTRY = Pattern.compile("^  '([^']+)': '(.*)',$", Pattern.MULTILINE);
    private static final Pattern FILLED = Pattern.compile("\\{(\\w+)}");
    private static final Pattern USED_IN_PAGE = Pattern.compile("data-i18n(?:-label|-placeholder)?=\"([^\"]+)");
    private static final Pattern USED_IN_CODE = Pattern.compile(
            "'((?:language|lobby|device|mic|camera|call|chat|person|ring|private|file|settings|action|notice|error"
                    + "|login|role|page|overview|severity|tile|chart|alarm|topology|standby|node|state|relay|mode|rooms|room|route"
                    + "|stream|media|users|ban|user|why|verdict|direction|step|licence|setting|log|audit|ask|field|done|pager|time|code)\\.[A-Za-z0-9.]+)'");

    private final Map<String, String> english = words("en.js");
    private final Map<String, String> chinese = words("zh.js");

    @Test
    void shouldHaveTheSameKeysInBothLanguages() {
        assertTrue(english.size() > 50, english::toString);
        assertEquals(new TreeSet<>(english.keySet()), new TreeSet<>(chinese.keySet()));
    }

    @Test
    void shouldFillInTheSameValuesInBothLanguages() {
        english.forEach((key, words) -> assertEquals(filled(words), filled(chinese.get(key)), key));
    }

    @Test
    void shouldHaveWordsForEveryKeyOfPageAndCode() {
        Set<String> used = new TreeSet<>(used("index.html", USED_IN_PAGE));
        used.addAll(used(".js", USED_IN_CODE));
        used.removeAll(english.keySet());
        assertEquals(Set.of(), used);
    }

    /** Of the app and of the dashboard, which has the app's words besides. */
    private static Map<String, String> words(String file) {
        return Stream.of("app/lang", "admin/lang")
                .flatMap(folder -> ENTRY.matcher(
                                WebFiles.read(WebFiles.root().resolve(folder).resolve(file)))
                        .results())
                .collect(Collectors.toMap(
                        match -> match.group(1), match -> match.group(2), (a, b) -> a + b, LinkedHashMap::new));
    }

    private static Set<String> filled(String words) {
        return FILLED.matcher(words).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> used(String suffix, Pattern pattern) {
        return WebFiles.withSuffix(suffix).stream()
                .flatMap(file -> pattern.matcher(WebFiles.read(file)).results())
                .map(match -> match.group(1))
                .toList();
    }
}
