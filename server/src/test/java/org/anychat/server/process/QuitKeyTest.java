package org.anychat.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QuitKeyTest {
    private static final long WAIT_SECONDS = 20;

    @Test
    void shouldQuitOnQAmongOtherKeys() throws InterruptedException {
        CountDownLatch quit = new CountDownLatch(1);

        QuitKey.watch(
                new ByteArrayInputStream("hello\n\nQ\n".getBytes(StandardCharsets.US_ASCII)),
                () -> true,
                quit::countDown);

        assertTrue(quit.await(WAIT_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void shouldNotReadInTheBackground() throws InterruptedException {
        ByteArrayInputStream input = new ByteArrayInputStream("q\n".getBytes(StandardCharsets.US_ASCII));
        AtomicInteger leftInBackground = new AtomicInteger();
        AtomicInteger polls = new AtomicInteger();
        CountDownLatch quit = new CountDownLatch(1);

        QuitKey.watch(
                input,
                () -> {
                    leftInBackground.set(input.available());
                    return polls.incrementAndGet() > 2;
                },
                quit::countDown);

        assertTrue(quit.await(WAIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(2, leftInBackground.get());
    }
}
