package org.anychat.license.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.anychat.runtime.config.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in a file the latest time that the server has seen, so that a clock that is set back makes no licence last
 * longer. A rough guard: whoever may delete the file may set the clock back. Blocks; one thread at a time.
 */
public final class LatestTime {
    private static final Logger log = LoggerFactory.getLogger(LatestTime.class);
    private static final Duration TOLERANCE = Duration.ofDays(1);
    private static final Duration BETWEEN_WRITES = Duration.ofHours(1);
    private static final int MAX_BYTES = 64;

    private final Path file;
    private final Clock clock;
    private Instant latest;
    private boolean warned;

    /**
     * Makes the memory.
     *
     * @param file where it is kept
     * @param clock the wall clock
     */
    public LatestTime(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Tells which day it is at least.
     *
     * @return today in UTC, or the latest day that was seen where the clock is more than a day behind that
     */
    public LocalDate today() {
        Instant now = clock.instant();
        if (latest == null) {
            latest = read(now);
        }
        if (Duration.between(now, latest).compareTo(TOLERANCE) > 0) {
            warnOnce(now);
            return latest.atZone(ZoneOffset.UTC).toLocalDate();
        }
        if (Duration.between(latest, now).compareTo(BETWEEN_WRITES) > 0) {
            remember(now);
        }
        return now.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private Instant read(Instant now) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
                return Instant.parse(Files.readString(file).strip());
            }
        } catch (IOException | java.time.format.DateTimeParseException e) {
            log.warn("{} cannot be read ({}) and is written anew", file, e.toString());
        }
        return now.minus(BETWEEN_WRITES).minusSeconds(1);
    }

    private void remember(Instant now) {
        latest = now;
        try {
            AtomicFiles.write(file, now + "\n");
        } catch (IOException e) {
            log.warn("{} cannot be written ({}); a clock that is set back goes unnoticed", file, e.toString());
        }
    }

    private void warnOnce(Instant now) {
        if (!warned) {
            warned = true;
            log.warn(
                    "The clock shows {}, but this server has seen {} already. For the licence the later one counts. If"
                            + " that was wrong, stop the server and delete {}.",
                    now,
                    latest,
                    file);
        }
    }
}
