package org.anychat.auth.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PluginOutputTest {
    private final Logger log = (Logger) LoggerFactory.getLogger("test-plugin-output");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private long nowNs;
    private final PluginOutput output = new PluginOutput(log, () -> nowNs);

    @BeforeEach
    void listen() {
        appender.start();
        log.addAppender(appender);
        log.setAdditive(false);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        log.detachAppender(appender);
    }

    private void print(String text) {
        output.take(text.toCharArray(), text.length());
    }

    private List<String> lines() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void shouldLogWholeLines() {
        print("one\ntw");
        print("o\r\nthr");
        assertEquals(List.of("one", "two"), lines());
    }

    @Test
    void shouldCutALineThatDoesNotEnd() {
        print("x".repeat(2_500));
        assertEquals(List.of("x".repeat(1_000), "x".repeat(1_000)), lines());
    }

    @Test
    void shouldNotLetAPluginForgeALogLine() {
        assertEquals("a b c", PluginOutput.line("a\nb\u001bc"));
    }

    @Test
    void shouldLeaveOutWhatAPluginPrintsTooFast() {
        print("line\n".repeat(PluginOutput.LINES_PER_WINDOW + 7));
        assertEquals(PluginOutput.LINES_PER_WINDOW, lines().size());
        nowNs += 11_000_000_000L;
        print("again\n");
        assertEquals(
                List.of("7 lines of the plug-in were left out", "again"),
                lines().subList(PluginOutput.LINES_PER_WINDOW, lines().size()));
    }
}
