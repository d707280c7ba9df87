package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CoreTimeTest {
    private static final String STAT = """
            cpu  900 0 300 5000 9 0 0 0 0 0
            cpu0 400 0 100 %d 4 0 20 0 0 0
            cpu1 500 0 200 3000 5 0 10 0 0 0
            intr 12345 0 9
            """;

    @Test
    void shouldBeBusyWhileItIsNotIdle() {
        CoreTime before = CoreTime.parse(STAT.formatted(2000), Set.of(0), 1_000_000_000L);
        CoreTime after = CoreTime.parse(STAT.formatted(2030), Set.of(0), 2_000_000_000L);

        assertEquals(700_000, after.busyUsSince(before));
    }

    @Test
    void shouldTakeCoresTogether() {
        CoreTime before = CoreTime.parse(STAT.formatted(2000), Set.of(0, 1), 0);
        CoreTime after = CoreTime.parse(STAT.formatted(2100), Set.of(0, 1), 1_000_000_000L);

        assertEquals(1_000_000, after.busyUsSince(before));
    }

    @Test
    void shouldReadListsOfCores() {
        assertEquals(Set.of(0), CoreTime.cores("0"));
        assertEquals(Set.of(0, 2, 3, 4, 10), CoreTime.cores("0,2-4,10"));
    }
}
