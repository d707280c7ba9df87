package org.anychat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/protocol.md} to what the code does. */
class SpecificationTest {
    private static final Pattern FIRST_CELL = Pattern.compile("\\| `(\\w+)` \\|(.*)");
    private static List<String> lines;

    @BeforeAll
    static void readSpecification() throws IOException {
        lines = Files.readAllLines(Path.of("..", "docs", "protocol.md"));
    }

    /** The table rows of a section whose first cell is a name: name and the rest. */
    private static Map<String, String> table(String heading) {
        Map<String, String> rows = new TreeMap<>();
        int start = lines.indexOf(heading);
        assertTrue(start >= 0, heading);
        for (String line : lines.subList(start + 1, lines.size())) {
            if (line.startsWith("## ")) {
                break;
            }
            Matcher matcher = FIRST_CELL.matcher(line);
            if (matcher.matches()) {
                rows.put(matcher.group(1), matcher.group(2));
            }
        }
        return rows;
    }

    @Test
    void shouldNameExactlyTheRequestsThatThereAre() {
        assertEquals(
                Arrays.stream(RequestType.values())
                        .map(RequestType::wireName)
                        .sorted()
                        .toList(),
                List.copyOf(table("## 4. Requests").keySet()));
    }

    @Test
    void shouldNameExactlyTheEventsThatThereAreWithTheirNumbers() {
        Map<String, String> expected = new TreeMap<>();
        for (EventType type : EventType.values()) {
            expected.put(
                    type.wireName(),
                    type.notifyEvent()
                            .map(event -> Integer.toString(event.number()))
                            .orElse("–"));
        }
        Map<String, String> documented = new TreeMap<>();
        table("## 5. Events").forEach((name, rest) -> documented.put(name, rest.split("\\|", -1)[0].strip()));

        assertEquals(expected, documented);
    }

    @Test
    void shouldNameEveryFieldOfTheGoldenRequests() {
        for (Map.Entry<String, String> row : table("## 4. Requests").entrySet()) {
            List<String> fields = fieldsOf(Golden.text("request-" + row.getKey()));
            fields.removeAll(List.of("id", "type"));
            for (String field : fields) {
                assertTrue(row.getValue().contains(field), row.getKey() + " lacks " + field);
            }
        }
    }

    @Test
    void shouldKnowEveryCodeThatItNames() {
        Pattern named = Pattern.compile("\\b(\\d+) `([A-Z_]+)`");
        for (String line : lines) {
            Matcher matcher = named.matcher(line);
            while (matcher.find()) {
                assertEquals(
                        matcher.group(2),
                        ErrorCode.ofNumber(Integer.parseInt(matcher.group(1)))
                                .orElseThrow()
                                .name());
            }
        }
    }

    @Test
    void shouldSayTheLimitsThatHold() {
        String text = lines.stream().collect(Collectors.joining("\n"));
        for (int limit : new int[] {
            Limits.BEFORE_LOGIN_BYTES,
            Limits.CLIENT_JSON_BYTES,
            Limits.SERVER_JSON_BYTES,
            Limits.HEADER_BYTES,
            Limits.PAYLOAD_BYTES
        }) {
            String written = String.format("%,d", limit).replaceAll("\\D", " ");
            assertTrue(text.contains("| " + written + " |"), written);
        }
    }

    private static List<String> fieldsOf(String json) {
        List<String> names = new java.util.ArrayList<>();
        Matcher matcher = Pattern.compile("[{,]\"(\\w+)\":").matcher(json);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
