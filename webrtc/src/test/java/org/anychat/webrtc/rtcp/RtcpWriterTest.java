package org.anychat.webrtc.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.rtp.ReceptionStatistics;
import org.junit.jupiter.api.Test;

class RtcpWriterTest {
    private static final int OFFSET = 9;

    private final byte[] buffer = new byte[512];
    private final RtcpWriter writer = new RtcpWriter().wrap(buffer, OFFSET, 400);
    private final RtcpReader reader = new RtcpReader();

    private String written() {
        return HexFormat.of().formatHex(buffer, OFFSET, OFFSET + writer.length());
    }

    private void readBack() {
        assertTrue(reader.wrap(buffer, OFFSET, writer.length()));
        assertTrue(reader.next());
    }

    @Test
    void shouldWriteASenderReportWithDescription() {
        assertTrue(writer.senderReport(1, 0xE83C1F00_80000000L, 90_000, 100, 123_456));
        assertTrue(writer.sourceDescription(1, "anycat".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                "80c80006" // RC=0, SR, 7 words
                        + "00000001" // SSRC
                        + "e83c1f0080000000" // NTP
                        + "00015f90" // RTP
                        + "00000064" + "0001e240" // packets, octets
                        + "81ca0004" // SC=1, SDES, 5 words
                        + "00000001" // SSRC
                        + "0106616e79636174" // CNAME
                        + "00000000", // end
                written());
        readBack();
        assertTrue(reader.next());
        assertEquals("anycat", reader.cname());
    }

    @Test
    void shouldAddReportBlocks() {
        ReceptionStatistics statistics = new ReceptionStatistics(90_000);
        statistics.onPacket(10, 0, 0);
        statistics.onPacket(13, 0, 0);
        statistics.onSenderReport(0x0000_1122_3344_0000L, 0);
        long nowNs = TimeUnit.SECONDS.toNanos(2);
        assertTrue(writer.receiverReport(7));
        assertTrue(writer.reportBlock(8, statistics, nowNs));
        assertTrue(writer.reportBlock(9, statistics, nowNs));
        readBack();
        assertEquals(RtcpKind.RECEIVER_REPORT, reader.kind());
        assertEquals(7, reader.senderSsrc());
        assertEquals(2, reader.count());
        assertEquals(8, reader.blockSsrc(0));
        assertEquals(128, reader.fractionLost(0));
        assertEquals(0, reader.fractionLost(1));
        assertEquals(2, reader.cumulativeLost(1));
        assertEquals(13, reader.extendedHighestSequence(1));
        assertEquals(0x11223344, reader.lastSenderReport(1));
        assertEquals(0x20000, reader.delaySinceLastSenderReport(1));
    }

    @Test
    void shouldRefuseABlockThatHasNoReport() {
        ReceptionStatistics statistics = new ReceptionStatistics(90_000);
        assertFalse(writer.reportBlock(8, statistics, 0));
        writer.receiverReport(7);
        writer.pli(1, 2);
        assertFalse(writer.reportBlock(8, statistics, 0));
    }

    @Test
    void shouldRefuseTheThirtySecondBlock() {
        writer.wrap(new byte[1000], 0, 1000).receiverReport(7);
        ReceptionStatistics statistics = new ReceptionStatistics(90_000);
        for (int i = 0; i < 31; i++) {
            assertTrue(writer.reportBlock(i, statistics, 0));
        }
        assertFalse(writer.reportBlock(31, statistics, 0));
    }

    @Test
    void shouldPackANackIntoPairs() {
        int[] lost = {65534, 65535, 1, 14, 15, 100};
        assertTrue(writer.nack(1, 2, lost, lost.length));
        assertEquals(
                "81cd0005" // FMT=1, 6 words
                        + "0000000100000002" // sender, media
                        + "fffe8005" // 65534 and +1, +3, +16
                        + "000f0000" // 15
                        + "00640000", // 100
                written());
        readBack();
        List<Integer> read = new ArrayList<>();
        reader.forEachNacked(read::add);
        assertEquals(List.of(65534, 65535, 1, 14, 15, 100), read);
    }

    @Test
    void shouldWriteFeedback() {
        assertTrue(writer.pli(1, 2));
        assertTrue(writer.fir(1, 2, 255));
        assertTrue(writer.bye(1));
        assertEquals(
                "81ce00020000000100000002" // PLI
                        + "84ce00040000000100000000" // FIR, media unused
                        + "00000002ff000000" // entry
                        + "81cb000100000001", // BYE
                written());
    }

    @Test
    void shouldWriteARembWithinItsPrecision() {
        assertTrue(writer.remb(1, 5_000_001, new int[] {2, 3}, 2));
        readBack();
        assertEquals(RtcpKind.REMB, reader.kind());
        assertEquals(5_000_001 >> 5 << 5, reader.rembBitrateBps());
        assertEquals(3, reader.rembSsrc(1));
    }

    @Test
    void shouldWriteNothingThatDoesNotFit() {
        writer.wrap(buffer, OFFSET, 12);
        assertFalse(writer.senderReport(1, 2, 3, 4, 5));
        assertFalse(writer.fir(1, 2, 3));
        assertFalse(writer.nack(1, 2, new int[] {5}, 1));
        assertFalse(writer.remb(1, 1, new int[] {5}, 1));
        assertFalse(writer.sourceDescription(1, new byte[6]));
        assertFalse(writer.sourceDescription(1, new byte[256]));
        assertEquals(0, writer.length());
        assertTrue(writer.pli(1, 2));
        assertFalse(writer.bye(1));
        assertEquals(12, writer.length());
    }
}
