package org.anychat.runtime.standby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationTest {
    private static final String MASTER = "192.0.2.1:8907";
    private static final long NOW_MS = TimeUnit.DAYS.toMillis(20_000);
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);

    @TempDir
    Path home;

    private final StandbySecret secret = new StandbySecret("what both know");

    private static Activation activated() {
        return Activation.none(MASTER)
                .with("licence", "key", "192.0.2.1:8906")
                .heard(NOW_MS)
                .at(7, 99);
    }

    @Test
    void shouldHoldForThirtyDaysFromTheLastContact() {
        assertTrue(activated().holds(NOW_MS + 30 * DAY_MS - 1));
        assertFalse(activated().holds(NOW_MS + 30 * DAY_MS));
        assertTrue(activated().heard(NOW_MS + 29 * DAY_MS).holds(NOW_MS + 31 * DAY_MS));
        assertFalse(Activation.none(MASTER).holds(NOW_MS));
    }

    @Test
    void shouldNotHoldLongerBecauseTheClockWasSetBack() {
        Activation late = activated().seen(NOW_MS + 29 * DAY_MS);
        assertFalse(late.seen(NOW_MS + 30 * DAY_MS).holds(NOW_MS));
        assertEquals(NOW_MS + 29 * DAY_MS, late.seen(NOW_MS).seenMs());
    }

    @Test
    void shouldSurviveItsProcess() {
        new ActivationFile(home, secret).write(activated());
        assertEquals(activated(), new ActivationFile(home, secret).read(MASTER));
    }

    @Test
    void shouldNotCountForAnotherMasterOrPasswordOrAfterAnEdit() throws IOException {
        ActivationFile file = new ActivationFile(home, secret);
        assertFalse(file.read(MASTER).isActivated());
        file.write(activated());
        assertFalse(file.read("192.0.2.2:8907").isActivated());
        assertFalse(new ActivationFile(home, new StandbySecret("another"))
                .read(MASTER)
                .isActivated());

        Path path = home.resolve(ActivationFile.NAME);
        Files.writeString(path, Files.readString(path).replace("contactMs\\\":", "contactMs\\\":9"));
        assertFalse(file.read(MASTER).isActivated());
        Files.writeString(path, "{");
        assertFalse(file.read(MASTER).isActivated());
    }
}
