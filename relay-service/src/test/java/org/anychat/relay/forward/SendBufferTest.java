package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.anychat.testsupport.FakeClock;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SendBufferTest {
    private static final long MAX_AGE_NS = 1_000_000_000;

    @RegisterExtension
    final SeededRandom random = new SeededRandom();

    private final FakeClock clock = new FakeClock();
    private final SendBuffer buffer = new SendBuffer(1000, 64, MAX_AGE_NS);

    @Test
    void shouldGiveBackWhatWasPutIn() {
        byte[] packet = bytes(100);
        buffer.put(65_535, packet, 10, 90, clock.nowNs());
        assertArrayEquals(Arrays.copyOfRange(packet, 10, 100), found(65_535));
    }

    @Test
    void shouldNotFindWhatWasNeverPutIn() {
        buffer.put(5, bytes(10), 0, 10, clock.nowNs());
        assertEquals(SendBuffer.MISSING, buffer.find(6, clock.nowNs()));
        assertEquals(SendBuffer.MISSING, buffer.find(5 + 64, clock.nowNs()));
    }

    @Test
    void shouldHoldNothingBeforeItsFirstPacket() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        SendBuffer unused = new SendBuffer(256 * 1024, 1024, MAX_AGE_NS);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertTrue(allocated < 1024, () -> allocated + " bytes");
        assertEquals(SendBuffer.MISSING, unused.find(0, clock.nowNs()));
    }

    @Test
    void shouldKnowTheNewestByItsNumber() {
        long maxNs = 60_000_000;
        assertEquals(SendBuffer.MISSING, buffer.newest(maxNs, clock.nowNs()));
        put(65_535);
        put(0);
        put(65_534);
        assertEquals(buffer.find(0, clock.nowNs()), buffer.newest(maxNs, clock.nowNs()));
        clock.advanceMs(61);
        put(65_533);
        assertEquals(SendBuffer.MISSING, buffer.newest(maxNs, clock.nowNs()));
        clock.advanceMs(1_000);
        put(40_000);
        assertEquals(buffer.find(40_000, clock.nowNs()), buffer.newest(maxNs, clock.nowNs()));
    }

    private void put(int sequenceNumber) {
        buffer.put(sequenceNumber, bytes(10), 0, 10, clock.nowNs());
    }

    @Test
    void shouldForgetByBytes() {
        buffer.put(1, bytes(600), 0, 600, clock.nowNs());
        buffer.put(2, bytes(600), 0, 600, clock.nowNs());
        assertEquals(SendBuffer.MISSING, buffer.find(1, clock.nowNs()));
        assertNotEquals(SendBuffer.MISSING, buffer.find(2, clock.nowNs()));
    }

    @Test
    void shouldForgetByAge() {
        buffer.put(1, bytes(10), 0, 10, clock.nowNs());
        clock.advanceNs(MAX_AGE_NS);
        assertNotEquals(SendBuffer.MISSING, buffer.find(1, clock.nowNs()));
        clock.advanceNs(1);
        assertEquals(SendBuffer.MISSING, buffer.find(1, clock.nowNs()));
    }

    @Test
    void shouldForgetByCount() {
        for (int i = 0; i < 65; i++) {
            buffer.put(i, bytes(1), 0, 1, clock.nowNs());
        }
        assertEquals(SendBuffer.MISSING, buffer.find(0, clock.nowNs()));
        assertNotEquals(SendBuffer.MISSING, buffer.find(1, clock.nowNs()));
    }

    @Test
    void shouldIgnoreAPacketLongerThanItself() {
        buffer.put(1, bytes(1001), 0, 1001, clock.nowNs());
        assertEquals(SendBuffer.MISSING, buffer.find(1, clock.nowNs()));
    }

    @Test
    void shouldRefuseASlotCountThatIsNoPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new SendBuffer(1000, 100, MAX_AGE_NS));
    }

    @Test
    void shouldNeverGiveBackOverwrittenBytes() {
        Map<Integer, byte[]> written = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            int sequenceNumber = (i + random.random().nextInt(5)) & 0xFFFF;
            byte[] packet = bytes(1 + random.random().nextInt(300));
            buffer.put(sequenceNumber, packet, 0, packet.length, clock.nowNs());
            written.put(sequenceNumber, packet);
            int asked = (i - random.random().nextInt(40)) & 0xFFFF;
            if (buffer.find(asked, clock.nowNs()) != SendBuffer.MISSING) {
                assertArrayEquals(written.get(asked), found(asked));
            }
        }
    }

    private byte[] found(int sequenceNumber) {
        int slot = buffer.find(sequenceNumber, clock.nowNs());
        int offset = buffer.offset(slot);
        return Arrays.copyOfRange(buffer.data(), offset, offset + buffer.length(slot));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.random().nextBytes(bytes);
        return bytes;
    }
}
