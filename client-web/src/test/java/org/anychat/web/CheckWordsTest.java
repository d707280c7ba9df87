package org.anychat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page /check has words in both languages for all that it says. */
class CheckWordsTest {
    private static final Pattern ENTRY =
            Pattern.compile("^  (\\w+): \\[\\s*'(.*?)',\\s*'(.*?)',?\\s*\\],", Pattern.MULTILINE);
    private static final Pattern FILLED = Pattern.compile("\\{(\\w+)}");
    private static final Pattern LINE = Pattern.compile("\\bline\\(([^()]*)\\)");
    private static final Pattern SAID = Pattern.compile("\\bsay\\('(\\w+)'");
    private static final Pattern QUOTED = Pattern.compile("'(\\w+)'");

    private final String words = WebFiles.read(WebFiles.root().resolve("check/words.js"));

    private Set<String> keys() {
        return ENTRY.matcher(words)
                .results()
                .map(entry -> entry.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldFillInTheSameValuesInBothLanguages() {
        assertTrue(keys().size() > 60, () -> keys().toString());
        Map<String, Set<String>> english = new HashMap<>();
        Map<String, Set<String>> chinese = new HashMap<>();
        ENTRY.matcher(words).results().forEach(entry -> {
            english.put(entry.group(1), filled(entry.group(2)));
            chinese.put(entry.group(1), filled(entry.group(3)));
        });
        assertEquals(english, chinese);
    }

    @Test
    void shouldHaveWordsForAllThatIsSaid() {
        Set<String> said = new TreeSet<>();
        WebFiles.withSuffix(".js").stream()
                .filter(file -> WebFiles.name(file).startsWith("check/"))
                .map(WebFiles::read)
                .forEach(code -> {
                    SAID.matcher(code).results().map(MatchResult::group).forEach(call -> quoted(call, said));
                    LINE.matcher(code).results().map(MatchResult::group).forEach(call -> quoted(call, said));
                });
        assertTrue(said.size() > 40, said::toString);
        said.removeAll(keys());
        assertEquals(Set.of(), said);
    }

    private static void quoted(String call, Set<String> into) {
        QUOTED.matcher(call).results().map(match -> match.group(1)).forEach(into::add);
    }

    private static Set<String> filled(String text) {
        return FILLED.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
