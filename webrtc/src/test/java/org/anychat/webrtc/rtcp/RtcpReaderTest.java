package org.anychat.webrtc.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpReaderTest {
    private static final String SENDER_REPORT = "81c8000c" // V=2 RC=1, SR, 13 words
            + "00000001" // SSRC of sender
            + "e83c1f00" + "80000000" // NTP timestamp
            + "00015f90" // RTP timestamp
            + "00000064" // packets
            + "0001e240" // octets
            + "00000002" // SSRC of block
            + "40fffffe" // fraction 64/256, cumulative -2
            + "00010005" // extended highest sequence
            + "00000009" // jitter
            + "1f008000" // LSR
            + "00010000"; // DLSR
    private static final String SDES = "81ca0005" // SC=1, 6 words
            + "00000001" // SSRC
            + "0301" + "78" // EMAIL "x"
            + "0106" + "616e79636174" // CNAME "anycat"
            + "0000000000"; // end and padding
    private static final String RECEIVER_REPORT = "80c90001" + "00000003";
    private static final String BYE = "82cb0004" // SC=2
            + "00000001" + "00000002" // sources
            + "05" + "6c65617665" // reason "leave"
            + "0000";
    private static final String NACK = "81cd0004" // FMT=1, 5 words
            + "00000001" + "00000002" // sender, media
            + "fffe0005" // PID 65534, BLP: +1 and +3
            + "00640000"; // PID 100
    private static final String PLI = "81ce0002" + "00000001" + "00000002";
    private static final String FIR = "84ce0004" // FMT=4
            + "00000001" + "00000000" // sender, unused
            + "00000002" // SSRC
            + "07000000"; // sequence number 7
    private static final String REMB = "8fce0006" // FMT=15
            + "00000001" + "00000000" // sender, unused
            + "52454d42" // "REMB"
            + "02" + "0bb71b" // 2 SSRCs, exponent 2, mantissa 243483
            + "00000002" + "00000003";
    private static final String TRANSPORT_FEEDBACK = "8fcd0005" // FMT=15
            + "00000001" + "00000002" // sender, media
            + "00010001" // base sequence number, status count
            + "00000107" // reference time 1, feedback packet count 7
            + "20010400"; // run length: 1 small delta; delta 4 ticks; padding

    private final RtcpReader reader = new RtcpReader();

    private boolean wrap(String hex) {
        byte[] buffer = HexFormat.of().parseHex("7777777777" + hex + "7777");
        return reader.wrap(buffer, 5, buffer.length - 7);
    }

    private void wrapOne(String hex, RtcpKind kind) {
        assertTrue(wrap(hex));
        assertTrue(reader.next());
        assertEquals(kind, reader.kind());
    }

    @Test
    void shouldReadASenderReportAndItsBlock() {
        wrapOne(SENDER_REPORT, RtcpKind.SENDER_REPORT);
        assertEquals(1, reader.senderSsrc());
        assertEquals(0xE83C1F00_80000000L, reader.ntpTimestamp());
        assertEquals(90_000, reader.rtpTimestamp());
        assertEquals(100, reader.packetCount());
        assertEquals(123_456, reader.octetCount());
        assertEquals(1, reader.count());
        assertEquals(2, reader.blockSsrc(0));
        assertEquals(64, reader.fractionLost(0));
        assertEquals(-2, reader.cumulativeLost(0));
        assertEquals(0x10005, reader.extendedHighestSequence(0));
        assertEquals(9, reader.jitter(0));
        assertEquals(0x1F008000, reader.lastSenderReport(0));
        assertEquals(0x10000, reader.delaySinceLastSenderReport(0));
    }

    @Test
    void shouldFindTheCname() {
        wrapOne(SDES, RtcpKind.SOURCE_DESCRIPTION);
        assertEquals(1, reader.sdesSsrc());
        assertEquals("anycat", reader.cname());
        wrapOne("80ca0000", RtcpKind.SOURCE_DESCRIPTION);
        assertNull(reader.cname());
    }

    @Test
    void shouldReadABye() {
        wrapOne(BYE, RtcpKind.BYE);
        assertEquals(2, reader.count());
        assertEquals(2, reader.byeSsrc(1));
    }

    @Test
    void shouldWalkWhatANackAsksFor() {
        wrapOne(NACK, RtcpKind.NACK);
        List<Integer> lost = new ArrayList<>();
        reader.forEachNacked(lost::add);
        assertEquals(List.of(65534, 65535, 1, 100), lost);
        assertEquals(2, reader.mediaSsrc());
    }

    @Test
    void shouldReadKeyFrameRequests() {
        wrapOne(PLI, RtcpKind.PLI);
        assertEquals(2, reader.mediaSsrc());
        wrapOne(FIR, RtcpKind.FIR);
        assertEquals(1, reader.firCount());
        assertEquals(2, reader.firSsrc(0));
        assertEquals(7, reader.firSequenceNumber(0));
    }

    @Test
    void shouldReadARembAndClampWhatOverflows() {
        wrapOne(REMB, RtcpKind.REMB);
        assertEquals(243_483L << 2, reader.rembBitrateBps());
        assertEquals(2, reader.rembSsrcCount());
        assertEquals(3, reader.rembSsrc(1));
        wrapOne(REMB.replace("0bb71b", "ffffff"), RtcpKind.REMB);
        assertEquals(Long.MAX_VALUE, reader.rembBitrateBps());
    }

    @Test
    void shouldWalkACompound() {
        assertTrue(wrap(RECEIVER_REPORT + SDES + NACK + PLI + TRANSPORT_FEEDBACK + BYE));
        List<RtcpKind> kinds = new ArrayList<>();
        while (reader.next()) {
            kinds.add(reader.kind());
        }
        assertEquals(
                List.of(
                        RtcpKind.RECEIVER_REPORT,
                        RtcpKind.SOURCE_DESCRIPTION,
                        RtcpKind.NACK,
                        RtcpKind.PLI,
                        RtcpKind.TRANSPORT_FEEDBACK,
                        RtcpKind.BYE),
                kinds);
    }

    @Test
    void shouldStepOverWhatItDoesNotKnow() {
        assertTrue(wrap("80cf0001" + "00000001" + "8fce0003" + "00000001" + "00000000" + "41424344" + PLI));
        assertTrue(reader.next());
        assertEquals(RtcpKind.OTHER, reader.kind());
        assertTrue(reader.next());
        assertEquals(RtcpKind.OTHER, reader.kind());
        assertTrue(reader.next());
        assertEquals(RtcpKind.PLI, reader.kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {SENDER_REPORT, SDES, RECEIVER_REPORT, BYE, NACK, PLI, FIR, REMB, TRANSPORT_FEEDBACK})
    void shouldRejectEveryTruncationAndEveryLengthFieldThatCutsTheBody(String packet) {
        for (int length = 0; length < packet.length(); length += 2) {
            assertFalse(wrap(packet.substring(0, length)), "bytes " + length / 2);
        }
        assertTrue(wrap(packet));
    }

    @Test
    void shouldRejectABodyShorterThanItsCounts() {
        assertFalse(wrap("82" + SENDER_REPORT.substring(2)));
        assertFalse(wrap("81c90001" + "00000003"));
        assertFalse(wrap("9f" + BYE.substring(2)));
        assertFalse(wrap("82" + SDES.substring(2)));
        assertFalse(wrap("81cd0002" + "00000001" + "00000002"));
        assertFalse(wrap(REMB.replace("020bb71b", "030bb71b")));
    }

    @Test
    void shouldRejectAnSdesItemThatRunsOverThePacket() {
        assertFalse(wrap("81ca0002" + "00000001" + "01ff6161"));
        assertFalse(wrap("81ca0002" + "00000001" + "01026161"));
    }

    @Test
    void shouldAcceptPaddingInsideThePacket() {
        String padded = "a0c90002" + "00000003" + "00000004";
        assertTrue(wrap(PLI + padded));
        assertTrue(wrap(padded + PLI));
        assertFalse(wrap("a0c90001" + "00000000"));
        assertFalse(wrap("a0c90001" + "00000008"));
        assertTrue(reader.wrap(HexFormat.of().parseHex(padded), 0, 12));
        assertTrue(reader.next());
        assertEquals(8, reader.packetLength());
    }

    @Test
    void shouldRejectAnotherVersion() {
        assertFalse(wrap("40c90001" + "00000003"));
    }
}
