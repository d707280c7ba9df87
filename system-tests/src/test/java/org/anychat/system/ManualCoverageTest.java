package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/manual-coverage.md} names for all that the manual says where it works, and a test that proves it. */
class ManualCoverageTest {
    private static final Path DOCUMENT = ServerProcess.repository().resolve("docs/manual-coverage.md");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(should\\w+)`");

    /** The manual's sections, keys, commands and questions, by chapter. */
    private static final List<String> SUBJECTS = Stream.of(
                    "1 login|1 rooms|1 state|1 service",
                    "2.1 -i|2.1 install.bat|2.1 service name|2.2 -u|2.2 UnInstall.bat",
                    "3 read at start|3 default file|3.1 listing",
                    "3.2 ServerID|3.2 TCPListenPort|3.2 UDPServicePort|3.2 SDKAuthPass|3.2 DemoMode|3.2 ShowTrayIcon",
                    "3.3 RoutingPolicy|3.3 RoutingTTL|3.3 RoutingMTN",
                    "3.4 VideoSize|3.4 VideoWidth|3.4 VideoHeight|3.4 VideoFPS|3.4 VideoGOPSize|3.4 VideoBitrate",
                    "3.4 VideoCodec|3.4 VideoQuality",
                    "3.5 AudioSamplesPerSec|3.5 AudioChannels|3.5 AudioBitsPerSample|3.5 AudioCodec|3.5 AudioBitrate",
                    "3.5 combinations",
                    "3.6 CloseFrontLink|3.6 AutoAddRoom|3.6 SDKFilterPlus|3.6 AllowGuestLogin",
                    "3.7 SlaveMode|3.7 MasterServerIP|3.7 MasterServerUDPPort",
                    "4 service mode|4 -r|4 no argument|4 closed window",
                    "5.1 hardware|5.1 part replaced|5.2 domain|5.3 UKey|5 what it allows|5 mismatch",
                    "6 how to install|6 double click|6 tray icon|6 how to stop|6 how to remove|6 is it running",
                    "6 moved folder|6 licence fails|6 ports closed")
            .flatMap(line -> Arrays.stream(line.split("\\|")))
            .toList();

    private record Row(String subject, String where, String proof) {}

    @Test
    void shouldHaveARowForEverySubject() throws IOException {
        assertEquals(SUBJECTS, rows().stream().map(Row::subject).toList());
    }

    @Test
    void shouldSayWhereEachWorksAndNameATestThatIsThere() throws IOException {
        Map<String, String> sources = testSources();
        List<String> faults = new ArrayList<>();
        for (Row row : rows()) {
            Matcher test = TEST.matcher(row.proof());
            if (row.where().isBlank() || !test.find()) {
                faults.add(row.subject() + ": no place, or no test");
                continue;
            }
            do {
                String source = sources.getOrDefault(test.group(1), "");
                if (!source.contains("void " + test.group(2) + "(")) {
                    faults.add(row.subject() + ": there is no " + test.group());
                }
            } while (test.find());
        }
        assertEquals(List.of(), faults);
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| [1-6].*"))
                .map(line -> line.split("\\|"))
                .map(cells -> {
                    assertTrue(cells.length >= 4, "too few cells: " + String.join("|", cells));
                    return new Row(cells[1].trim().replace("`", ""), cells[2].trim(), cells[3].trim());
                })
                .toList();
        assertTrue(!rows.isEmpty(), "no row in " + DOCUMENT);
        return rows;
    }

    /** The test classes of all modules, by simple name. */
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.find(
                ServerProcess.repository(),
                16,
                (file, attributes) -> file.toString().contains("/src/test/java/")
                        && file.toString().endsWith(".java"))) {
            for (Path file : files.toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }
}
