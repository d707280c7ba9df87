package org.anychat.webrtc.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HostLookupTest {
    private static final List<InetAddress> ADDRESSES = List.of(InetAddress.getLoopbackAddress());

    @Test
    void shouldLookOnAThreadOfItsOwn() throws Exception {
        CompletableFuture<Thread> looked = new CompletableFuture<>();
        HostLookup lookup = new HostLookup(() -> {
            looked.complete(Thread.currentThread());
            return ADDRESSES;
        });

        assertEquals(ADDRESSES, lookup.begin().get(20, TimeUnit.SECONDS));
        assertNotEquals(Thread.currentThread(), looked.join());
        assertTrue(looked.join().isDaemon());
    }

    /** A system that never answers holds one thread, whatever number of connections begin. */
    @Test
    void shouldLookOnceAtATime() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch answered = new CountDownLatch(1);
        HostLookup lookup = new HostLookup(() -> {
            looks.incrementAndGet();
            await(answered);
            return ADDRESSES;
        });

        CompletableFuture<List<InetAddress>> first = lookup.begin();
        assertSame(first, lookup.begin());
        answered.countDown();
        assertEquals(ADDRESSES, first.get(20, TimeUnit.SECONDS));
        assertEquals(1, looks.get());

        CompletableFuture<List<InetAddress>> second = lookup.begin();
        assertNotSame(first, second, "interfaces come and go");
        second.get(20, TimeUnit.SECONDS);
        assertEquals(2, looks.get());
    }

    @Test
    void shouldFindNothingWhereTheSystemFails() throws Exception {
        HostLookup lookup = new HostLookup(() -> {
            throw new IllegalStateException("what a system may do; expected in the log of this test");
        });

        assertEquals(List.of(), lookup.begin().get(20, TimeUnit.SECONDS));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
