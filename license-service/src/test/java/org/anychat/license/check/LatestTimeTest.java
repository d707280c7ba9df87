package org.anychat.license.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestTimeTest {
    private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");

    @TempDir
    Path folder;

    private LatestTime at(Instant now) {
        return new LatestTime(folder.resolve("AnyChat.cer.time"), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void shouldTellTheDay() {
        assertEquals(LocalDate.of(2026, 6, 10), at(NOW).today());
    }

    @Test
    void shouldNotFollowAClockThatWasSetBack() {
        at(NOW).today();
        assertEquals(
                LocalDate.of(2026, 6, 10), at(NOW.minusSeconds(30 * 86_400)).today());
    }

    @Test
    void shouldFollowAClockThatWasSetRightByLessThanADay() {
        at(NOW).today();
        assertEquals(LocalDate.of(2026, 6, 9), at(NOW.minusSeconds(86_000)).today());
    }

    @Test
    void shouldGoOnWithTime() {
        at(NOW).today();
        at(NOW.plusSeconds(3 * 86_400)).today();
        assertEquals(LocalDate.of(2026, 6, 13), at(NOW).today());
    }

    @Test
    void shouldDoWithoutAFileThatIsGarbageOrCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("AnyChat.cer.time"), "garbage");
        assertEquals(LocalDate.of(2026, 6, 10), at(NOW).today());
        LatestTime nowhere =
                new LatestTime(folder.resolve("missing").resolve("time"), Clock.fixed(NOW, ZoneOffset.UTC));
        assertEquals(LocalDate.of(2026, 6, 10), nowhere.today());
    }
}
