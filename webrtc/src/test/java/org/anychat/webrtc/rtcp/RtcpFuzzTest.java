package org.anychat.webrtc.rtcp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mutated compounds in an array that ends where they end: no accessor may reach beyond what {@code wrap} accepted. */
class RtcpFuzzTest {
    private static final String[] SEEDS = {
        "81c8000c00000001e83c1f008000000000015f90000000640001e2400000000240fffffe00010005000000091f00800000010000"
                + "81ca00050000000103017801" + "06616e796361740000000000",
        "80c9000100000003" + "81cd00040000000100000002fffe000500640000" + "81ce00020000000100000002",
        "84ce000400000001000000000000000207000000" + "8fce0006000000010000000052454d42020bb71b0000000200000003",
        "8fcd000500000001000000020001000100000107" + "20010400" + "82cb00040000000100000002056c656176650000",
    };

    private final RtcpReader reader = new RtcpReader();
    private final TransportFeedback feedback = new TransportFeedback();
    private final TransportFeedback.Visitor visitor = new TransportFeedback.Visitor() {
        @Override
        public void onReceived(int sequenceNumber, long arrivalUs) {
            sink += (int) arrivalUs;
        }

        @Override
        public void onMissing(int sequenceNumber) {
            sink += sequenceNumber;
        }
    };
    private int sink;

    @Test
    void shouldNeverReadBeyondTheCompound() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int accepted = 0;
        for (int round = 0; round < 300_000; round++) {
            byte[] bytes = mutate(HexFormat.of().parseHex(SEEDS[round % SEEDS.length]), random);
            try {
                accepted += readAll(bytes) ? 1 : 0;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertTrue(accepted > 1000, "too few accepted to say anything: " + accepted);
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return Arrays.copyOf(bytes, random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length);
    }

    private boolean readAll(byte[] bytes) {
        boolean valid = reader.wrap(bytes, 0, bytes.length);
        while (valid && reader.next()) {
            read();
        }
        return valid;
    }

    private void read() {
        switch (reader.kind()) {
            case SENDER_REPORT, RECEIVER_REPORT -> readReports();
            case SOURCE_DESCRIPTION -> sink += reader.cname() == null ? 1 : reader.sdesSsrc();
            case BYE -> {
                for (int i = 0; i < reader.count(); i++) {
                    sink += reader.byeSsrc(i);
                }
            }
            case NACK -> reader.forEachNacked(sequenceNumber -> sink += sequenceNumber);
            case PLI -> sink += reader.mediaSsrc();
            case FIR -> {
                for (int i = 0; i < reader.firCount(); i++) {
                    sink += reader.firSsrc(i) + reader.firSequenceNumber(i);
                }
            }
            case REMB -> {
                sink += (int) reader.rembBitrateBps();
                for (int i = 0; i < reader.rembSsrcCount(); i++) {
                    sink += reader.rembSsrc(i);
                }
            }
            case TRANSPORT_FEEDBACK -> {
                if (feedback.wrap(reader)) {
                    feedback.forEach(visitor);
                }
            }
            case OTHER -> sink += reader.packetLength();
        }
    }

    private void readReports() {
        for (int i = 0; i < reader.count(); i++) {
            sink += reader.blockSsrc(i) + reader.delaySinceLastSenderReport(i) + reader.cumulativeLost(i);
        }
    }
}
