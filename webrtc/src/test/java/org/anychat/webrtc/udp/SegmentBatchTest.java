package org.anychat.webrtc.udp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SegmentBatchTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.1", 1000);
    private static final InetSocketAddress THERE = new InetSocketAddress("2001:db8::1", 1000);

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private boolean memoryIsShort;
    private boolean outputFails;
    private boolean outputHolds;
    private final List<ByteBuf> held = new ArrayList<>();
    private int buffers;
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    private final ByteBufAllocator allocator = new AbstractByteBufAllocator(true) {
        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new AssertionError("only direct buffers go to the kernel as they are");
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            if (memoryIsShort) {
                throw new OutOfMemoryError("direct");
            }
            buffers++;
            return memory.directBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    };
    private final List<String> runs = new ArrayList<>();
    private final Map<InetSocketAddress, List<byte[]>> packets = new HashMap<>();
    private final SegmentBatch batch = new SegmentBatch(allocator, this::record);

    @AfterEach
    void shouldKeepNoBuffer() {
        batch.release();
        assertEquals(0, memory.metric().usedDirectMemory());
    }

    @Test
    void shouldMakeOneRunOfEqualSizesToOneDestination() {
        add(HERE, 100, 100, 100);

        batch.drain();

        assertEquals(List.of("192.0.2.1 3x100"), runs);
    }

    @Test
    void shouldEndARunWithAShorterPacketAndBeginAnewWithALongerOne() {
        add(HERE, 100, 100, 40, 40, 41);

        batch.drain();

        assertEquals(List.of("192.0.2.1 3x100", "192.0.2.1 1x40", "192.0.2.1 1x41"), runs);
    }

    @Test
    void shouldJoinPacketsOfADestinationAcrossThoseOfOthers() {
        add(HERE, 100);
        add(THERE, 100);
        add(HERE, 100);
        add(THERE, 100);

        batch.drain();

        assertEquals(List.of("192.0.2.1 2x100", "2001:db8:0:0:0:0:0:1 2x100"), runs);
    }

    @Test
    void shouldNotExceedTheKernelsBounds() {
        int[] small = new int[65];
        Arrays.fill(small, 10);
        int[] large = new int[44];
        Arrays.fill(large, 1500);
        add(HERE, small);
        add(THERE, large);

        batch.drain();

        assertEquals(
                List.of(
                        "192.0.2.1 64x10",
                        "2001:db8:0:0:0:0:0:1 43x1500",
                        "192.0.2.1 1x10",
                        "2001:db8:0:0:0:0:0:1 1x1500"),
                runs);
    }

    @Test
    void shouldHaveRoomForAMegabyteOfAnySizes() {
        for (int i = 0; i < 800; i++) {
            add(new InetSocketAddress("192.0.2.1", 1 + i % 40), 1300);
        }

        assertTrue(batch.hasRoom(8_576, HERE));
        assertFalse(batch.hasRoom(8_577, HERE));
        batch.drain();
        assertEquals(40, runs.size());
        assertTrue(batch.hasRoom(8_577, HERE));
    }

    @Test
    void shouldHaveRoomForSoManyDestinationsAndMoreForEach() {
        for (int port = 1; port <= 64; port++) {
            InetSocketAddress to = new InetSocketAddress("192.0.2.1", port);
            assertTrue(batch.hasRoom(10, to));
            add(to, 10);
        }

        assertFalse(batch.hasRoom(10, THERE));
        assertTrue(batch.hasRoom(10, new InetSocketAddress("192.0.2.1", 64)));
        batch.drain();
        assertTrue(batch.hasRoom(10, THERE));
    }

    @Test
    void shouldKeepEveryPacketAndTheOrderPerDestination() {
        Random random = seeded.random();
        Map<InetSocketAddress, List<byte[]>> expected = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            InetSocketAddress to = new InetSocketAddress("192.0.2.1", 1 + random.nextInt(100));
            byte[] data = new byte[1 + random.nextInt(3) * 50];
            random.nextBytes(data);
            expected.computeIfAbsent(to, key -> new ArrayList<>()).add(data);
            if (!batch.hasRoom(data.length, to) || random.nextInt(100) == 0) {
                batch.drain();
            }
            batch.add(data, 0, data.length, to);
        }
        batch.drain();

        assertEquals(expected.keySet(), packets.keySet());
        expected.forEach(
                (to, sent) -> assertArrayEquals(sent.toArray(), packets.get(to).toArray()));
    }

    @Test
    void shouldJoinTheFourPacketsOfAFrameForEachOfSixtyViewers() {
        for (int packet = 0; packet < 4; packet++) {
            for (int viewer = 0; viewer < 60; viewer++) {
                add(new InetSocketAddress("192.0.2.1", 1 + viewer), 1200);
            }
        }
        batch.drain();

        assertEquals(Collections.nCopies(60, "192.0.2.1 4x1200"), runs);
    }

    @Test
    void shouldGoOnWhereThereWasNoMemoryForADatagram() {
        add(HERE, 100);
        add(THERE, 100);
        memoryIsShort = true;
        assertThrows(OutOfMemoryError.class, () -> add(HERE, 101));
        assertThrows(OutOfMemoryError.class, () -> add(new InetSocketAddress("192.0.2.2", 1), 50));
        memoryIsShort = false;
        add(HERE, 101);
        add(new InetSocketAddress("192.0.2.2", 1), 50);

        batch.drain();

        List<String> all = new ArrayList<>(runs);
        Collections.sort(all);
        assertEquals(
                List.of("192.0.2.1 1x100", "192.0.2.1 1x101", "192.0.2.2 1x50", "2001:db8:0:0:0:0:0:1 1x100"), all);
    }

    @Test
    void shouldGoOnWhereARunCouldNotBeGivenAway() {
        add(HERE, 100);
        add(THERE, 100);
        outputFails = true;
        assertThrows(IllegalStateException.class, batch::drain);
        outputFails = false;

        add(HERE, 60, 60);
        batch.drain();

        assertEquals(List.of("192.0.2.1 2x60"), runs);
    }

    @Test
    void shouldTakeAnotherSizeWhereTheRunBeforeCouldNotBeGivenAway() {
        add(HERE, 100);
        outputFails = true;
        assertThrows(IllegalStateException.class, () -> add(HERE, 101));
        outputFails = false;

        add(HERE, 102);
        batch.drain();

        assertEquals("192.0.2.1 1x102", runs.get(runs.size() - 1));
    }

    @Test
    void shouldUseABufferAgainThatTheSystemHasTaken() {
        for (int i = 0; i < 10; i++) {
            add(HERE, 100, 100, 100);
            add(THERE, 1200 - i);
            batch.drain();
        }

        assertEquals(2, buffers);
        assertEquals(30, packets.get(HERE).size());
        assertEquals(10, packets.get(THERE).size());
    }

    @Test
    void shouldLeaveABufferAloneThatTheSystemHasNotTakenYet() {
        outputHolds = true;
        for (byte i = 1; i <= 3; i++) {
            batch.add(new byte[] {i, i}, 0, 2, HERE);
            batch.drain();
        }

        assertEquals(3, buffers);
        for (byte i = 1; i <= 3; i++) {
            assertEquals(i, held.get(i - 1).readByte());
        }
        held.forEach(ByteBuf::release);
        outputHolds = false;
        add(HERE, 2);
        batch.drain();
        assertEquals(3, buffers, "the last one is free now");
    }

    @Test
    void shouldKeepNoLargeBuffer() {
        int[] large = new int[30];
        Arrays.fill(large, 1200);
        add(HERE, large);
        batch.drain();

        assertEquals(0, memory.metric().usedDirectMemory());
    }

    /** On a thread as event loops have, where buffers come back, and without samples for leaks, as Vert.x leaves them out. */
    @Test
    void shouldAllocateNothingPerPacket() throws Exception {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            FutureTask<Long> measuring = new FutureTask<>(SegmentBatchTest::bytesOfTheCheapestRound);
            new FastThreadLocalThread(measuring).start();

            assertEquals(0, measuring.get(60, TimeUnit.SECONDS), "bytes for 20 000 packets");
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    private static long bytesOfTheCheapestRound() {
        SegmentBatch batch =
                new SegmentBatch(ByteBufAllocator.DEFAULT, run -> run.take().release());
        InetSocketAddress[] viewers = new InetSocketAddress[50];
        Arrays.setAll(viewers, i -> new InetSocketAddress("192.0.2.1", 1000 + i));
        byte[] packet = new byte[1200];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 40; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int frame = 0; frame < 100; frame++) {
                sendFrame(batch, packet, viewers);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void sendFrame(SegmentBatch batch, byte[] packet, InetSocketAddress[] viewers) {
        for (int i = 0; i < 4; i++) {
            for (InetSocketAddress viewer : viewers) {
                batch.add(packet, 0, packet.length, viewer);
            }
        }
        batch.drain();
    }

    private void add(InetSocketAddress to, int... lengths) {
        for (int length : lengths) {
            batch.add(new byte[length + 2], 2, length, to);
        }
    }

    private void record(SegmentRun run) {
        if (outputFails) {
            throw new IllegalStateException("the socket is gone");
        }
        runs.add(run.to().getAddress().getHostAddress() + " " + run.segments() + "x" + run.segmentSize());
        ByteBuf content = run.take();
        if (outputHolds) {
            held.add(content);
            return;
        }
        while (content.isReadable()) {
            byte[] packet = new byte[Math.min(run.segmentSize(), content.readableBytes())];
            content.readBytes(packet);
            packets.computeIfAbsent(run.to(), key -> new ArrayList<>()).add(packet);
        }
        content.release();
    }
}
