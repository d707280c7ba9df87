package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.anychat.client.ClientRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real server says of itself while two bots are in a room, and somebody guesses passwords. */
class MetricsSystemTest {
    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(anychat_\\w+)` \\| (\\w+)", Pattern.MULTILINE);
    /** Far above what there is, and far below what a user or a room in a label would make of it. */
    private static final int MAX_SERIES = 2_500;

    private static final String ROOM = "70707";
    private static final long PATIENCE_NS = Duration.ofSeconds(60).toNanos();

    @TempDir
    private Path home;

    @Test
    @SuppressWarnings("try") // The bots are there, and that is all.
    void shouldShowWhatIsDocumentedAndWhatHappens() throws IOException {
        int monitorPort = ServerProcess.freeTcpPort();
        try (ServerProcess server = ServerProcess.start(home, "[Monitor Settings]", "MonitorPort=" + monitorPort);
                ClientRuntime runtime = ClientRuntime.create(1)) {
            Scrape idle = Scrape.of(monitorPort);
            assertEquals(0, idle.sum("anychat_auth_users"), idle.text());

            try (BotProcess one = BotProcess.join(server, "--watch", "--room", ROOM, "--name", "NobodyElsesName");
                    BotProcess other = BotProcess.join(server, "--watch", "--room", ROOM, "--name", "OtherName");
                    LoginUser third = LoginUser.stay(server, runtime)) {
                assertEquals(0, third.loginCode("ThirdName", ""));
                assertNotEquals(0, third.loginCode("ThirdName", ""), "once is enough");
                Scrape busy = whenMediaFlow(monitorPort);
                shouldBeDocumented(busy);
                shouldHaveMoved(idle, busy);
                shouldBeBounded(busy);
            }
        }
    }

    private static Scrape whenMediaFlow(int port) {
        long beginNs = System.nanoTime();
        Scrape scrape = Scrape.of(port);
        while (scrape.sum("anychat_relay_rtp_packets_total", "direction=\"out\"") < 100
                || scrape.sum("anychat_event_loop_lag_seconds_count") == 0) {
            assertTrue(System.nanoTime() - beginNs < PATIENCE_NS, scrape.text());
            scrape = Scrape.of(port);
        }
        return scrape;
    }

    private static void shouldBeDocumented(Scrape scrape) throws IOException {
        String document = Files.readString(ServerProcess.repository().resolve("docs/metrics.md"));
        Set<String> documented = new TreeSet<>();
        for (MatchResult row : DOCUMENTED.matcher(document).results().toList()) {
            documented.add(row.group(1));
            if (row.group(2).equals("histogram")) {
                documented.add(row.group(1) + "_max");
            }
        }
        assertEquals(documented, scrape.names("anychat_"));
        assertTrue(scrape.names("").containsAll(Set.of("jvm_memory_used_bytes", "process_files_open_files")));
    }

    private static void shouldHaveMoved(Scrape idle, Scrape busy) {
        assertEquals(3, busy.sum("anychat_auth_users", "kind=\"guest\""), busy.text());
        assertEquals(3, busy.sum("anychat_gateway_users"));
        assertEquals(3, busy.sum("anychat_license_seats"));
        assertEquals(2, busy.sum("anychat_room_members"));
        assertEquals(2, busy.sum("anychat_room_joins_total", "outcome=\"success\""));
        assertEquals(2, busy.sum("anychat_relay_sessions", "kind=\"publisher\""));
        assertEquals(3, busy.sum("anychat_gateway_logins_total", "code=\"0\""));
        assertEquals(4, busy.sum("anychat_gateway_logins_total"));
        assertEquals(5, busy.sum("anychat_service_active"));
        assertEquals(0, busy.sum("anychat_service_missing"));
        assertEquals(1, busy.sum("anychat_node_ready"));
        for (String counter : Set.of(
                "anychat_relay_bytes_total",
                "anychat_relay_rtp_packets_total",
                "anychat_relay_busy_seconds_total",
                "anychat_relay_handshakes_total",
                "anychat_gateway_bytes_total",
                "anychat_gateway_request_seconds_count",
                "anychat_bus_call_seconds_count")) {
            assertTrue(busy.sum(counter) > idle.sum(counter), counter);
        }
    }

    private static void shouldBeBounded(Scrape scrape) {
        assertTrue(scrape.size() < MAX_SERIES, scrape.size() + " series");
        Set<String> labels = Pattern.compile("=\"([^\"]*)\"")
                .matcher(scrape.text())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        for (String word : Set.of("NobodyElsesName", "OtherName", "ThirdName", "127.0.0.1", ROOM)) {
            assertFalse(labels.contains(word), word + " is a label");
        }
    }
}
