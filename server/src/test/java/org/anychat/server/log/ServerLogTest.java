package org.anychat.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.core.status.ErrorStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.anychat.runtime.config.LogConfig;
import org.anychat.runtime.config.LogConfig.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ServerLogTest {
    private static final Logger log = LoggerFactory.getLogger("a.logger.without.a.level.of.its.own");
    private static final int MB = 1024 * 1024;

    @TempDir
    Path home;

    private ServerLog serverLog;

    @AfterEach
    void close() {
        if (serverLog != null) {
            serverLog.level(LogConfig.DEFAULT.level());
            serverLog.close();
        }
    }

    private String text() throws IOException {
        return Files.readString(home.resolve(ServerLog.FILE));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldChangeTheLevelWhileItRuns() throws IOException {
        serverLog = ServerLog.open(home);
        log.debug("one");
        serverLog.level(Level.DEBUG);
        log.debug("two");
        serverLog.apply(new LogConfig(Level.WARN, 50, 14, 1000));
        log.info("three");
        log.warn("four, 中文");

        assertEquals(
                List.of("two", "four, 中文"),
                text().lines().map(line -> line.replaceAll(".* - ", "")).toList());
    }

    @Test
    void shouldLogStartsAndStopsAtAnyLevel() throws IOException {
        serverLog = ServerLog.open(home);
        serverLog.level(Level.ERROR);

        LoggerFactory.getLogger("org.anychat.server.AnyChatCoreServer").info("Run Service");

        assertTrue(text().contains("Run Service"), this::describe);
    }

    @Test
    void shouldSetAFileAsideThatIsTooLargeAndKeepWritingAfterTheLimitsChange() throws IOException {
        onOneDay(this::setAFileAsideThatIsTooLarge);
    }

    private void setAFileAsideThatIsTooLarge(LocalDate today) throws IOException {
        Files.writeString(home.resolve(ServerLog.FILE), "x".repeat(MB));
        serverLog = ServerLog.open(home);
        log.info("before");
        serverLog.apply(new LogConfig(Level.INFO, 1, 14, 1000));
        log.info("at the limit");
        log.info("after");

        assertEquals(List.of(aside(today), ServerLog.FILE), files());
        assertTrue(text().contains("after"), this::describe);
    }

    private static String aside(LocalDate day) {
        return "AnyChatCoreServer." + day + ".0.log";
    }

    private interface OfADay {
        void run(LocalDate day) throws IOException;
    }

    /** Runs a test once more, in an empty folder, where midnight came in between: what is of which day is then open. */
    private void onOneDay(OfADay test) throws IOException {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        try {
            test.run(today);
        } catch (AssertionError e) {
            LocalDate tomorrow = LocalDate.now(ZoneId.systemDefault());
            if (tomorrow.equals(today)) {
                throw e;
            }
            close();
            home = Files.createDirectory(home.resolve("tomorrow"));
            test.run(tomorrow);
        }
    }

    @Test
    void shouldDeleteWhatIsTooOld() throws IOException {
        LocalDate today = LocalDate.now(ZoneId.systemDefault());
        Path old = Files.createFile(home.resolve(aside(today.minusDays(20))));
        Path young = Files.createFile(home.resolve(aside(today.minusDays(3))));
        serverLog = ServerLog.open(home);
        serverLog.apply(new LogConfig(Level.INFO, 50, 7, 1000));

        assertFalse(Files.exists(old));
        assertTrue(Files.exists(young));
    }

    /** Two removals at once would reckon with one calendar, and one of 200 such starts lost the file set aside. */
    @RepeatedTest(500)
    void shouldKeepWhatTheFirstLineOfAStartSetsAside() throws IOException {
        onOneDay(this::keepWhatTheFirstLineSetsAside);
    }

    private void keepWhatTheFirstLineSetsAside(LocalDate today) throws IOException {
        Files.writeString(home.resolve(ServerLog.FILE), "x".repeat(MB));
        serverLog = ServerLog.open(home);
        serverLog.apply(new LogConfig(Level.INFO, 1, 2, 1000));
        log.info("the first line");
        serverLog.close();

        assertEquals(List.of(aside(today), ServerLog.FILE), files());
    }

    @Test
    void shouldGoOnWithoutAFileWhereItCannotBeWritten() throws IOException {
        Files.createDirectory(home.resolve(ServerLog.FILE));

        serverLog = ServerLog.open(home);
        log.info("to the console");
        serverLog.leaveConsole();

        Files.delete(home.resolve(ServerLog.FILE));
        assertEquals(List.of(), files());
    }

    @Test
    void shouldTellTheConsoleOnceAMinuteThatTheDiskIsFull() {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        AtomicLong nowNs = new AtomicLong(-5);
        LogTrouble trouble =
                new LogTrouble(Path.of("x.log"), new PrintStream(console, true, StandardCharsets.UTF_8), nowNs::get);
        ErrorStatus full = new ErrorStatus("IO failure", this, new IOException("No space left on device"));

        trouble.addStatusEvent(full);
        trouble.addStatusEvent(full);
        assertEquals(1, console.toString(StandardCharsets.UTF_8).lines().count());
        assertTrue(console.toString(StandardCharsets.UTF_8).contains("No space left on device"));

        nowNs.addAndGet(TimeUnit.MINUTES.toNanos(1));
        trouble.addStatusEvent(full);
        assertEquals(2, console.toString(StandardCharsets.UTF_8).lines().count());
    }

    private String describe() {
        try {
            return text();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
