package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is in deploy/monitoring asks for numbers that there are, and says where to read on. Needs no other program. */
class MonitoringTest {
    private static final Path ROOT = ServerProcess.repository();
    private static final Path FOLDER = ROOT.resolve("deploy/monitoring");
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(anychat_\\w+)` \\| (\\w+)", Pattern.MULTILINE);
    private static final Pattern USED = Pattern.compile("\\banychat_\\w+");
    private static final Pattern RUNBOOK = Pattern.compile("runbook_url: docs/operations.md#(.*)");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");

    /** The names that a query may use. */
    static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        for (MatchResult row : DOCUMENTED
                .matcher(read(ROOT.resolve("docs/metrics.md")))
                .results()
                .toList()) {
            String name = row.group(1);
            names.add(name);
            if (row.group(2).equals("histogram")) {
                names.addAll(List.of(name + "_bucket", name + "_sum", name + "_count", name + "_max"));
            }
        }
        return names;
    }

    private static Set<String> matches(Pattern pattern, int group, String text) {
        return pattern.matcher(text).results().map(match -> match.group(group)).collect(Collectors.toSet());
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    @Test
    void shouldAlarmByNumbersThatThereAre() throws IOException {
        assertEquals(Set.of(), unknown(read(FOLDER.resolve("alerts.yml"))));
        assertEquals(Set.of(), unknown(read(FOLDER.resolve("alerts-test.yml"))));
    }

    @Test
    void shouldDrawNumbersThatThereAre() throws IOException {
        List<String> queries = new ArrayList<>();
        collect(JsonParser.parseString(read(FOLDER.resolve("grafana/dashboards/anychat.json"))), queries);
        assertTrue(queries.size() > 50, queries.size() + " queries");
        assertEquals(Set.of(), unknown(String.join("\n", queries)));
    }

    private static Set<String> unknown(String queries) throws IOException {
        Set<String> used = new TreeSet<>(matches(USED, 0, queries));
        assertFalse(used.isEmpty());
        used.removeAll(documented());
        return used;
    }

    private static void collect(JsonElement element, List<String> queries) {
        if (element instanceof JsonArray array) {
            array.forEach(one -> collect(one, queries));
        } else if (element.isJsonObject()) {
            element.getAsJsonObject().entrySet().forEach(entry -> {
                if (entry.getKey().equals("expr")) {
                    queries.add(entry.getValue().getAsString());
                }
                collect(entry.getValue(), queries);
            });
        }
    }

    @Test
    void shouldSayWhatToDoAboutEachAlarm() throws IOException {
        String alerts = read(FOLDER.resolve("alerts.yml"));
        String operations = read(ROOT.resolve("docs/operations.md"));
        int count = matches(ALERT, 1, alerts).size();
        assertEquals(count, RUNBOOK.matcher(alerts).results().count());
        assertEquals(
                count, Pattern.compile("summary:").matcher(alerts).results().count());
        assertEquals(
                count, Pattern.compile("description:").matcher(alerts).results().count());
        Set<String> anchors = matches(ANCHOR, 1, operations);
        assertTrue(anchors.containsAll(matches(RUNBOOK, 1, alerts)), anchors::toString);
        for (String alert : matches(ALERT, 1, alerts)) {
            assertTrue(operations.contains("`" + alert + "`"), alert + " is not in docs/operations.md");
        }
    }

    @Test
    void shouldGatherEveryServiceOfTheContainers() throws IOException {
        String compose = read(ROOT.resolve("docker-compose.yml"));
        String gathered = read(FOLDER.resolve("prometheus-compose.yml"));
        for (String service : DeploymentTest.SERVICES) {
            assertTrue(compose.contains("\n  " + service + ":"), service);
            assertTrue(gathered.toLowerCase(Locale.ROOT).matches("(?s).*\\b" + service + "\\b.*"), service);
        }
    }
}
