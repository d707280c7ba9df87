package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.client.ClientRuntime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hours of a busy relay in minutes: people come with real connections, publish, watch, pause and resume what they watch, and
 * go in every way there is, several at a time. The server uses no more in the end than it did once it was warm.
 */
@Tag("slow")
class SoakSystemTest {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("anychat.soak.seconds", 120));
    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final Duration STAGE = Duration.ofSeconds(30);
    private static final int AT_ONCE = 4;
    private static final int SWITCHES = 10;
    private static final Duration SETTLE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final AtomicInteger joins = new AtomicInteger();

    @Test
    void shouldUseNoMoreAfterHoursOfComingAndGoing() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(AT_ONCE);
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", SoakSample.TOOL_OPTIONS);
        try (ServerProcess server = ServerProcess.startOnFreePorts(folder, environment, "-r");
                ClientRuntime runtime = ClientRuntime.create(1);
                MediaUser host = new MediaUser(server, runtime, "Host").inRoom(1)) {
            comeAndGo(people, server, runtime, host, WARM_UP);
            SoakSample before = settled(server, null);
            SoakSample last = before;
            print("warm", last);
            long endNs = System.nanoTime() + LENGTH.toNanos();
            while (System.nanoTime() < endNs) {
                comeAndGo(people, server, runtime, host, STAGE);
                last = SoakSample.of(server);
                print("after " + joins + " joins", last);
            }
            last = settled(server, before);
            print("settled", last);
            assertTrue(last.isFlatSince(before), before.line() + "; then " + last.line());
        } finally {
            people.shutdownNow();
        }
    }

    private void comeAndGo(
            ExecutorService people, ServerProcess server, ClientRuntime runtime, MediaUser host, Duration length)
            throws Exception {
        long endNs = System.nanoTime() + length.toNanos();
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            working.add(people.submit(() -> {
                while (System.nanoTime() < endNs) {
                    visit(server, runtime, host, joins.incrementAndGet());
                }
            }));
        }
        for (Future<?> one : working) {
            one.get();
        }
    }

    private static void visit(ServerProcess server, ClientRuntime runtime, MediaUser host, int number) {
        try (SdkUser guest = SdkUser.inRoom(server, runtime, "Guest" + number, 1)
                .publishing()
                .watching()) {
            guest.awaitFirstFrame();
            for (int i = 0; i < SWITCHES; i++) {
                SdkUser.await(guest.client().selectMedia(host.id, i % 2 != 0, true));
            }
            if (number % 3 == 0) {
                SdkUser.await(guest.client().leaveRoom());
            } else if (number % 3 == 1) {
                SdkUser.await(guest.client().logout());
            }
        }
    }

    /** Sessions whose links were dropped are kept for a while; there is no event to wait for outside of the server. */
    private static SoakSample settled(ServerProcess server, SoakSample before) throws InterruptedException {
        long endNs = System.nanoTime() + SETTLE.toNanos();
        SoakSample now = SoakSample.of(server);
        while (System.nanoTime() < endNs && (before == null || !now.isFlatSince(before))) {
            new CountDownLatch(1).await(2, TimeUnit.SECONDS);
            now = SoakSample.of(server);
        }
        return now;
    }

    private static void print(String when, SoakSample sample) {
        System.out.println("SOAK " + when + ": " + sample.line());
    }
}
