package org.anychat.webrtc.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransportFeedbackTest {
    private static final String HEADER = "00000001" + "00000002"; // sender, media

    private final byte[] buffer = new byte[2000];
    private final RtcpWriter writer = new RtcpWriter().wrap(buffer, 3, 1200);
    private final RtcpReader reader = new RtcpReader();
    private final TransportFeedback feedback = new TransportFeedback();
    private final TransportFeedbackBuilder builder = new TransportFeedbackBuilder();

    private boolean wrap(String hex) {
        byte[] bytes = HexFormat.of().parseHex("99" + hex);
        return reader.wrap(bytes, 1, bytes.length - 1) && reader.next() && feedback.wrap(reader);
    }

    private static String walk(TransportFeedback feedback) {
        StringBuilder walked = new StringBuilder();
        feedback.forEach(new TransportFeedback.Visitor() {
            @Override
            public void onReceived(int sequenceNumber, long arrivalUs) {
                walked.append(sequenceNumber).append('@').append(arrivalUs).append(' ');
            }

            @Override
            public void onMissing(int sequenceNumber) {
                walked.append(sequenceNumber).append("- ");
            }
        });
        return walked.toString().trim();
    }

    @Test
    void shouldReadARunOfSmallDeltas() {
        assertTrue(wrap("afcd0006" + HEADER
                + "ffff0003" // base 65535, 3 packets
                + "00000207" // reference 2 (128 ms), feedback 7
                + "2003" // run of 3 small deltas
                + "0004" // +0, +1 ms
                + "ff" // +63.75 ms
                + "000003")); // padding of 3
        assertEquals("65535@128000 0@129000 1@192750", walk(feedback));
        assertEquals(7, feedback.feedbackCount());
    }

    @Test
    void shouldReadOneBitSymbols() {
        assertTrue(wrap("8fcd0006" + HEADER
                + "000a0005" // base 10, 5 packets
                + "ffffff00" // reference -1
                + "b400" // 1-bit vector: 1 1 0 1 0 ...
                + "010203" // deltas
                + "000000")); // zeros behind them
        assertEquals("10@-63750 11@-63250 12- 13@-62500 14-", walk(feedback));
    }

    @Test
    void shouldReadTwoBitSymbolsAndNegativeDeltas() {
        assertTrue(wrap("8fcd0006" + HEADER
                + "00010004" // base 1, 4 packets
                + "00000100" // reference 1 (64 ms)
                + "d840" // 2-bit vector: 1 2 0 1 ...
                + "08" // +2 ms
                + "fffc" // -1 ms
                + "00" // +0
                + "0000"));
        assertEquals("1@66000 2@65000 3- 4@65000", walk(feedback));
    }

    /** All four examples of sections 3.1.3 and 3.1.4 of draft-holmer-rmcat-transport-wide-cc-extensions-01. */
    @Test
    void shouldReadTheChunksOfTheDraft() {
        assertTrue(wrap("8fcd0005" + HEADER + "000000dd" + "00000000" + "00dd" + "0000"));
        assertEquals(221, walk(feedback).chars().filter(c -> c == '-').count(), "a run of 221 that are missing");

        assertTrue(wrap("8fcd0007" + HEADER + "0001000e" + "00000000" + "9f1c" + "0000000000000000" + "0000"));
        assertEquals("1- 2@0 3@0 4@0 5@0 6@0 7- 8- 9- 10@0 11@0 12@0 13- 14-", walk(feedback));

        // The second example of each is of symbol 11, "received, w/o recv delta", which section 3.1.1 has reserved.
        assertFalse(wrap("8fcd0005" + HEADER + "00010018" + "00000000" + "6018" + "0000"), "a run of 24");
        assertFalse(wrap("8fcd0006" + HEADER + "00010007" + "00000000" + "cd50" + "0000" + "00000000"), "a vector");
    }

    @Test
    void shouldRejectWhatDoesNotHoldItsStatuses() {
        assertFalse(wrap("8fcd0005" + HEADER + "00010003" + "00000000" + "20020000"), "too few symbols");
        assertFalse(wrap("8fcd0005" + HEADER + "00010003" + "00000000" + "40030000"), "too few deltas");
        assertFalse(wrap("8fcd0005" + HEADER + "00010003" + "00000000" + "60030000"), "reserved in a run");
        assertFalse(wrap("8fcd0005" + HEADER + "00010003" + "00000000" + "f0000000"), "reserved in a vector");
        assertFalse(wrap("8fcd0005" + HEADER + "00010003" + "00000000" + "20000000"), "empty runs to the end");
        assertTrue(wrap("8fcd0004" + HEADER + "00010000" + "00000000"), "nothing to tell");
    }

    @Test
    void shouldWriteWhatCame() {
        builder.onPacket(65535, TimeUnit.MILLISECONDS.toNanos(128));
        builder.onPacket(1, TimeUnit.MILLISECONDS.toNanos(129));
        assertTrue(builder.append(writer, 1, 2));
        assertFalse(builder.append(writer, 1, 2));
        assertEquals(
                "8fcd0005" + HEADER
                        + "ffff0003" // base 65535, 3 packets
                        + "00000200" // reference 2, feedback 0
                        + "a800" // 1-bit vector: 1 0 1
                        + "0004", // +0, +1 ms
                HexFormat.of().formatHex(buffer, 3, 3 + writer.length()));
    }

    @Test
    void shouldTellOfALatePacketAgain() {
        builder.onPacket(5, 0);
        builder.onPacket(7, TimeUnit.MILLISECONDS.toNanos(1));
        assertTrue(builder.append(writer, 1, 2));
        builder.onPacket(6, TimeUnit.MILLISECONDS.toNanos(10));
        assertTrue(builder.append(writer, 1, 2));
        assertTrue(reader.wrap(buffer, 3, writer.length()) && reader.next() && feedback.wrap(reader));
        assertEquals("5@0 6- 7@1000", walk(feedback));
        assertTrue(reader.next() && feedback.wrap(reader));
        assertEquals("6@10000 7@1000", walk(feedback));
    }

    @Test
    void shouldKeepWhatDidNotFitForLater() {
        builder.onPacket(5, 0);
        writer.wrap(buffer, 3, 20);
        assertFalse(builder.append(writer, 1, 2));
        assertEquals(0, writer.length());
        writer.wrap(buffer, 3, 24);
        assertTrue(builder.append(writer, 1, 2));
    }

    @Test
    void shouldStartAnewWhereADeltaIsTooLong() {
        builder.onPacket(1, 0);
        builder.onPacket(2, TimeUnit.SECONDS.toNanos(9));
        assertTrue(builder.append(writer, 1, 2));
        assertTrue(builder.append(writer, 1, 2));
        assertFalse(builder.append(writer, 1, 2));
        assertTrue(reader.wrap(buffer, 3, writer.length()) && reader.next() && feedback.wrap(reader));
        assertEquals("1@0", walk(feedback));
        assertTrue(reader.next() && feedback.wrap(reader));
        assertEquals("2@9000000", walk(feedback));
    }

    @Test
    void shouldReadBackWhateverCame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Map<Integer, Long> expected = new TreeMap<>();
            TransportFeedbackBuilder arrivals = new TransportFeedbackBuilder();
            int count = 1 + random.nextInt(1500);
            int loss = random.nextInt(100);
            long nowUs = random.nextInt(1_000_000);
            for (int i = 0; i < count; i++) {
                nowUs += random.nextInt(20) == 0 ? random.nextInt(300_000) : random.nextInt(5_000);
                if (random.nextInt(100) >= loss) {
                    arrivals.onPacket((i + 60_000) & 0xFFFF, TimeUnit.MICROSECONDS.toNanos(nowUs));
                    expected.put(i, nowUs / TransportFeedback.TICK_US * TransportFeedback.TICK_US);
                }
            }
            assertEquals(expected, readAll(arrivals), "seed " + seed + ", round " + round);
        }
    }

    private Map<Integer, Long> readAll(TransportFeedbackBuilder from) {
        Map<Integer, Long> read = new TreeMap<>();
        while (from.append(writer.wrap(buffer, 3, 1100), 1, 2)) {
            assertTrue(reader.wrap(buffer, 3, writer.length()) && reader.next() && feedback.wrap(reader));
            feedback.forEach(new TransportFeedback.Visitor() {
                @Override
                public void onReceived(int sequenceNumber, long arrivalUs) {
                    read.put((sequenceNumber - 60_000) & 0xFFFF, arrivalUs);
                }

                @Override
                public void onMissing(int sequenceNumber) {
                    assertFalse(read.containsKey((sequenceNumber - 60_000) & 0xFFFF));
                }
            });
        }
        return read;
    }
}
