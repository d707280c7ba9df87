package org.anychat.webrtc.rtcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** A compound in an array that ends where it ends: no accessor reaches beyond it, and what was read is written again. */
class RtcpFuzzTest {
    private final RtcpReader reader = new RtcpReader();
    private final RtcpReader again = new RtcpReader();
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] written = new byte[1 << 16];

    @FuzzTest
    void shouldNeverReadBeyondTheCompound(byte[] data) {
        if (!reader.wrap(data, 0, data.length)) {
            return;
        }
        int covered = 0;
        while (reader.next()) {
            assertEquals(covered, reader.packetOffset());
            assertTrue(reader.packetLength() >= 4 && covered + reader.packetLength() <= data.length);
            covered += 4 * ((data[covered + 2] & 0xFF) << 8 | (data[covered + 3] & 0xFF)) + 4;
            read();
        }
        assertEquals(data.length, covered, "some packets were never given");
    }

    private void read() {
        switch (reader.kind()) {
            case SENDER_REPORT -> checkSenderReport();
            case RECEIVER_REPORT -> readBlocks();
            case SOURCE_DESCRIPTION -> checkName();
            case BYE -> IntStream.range(0, reader.count()).forEach(reader::byeSsrc);
            case NACK -> checkNack();
            case PLI -> {
                rewrite(writer.wrap(written, 0, written.length).pli(reader.senderSsrc(), reader.mediaSsrc()));
                assertEquals(reader.mediaSsrc(), again.mediaSsrc());
            }
            case FIR -> checkFir();
            case REMB -> checkRemb();
            case TRANSPORT_FEEDBACK -> new TransportFeedback().wrap(reader);
            case OTHER -> {
                // Nothing of it is read.
            }
        }
    }

    private void rewrite(boolean fits) {
        assertTrue(fits && again.wrap(written, 0, writer.length()) && again.next());
        assertEquals(reader.kind(), again.kind());
    }

    private void checkSenderReport() {
        rewrite(writer.wrap(written, 0, written.length)
                .senderReport(
                        reader.senderSsrc(),
                        reader.ntpTimestamp(),
                        reader.rtpTimestamp(),
                        reader.packetCount(),
                        reader.octetCount()));
        assertEquals(reader.ntpTimestamp(), again.ntpTimestamp());
        assertEquals(reader.octetCount(), again.octetCount());
        readBlocks();
    }

    private void readBlocks() {
        for (int i = 0; i < reader.count(); i++) {
            assertTrue(reader.fractionLost(i) <= 255 && reader.jitter(i) >= 0);
            assertTrue(Math.abs(reader.cumulativeLost(i)) <= 1 << 23);
            reader.delaySinceLastSenderReport(i);
        }
    }

    private void checkName() {
        String name = reader.cname();
        assertTrue(name == null || name.length() <= 255);
        reader.sdesSsrc();
    }

    private void checkNack() {
        List<Integer> lost = new ArrayList<>();
        reader.forEachNacked(lost::add);
        int[] numbers = lost.stream().mapToInt(Integer::intValue).toArray();
        assertTrue(numbers.length <= 17 * reader.nackCount());
        rewrite(writer.wrap(written, 0, written.length)
                .nack(reader.senderSsrc(), reader.mediaSsrc(), numbers, numbers.length));
        // Who asks twice for one is understood as asking once.
        Set<Integer> read = new HashSet<>();
        again.forEachNacked(read::add);
        assertEquals(Set.copyOf(lost), read);
    }

    private void checkFir() {
        for (int i = 0; i < reader.firCount(); i++) {
            rewrite(writer.wrap(written, 0, written.length)
                    .fir(reader.senderSsrc(), reader.firSsrc(i), reader.firSequenceNumber(i)));
            assertEquals(reader.firSsrc(i), again.firSsrc(0));
            assertEquals(reader.firSequenceNumber(i), again.firSequenceNumber(0));
        }
    }

    private void checkRemb() {
        long bitrateBps = reader.rembBitrateBps();
        assertFalse(bitrateBps < 0);
        int[] ssrcs =
                IntStream.range(0, reader.rembSsrcCount()).map(reader::rembSsrc).toArray();
        rewrite(writer.wrap(written, 0, written.length).remb(reader.senderSsrc(), bitrateBps, ssrcs, ssrcs.length));
        assertTrue(again.rembBitrateBps() == bitrateBps || bitrateBps == Long.MAX_VALUE);
        assertArrayEquals(
                ssrcs,
                IntStream.range(0, again.rembSsrcCount()).map(again::rembSsrc).toArray());
    }
}
