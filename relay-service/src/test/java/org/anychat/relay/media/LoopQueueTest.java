package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.transport.DatagramReceiver;
import org.junit.jupiter.api.Test;

class LoopQueueTest {
    private static final InetSocketAddress FROM = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);

    private final List<Runnable> wakeUps = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private final LoopQueue queue = new LoopQueue(wakeUps::add, () -> {});

    private int leastRoom = Integer.MAX_VALUE;

    private final DatagramReceiver receiver = new DatagramReceiver() {
        @Override
        public void onDatagram(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
            leastRoom = Math.min(leastRoom, data.length - offset - length);
            seen.add(new String(data, offset, length, StandardCharsets.US_ASCII) + "@" + from.getPort() + "/" + nowNs);
        }

        @Override
        public void onBatchEnd() {}
    };

    @Test
    void shouldHandOverInOrder() {
        queue.offer(() -> seen.add("open"));
        offerDatagram("first", 3);
        queue.offer(() -> seen.add("close"));
        drain();
        assertEquals(List.of("open", "first@5000/3", "close"), seen);
    }

    @Test
    void shouldTakeAnyLengthInAnySlotWithRoomBehindIt() {
        List<String> offered = new ArrayList<>();
        for (int length : new int[] {0, 1, 240, 256, 257, 1200, LoopQueue.MAX_DATAGRAM_BYTES, 3}) {
            for (int i = 0; i < LoopQueue.CAPACITY - 1; i++) {
                queue.offer(() -> {});
                drain();
            }
            assertTrue(offerDatagram("x".repeat(length), length));
            offered.add("x".repeat(length) + "@5000/" + length);
            drain();
        }
        assertEquals(offered, seen);
        assertTrue(leastRoom >= DatagramReceiver.TAIL_ROOM, "room behind: " + leastRoom);
    }

    @Test
    void shouldWakeTheLoopOncePerBatch() {
        queue.offer(() -> {});
        queue.offer(() -> {});
        assertEquals(1, wakeUps.size());
        drain();
        queue.offer(() -> {});
        assertEquals(2, wakeUps.size());
    }

    @Test
    void shouldRefuseAndCountWhenFull() {
        for (int i = 0; i < LoopQueue.CAPACITY; i++) {
            assertTrue(queue.offer(() -> seen.add("ran")));
        }
        assertFalse(queue.offer(() -> seen.add("must not run")));
        assertEquals(1, queue.dropped());
        drain();
        assertEquals(LoopQueue.CAPACITY, seen.size());
        assertTrue(queue.offer(() -> {}));
    }

    @Test
    void shouldKeepRoomForCommandsUnderAFloodOfDatagrams() {
        int taken = 0;
        while (offerDatagram("x", 0)) {
            taken++;
        }
        assertEquals(LoopQueue.CAPACITY - LoopQueue.RESERVED_FOR_COMMANDS, taken);
        assertTrue(queue.offer(() -> seen.add("close")));
    }

    @Test
    void shouldRefuseADatagramLongerThanASlot() {
        assertFalse(queue.offerDatagram(new byte[4096], 0, LoopQueue.MAX_DATAGRAM_BYTES + 1, FROM, 0));
        assertEquals(1, queue.dropped());
        drain();
        assertEquals(List.of(), seen);
    }

    @Test
    void shouldSurviveACommandThatThrows() {
        List<RuntimeException> faults = new ArrayList<>();
        queue.offer(() -> {
            throw new IllegalStateException("a defect");
        });
        queue.offer(() -> seen.add("next"));
        queue.drain(receiver, faults::add);
        assertEquals(1, faults.size());
        assertEquals(List.of("next"), seen);
    }

    @Test
    void shouldLoseAndDoubleNothingOverManyRoundsAndProducers() throws Exception {
        int producers = 3;
        int each = 20_000;
        ExecutorService loop = Executors.newSingleThreadExecutor();
        ExecutorService threads = Executors.newFixedThreadPool(producers);
        int[] last = new int[producers];
        CountDownLatch done = new CountDownLatch(producers * each);
        LoopQueue[] self = new LoopQueue[1];
        self[0] = new LoopQueue(loop, () -> self[0].drain(receiver, fault -> {}));
        try {
            for (int p = 0; p < producers; p++) {
                int producer = p;
                threads.execute(() -> produce(self[0], producer, each, last, done));
            }
            assertTrue(done.await(30, TimeUnit.SECONDS), "open " + done.getCount());
        } finally {
            threads.shutdownNow();
            loop.shutdownNow();
        }
        for (int value : last) {
            assertEquals(each, value);
        }
    }

    /** The loop sees each producer's numbers one after the other, or the latch never reaches zero. */
    private static void produce(LoopQueue queue, int producer, int each, int[] last, CountDownLatch done) {
        for (int i = 1; i <= each; i++) {
            int number = i;
            Runnable command = () -> {
                if (last[producer] == number - 1) {
                    last[producer] = number;
                    done.countDown();
                }
            };
            while (!queue.offer(command)) {
                Thread.onSpinWait();
            }
        }
    }

    private boolean offerDatagram(String text, long nowNs) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return queue.offerDatagram(bytes, 0, bytes.length, FROM, nowNs);
    }

    private void drain() {
        queue.drain(receiver, fault -> {
            throw fault;
        });
    }
}
