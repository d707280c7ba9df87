package org.anychat.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.anychat.contracts.ProcessApi;
import org.anychat.contracts.ProcessApi.LogLine;
import org.anychat.contracts.ProcessApi.ReadLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogRingTest {
    private final LoggerContext context = new LoggerContext();
    private final LogRing ring = new LogRing();
    private Logger log;

    @BeforeEach
    void start() {
        ring.setContext(context);
        ring.start();
        log = context.getLogger("org.anychat.some.Speaker");
        log.setLevel(Level.DEBUG);
        log.addAppender(ring);
    }

    private List<String> read(long after, String level, String text) {
        return ring.read(new ReadLog(after, level, text)).lines().stream()
                .map(LogLine::message)
                .toList();
    }

    @Test
    void shouldTellWhatIsNewAboveALevel() {
        log.debug("detail");
        log.info("first");
        log.warn("second {}", 2);

        assertEquals(List.of("first", "second 2"), read(0, "INFO", ""));
        assertEquals(List.of("second 2"), read(2, "INFO", ""));
        assertEquals(List.of("detail", "first", "second 2"), read(0, "DEBUG", ""));
        assertEquals(3, ring.read(new ReadLog(3, "INFO", "")).last());
    }

    @Test
    void shouldFindWordsAndSpeakersInAnyCase() {
        log.info("User 7 LOGGED in");

        assertEquals(1, read(0, "INFO", "logged").size());
        assertEquals(1, read(0, "INFO", "speaker").size());
        assertEquals(0, read(0, "INFO", "nothing").size());
    }

    @Test
    void shouldHoldOnlySoMuch() {
        for (int i = 0; i < 5_000; i++) {
            log.info("line {}", i);
        }
        log.info("x".repeat(10_000));

        List<String> newest = read(0, "INFO", "");
        assertEquals(ProcessApi.MAX_LINES, newest.size());
        assertEquals(2_000, newest.get(newest.size() - 1).length());
        assertEquals(0, read(0, "INFO", "line 100 ").size());
    }

    @Test
    void shouldSayWhatWasThrown() {
        log.error("failed", new IllegalStateException("why"));

        assertTrue(read(0, "INFO", "").get(0).contains("IllegalStateException: why"));
    }
}
