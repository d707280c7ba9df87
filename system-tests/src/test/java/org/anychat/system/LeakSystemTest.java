package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.anychat.client.ClientRuntime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After many joins, by leaving, by logging out and by dropping the link, the server holds what it held before. */
@Tag("slow")
class LeakSystemTest {
    private static final int WARM_UP_JOINS = 20;
    private static final int JOINS = 200;
    /** Longer than an idle thread of a pool lives. */
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private static final int THREAD_SLACK = 2;

    @TempDir
    Path folder;

    @Test
    void shouldHoldAfterTwoHundredJoinsWhatItHeldBefore() throws InterruptedException {
        try (ServerProcess server = ServerProcess.start(folder);
                ClientRuntime runtime = ClientRuntime.create(1);
                SdkUser host = SdkUser.inRoom(server, runtime, "Host", 1)) {
            host.publishing();
            joinAndGo(server, runtime, WARM_UP_JOINS);
            LiveObjects before = settled(server, null);

            joinAndGo(server, runtime, JOINS);

            LiveObjects after = settled(server, before);
            assertEquals(Map.of(), after.grownSince(before), server::output);
            assertTrue(
                    after.threads().size() <= before.threads().size() + THREAD_SLACK,
                    "threads before " + before.threads() + ", after " + after.threads());
        }
    }

    private static void joinAndGo(ServerProcess server, ClientRuntime runtime, int joins) {
        for (int i = 0; i < joins; i++) {
            SdkUser guest =
                    SdkUser.inRoom(server, runtime, "Guest" + i, 1).publishing().watching();
            guest.awaitFirstFrame();
            if (i % 3 == 0) {
                SdkUser.await(guest.client().leaveRoom());
            } else if (i % 3 == 1) {
                SdkUser.await(guest.client().logout());
            }
            guest.close();
        }
    }

    /** What is there once there is no more than before, or nothing changes any more, or the time to settle is over. */
    private static LiveObjects settled(ServerProcess server, LiveObjects before) throws InterruptedException {
        Instant deadline = Instant.now().plus(SETTLE);
        LiveObjects now = LiveObjects.of(server);
        LiveObjects last = null;
        while (Instant.now().isBefore(deadline) && !(before == null ? now.equals(last) : isBack(now, before))) {
            // Timers of the server run on, and idle threads end; there is no event to wait for outside of it.
            new CountDownLatch(1).await(2, TimeUnit.SECONDS);
            last = now;
            now = LiveObjects.of(server);
        }
        return now;
    }

    private static boolean isBack(LiveObjects now, LiveObjects before) {
        return now.grownSince(before).isEmpty()
                && now.threads().size() <= before.threads().size() + THREAD_SLACK;
    }
}
