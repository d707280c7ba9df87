package org.anychat.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.anychat.server.metrics.Metric.Kind;
import org.junit.jupiter.api.Test;

/** The catalogue, and docs/metrics.md, which is written from it: {@code mvn test -pl server -Dtest=MetricCatalogueTest -Dmetrics.write}. */
class MetricCatalogueTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");
    private static final String BEGIN = "<!-- The catalogue: written by MetricCatalogueTest, see above. -->\n";

    @Test
    void shouldBeWhatTheDocumentSays() throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN);
        assertTrue(begin >= 0, DOCUMENT + " has no line " + BEGIN);
        String written = document.substring(0, begin) + BEGIN + tables();
        if (System.getProperty("metrics.write") != null) {
            Files.writeString(DOCUMENT, written);
        }
        assertEquals(written, Files.readString(DOCUMENT), "write it anew, as its beginning says");
    }

    @Test
    void shouldHaveNamesThatPrometheusTakes() {
        List<String> names = all().stream().map(Metric::name).toList();
        assertEquals(names.stream().distinct().toList(), names);
        for (Metric metric : all()) {
            assertTrue(metric.name().matches("anychat_[a-z]+(_[a-z]+)*"), metric.name());
            assertEquals(metric.kind() == Kind.COUNTER, metric.name().endsWith("_total"), metric.name());
            assertFalse(metric.name().matches(".*_(info|count|sum|bucket|created)"), metric.name());
            assertTrue(metric.kind() != Kind.HISTOGRAM || metric.name().endsWith("_seconds"), metric.name());
        }
    }

    @Test
    void shouldSayWhatEachMeansInBothLanguages() {
        for (Metric metric : all()) {
            assertTrue(metric.english().endsWith("."), metric.name());
            assertTrue(metric.chinese().endsWith("。"), metric.name());
        }
    }

    private static List<Metric> all() {
        return MetricCatalogue.groups().values().stream().flatMap(List::stream).toList();
    }

    private static String tables() {
        return MetricCatalogue.groups().entrySet().stream()
                .map(MetricCatalogueTest::table)
                .collect(Collectors.joining());
    }

    private static String table(Map.Entry<String, List<Metric>> group) {
        return "\n## " + group.getKey()
                + "\n| metric | kind | labels | meaning | 含义 |\n| --- | --- | --- | --- | --- |\n"
                + group.getValue().stream().map(MetricCatalogueTest::row).collect(Collectors.joining());
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        String unit = metric.unit().isEmpty() ? "" : ", " + metric.unit();
        return "| `" + metric.name() + "` | " + metric.kind().name().toLowerCase(Locale.ROOT) + unit + " | " + labels
                + " | " + metric.english() + " | " + metric.chinese() + " |\n";
    }
}
