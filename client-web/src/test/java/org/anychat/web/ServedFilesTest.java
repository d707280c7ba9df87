package org.anychat.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the gateway serves runs under {@code default-src 'self'} and needs nothing from elsewhere. */
class ServedFilesTest {
    private static final int MOST_LINES = 600;
    private static final Set<String> KINDS = Set.of("html", "js", "css", "svg");
    private static final Pattern IMPORT = Pattern.compile(
            "^import (?:[^;]*? from )?'([^']+)'|^export \\{[^}]*} from '([^']+)'|\\bimport\\('([^']+)'|new URL\\('([^']+)', import\\.meta",
            Pattern.MULTILINE);
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"#]+)");
    private static final Pattern EXTERNAL =
            Pattern.compile("(?:https?:)?//[a-z0-9-]+\\.[a-z]", Pattern.CASE_INSENSITIVE);
    private static final Pattern INLINE = Pattern.compile("<style|\\sstyle=|\\son[a-z]+=\"|<script(?![^>]*\\ssrc=)");
    private static final Map<String, Pattern> LIMITS = Map.of(
            "eval",
            Pattern.compile("\\beval\\(|new Function\\("),
            "HTML from text",
            Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write"));

    @Test
    void shouldServeOnlyKindsThatTheGatewayKnows() {
        assertEquals(
                List.of(),
                offenders(
                        "",
                        file -> KINDS.contains(file.toString().replaceAll(".*\\.", ""))
                                ? Stream.empty()
                                : Stream.of(WebFiles.name(file))));
    }

    @Test
    void shouldHaveNoInlineScriptOrStyle() {
        assertEquals(List.of(), matches("index.html", INLINE));
    }

    /** They are served as they are, so that what they have in common stands in each. */
    @Test
    void shouldHaveTheSameHeadOnEachPage() {
        Set<Set<String>> heads = new HashSet<>();
        for (Path page : WebFiles.withSuffix("index.html")) {
            heads.add(WebFiles.read(page)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.matches("<meta (charset|name=\"(color-scheme|theme-color)\").*")
                            || line.startsWith("<link rel=\"icon\""))
                    .map(line -> line.replace("../", ""))
                    .collect(Collectors.toSet()));
        }
        assertEquals(1, heads.size(), heads.toString());
        assertEquals(5, heads.iterator().next().size(), heads.toString());
    }

    @Test
    void shouldTalkToNoOtherHost() {
        for (String kind : KINDS) {
            List<String> found = new ArrayList<>(matches("." + kind, EXTERNAL));
            // Names of a namespace and of a header extension: nobody fetches anything from there.
            found.removeIf(name -> name.contains("//www.w") || name.contains("//aomediacodec.g"));
            assertEquals(List.of(), found);
        }
    }

    @Test
    void shouldMakeNoCodeAndNoHtmlFromText() {
        LIMITS.forEach((what, pattern) -> assertEquals(List.of(), matches(".js", pattern), what));
    }

    @Test
    void shouldResolveEveryImport() {
        assertEquals(List.of(), offenders(".js", file -> unresolved(file, IMPORT)));
    }

    @Test
    void shouldResolveEveryReferenceOfThePage() {
        assertEquals(List.of(), offenders("index.html", file -> unresolved(file, REFERENCE)));
    }

    /** One round trip loads them all, instead of one for each level of imports. */
    @Test
    void shouldPreloadEveryModule() {
        Set<String> app = new TreeSet<>();
        Set<String> dashboard = new TreeSet<>();
        WebFiles.withSuffix(".js").forEach(file -> (isOfDashboard(file) ? dashboard : app).add(WebFiles.name(file)));
        app.removeAll(Set.of("app/main.js", "sdk/ticker-worker.js", "sdk/frame-guard-worker.js"));
        // What the worker alone needs, for edges of mesh trees.
        app.removeAll(Set.of("sdk/frame-outlet.js", "sdk/host-clock.js", "sdk/host-picture.js"));
        // Pages of their own, which are seldom opened.
        app.removeIf(name -> name.startsWith("check/"));
        dashboard.remove("admin/main.js");
        dashboard.addAll(Set.of("app/dom.js", "app/i18n.js", "app/preferences.js"));
        assertEquals(app, preloaded(WebFiles.root().resolve("index.html")));
        assertEquals(dashboard, preloaded(WebFiles.root().resolve("admin/index.html")));
    }

    private static boolean isOfDashboard(Path file) {
        return WebFiles.name(file).startsWith("admin/");
    }

    private static Set<String> preloaded(Path page) {
        return groups(page, Pattern.compile("rel=\"modulepreload\" href=\"([^\"]+)"))
                .map(target -> WebFiles.name(page.resolveSibling(target).normalize()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldHaveEveryIconThatIsNamed() {
        Set<String> icons = found("icons.svg", Pattern.compile("<symbol id=\"([^\"]+)"));
        Set<String> named = found("index.html", Pattern.compile("data-icon=\"([^\"]+)"));
        named.addAll(found(".js", Pattern.compile("icon(?:: |\\()'([^']+)'")));
        assertTrue(icons.containsAll(named), () -> named + " are not all in " + icons);
    }

    @Test
    void shouldHaveEveryElementThatTheCodeAsksFor() {
        Set<String> ids = found("index.html", Pattern.compile("\\sid=\"([^\"]+)"));
        Set<String> asked = found(".js", Pattern.compile("byId\\('([^']+)'\\)"));
        assertTrue(ids.containsAll(asked), () -> asked + " are not all in " + ids);
    }

    @Test
    void shouldKeepFilesSmall() {
        for (String kind : KINDS) {
            assertEquals(
                    List.of(),
                    offenders(
                            "." + kind,
                            file -> WebFiles.read(file).lines().count() > MOST_LINES
                                    ? Stream.of(WebFiles.name(file))
                                    : Stream.empty()));
        }
    }

    @Test
    void shouldKeepTheSdkUsableAlone() {
        assertEquals(
                List.of(),
                offenders(
                        ".js",
                        file -> WebFiles.name(file).startsWith("sdk/")
                                ? imports(file).filter(target -> !target.startsWith("./"))
                                : Stream.empty()));
    }

    private static List<String> offenders(String suffix, Function<Path, Stream<String>> check) {
        List<Path> files = WebFiles.withSuffix(suffix);
        assertTrue(!files.isEmpty(), suffix);
        return files.stream().flatMap(check).toList();
    }

    private static List<String> matches(String suffix, Pattern pattern) {
        return offenders(
                suffix,
                file -> pattern.matcher(WebFiles.read(file))
                        .results()
                        .map(match -> WebFiles.name(file) + ": " + match.group()));
    }

    private static Set<String> found(String suffix, Pattern pattern) {
        Set<String> found = new TreeSet<>();
        offenders(suffix, file -> groups(file, pattern)).forEach(found::add);
        return found;
    }

    private static Stream<String> imports(Path file) {
        return groups(file, IMPORT);
    }

    private static Stream<String> groups(Path file, Pattern pattern) {
        return pattern.matcher(WebFiles.read(file)).results().map(ServedFilesTest::firstGroup);
    }

    private static String firstGroup(MatchResult match) {
        for (int group = 1; group <= match.groupCount(); group++) {
            if (match.group(group) != null) {
                return match.group(group);
            }
        }
        throw new IllegalArgumentException(match.group());
    }

    /** Third-party scripts are in jars, which the gateway serves under {@code /webjars/}. */
    private static boolean isThere(Path file, String target) {
        return target.startsWith("/webjars/")
                ? ServedFilesTest.class.getResource("/META-INF/resources" + target) != null
                : Files.isRegularFile(file.resolveSibling(target).normalize());
    }

    private static Stream<String> unresolved(Path file, Pattern pattern) {
        return groups(file, pattern)
                .filter(target -> !isThere(file, target))
                .map(target -> WebFiles.name(file) + " → " + target);
    }
}
