package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.anychat.client.media.SignatureVectors.Vector;
import org.anychat.client.rtp.NalUnits;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTrailerTest {
    private static final byte[] FRAME = {1, 2, 3};

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    static List<Vector> vectors() {
        return SignatureVectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldReadAndWriteWhatAnotherImplementationHasWritten(Vector vector) {
        FrameTrailer read = FrameTrailer.of(vector.signed(), vector.signed().length);

        assertNotNull(read);
        assertEquals(vector.epoch(), read.epoch());
        assertEquals(vector.counter(), read.counter());
        assertArrayEquals(vector.trailer(), read.appendTo(new byte[0], 0));
    }

    @Test
    void shouldReadBackWhateverIsWritten() {
        for (int round = 0; round < 1_000; round++) {
            FrameTrailer written = random();

            byte[] frame = written.appendTo(FRAME, FRAME.length);
            FrameTrailer read = FrameTrailer.of(frame, frame.length);

            assertEquals(FRAME.length + FrameTrailer.LENGTH, frame.length);
            assertArrayEquals(FRAME, Arrays.copyOf(frame, FRAME.length));
            assertEquals(written.epoch(), read.epoch());
            assertEquals(written.counter(), read.counter());
            assertArrayEquals(written.signature(), read.signature());
        }
    }

    @Test
    void shouldReadTheEndOfTheFrameAndNotOfTheArray() {
        byte[] frame = random().appendTo(FRAME, FRAME.length);

        assertNotNull(FrameTrailer.of(Arrays.copyOf(frame, frame.length + 10), frame.length));
        assertNull(FrameTrailer.of(Arrays.copyOf(frame, frame.length + 10), frame.length + 10));
    }

    @Test
    void shouldNeverMakeAStartCode() {
        for (int round = 0; round < 1_000; round++) {
            byte[] frame = new FrameTrailer(1, 1, new byte[FrameTrailer.SIGNATURE_LENGTH]).appendTo(new byte[2], 2);
            assertEquals(frame.length, NalUnits.startCode(frame, 0, frame.length));
            byte[] another = random().appendTo(new byte[] {0, 0}, 2);
            assertEquals(another.length, NalUnits.startCode(another, 0, another.length));
        }
    }

    @Test
    void shouldRejectEveryTruncation() {
        byte[] trailer = random().appendTo(new byte[0], 0);
        for (int length = 0; length < trailer.length; length++) {
            assertNull(FrameTrailer.of(trailer, length));
            assertNull(FrameTrailer.of(Arrays.copyOfRange(trailer, trailer.length - length, trailer.length), length));
        }
    }

    @Test
    void shouldRejectAMissingMarkALowBitAndWhatIsNotZeroAtTheEnd() {
        byte[] trailer = random().appendTo(new byte[0], 0);
        for (int at = 0; at < trailer.length; at++) {
            assertNull(FrameTrailer.of(changed(trailer, at, 0x80), trailer.length), "byte " + at);
        }
        assertNull(FrameTrailer.of(changed(trailer, 82, 0x01), trailer.length));
        assertNull(FrameTrailer.of(changed(trailer, 82, 0x10), trailer.length));
    }

    @Test
    void shouldRejectAnEpochAndACounterOfZero() {
        byte[] signature = new byte[FrameTrailer.SIGNATURE_LENGTH];
        byte[] noEpoch = new FrameTrailer(0, 1, signature).appendTo(new byte[0], 0);
        byte[] noCounter = new FrameTrailer(1, 0, signature).appendTo(new byte[0], 0);

        assertNull(FrameTrailer.of(noEpoch, noEpoch.length));
        assertNull(FrameTrailer.of(noCounter, noCounter.length));
    }

    @Test
    void shouldReadWhateverComesWithoutHarm() {
        Random random = seeded.random();
        for (int round = 0; round < 20_000; round++) {
            byte[] frame = random().appendTo(FRAME, FRAME.length);
            for (int change = random.nextInt(4); change >= 0; change--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            FrameTrailer read = FrameTrailer.of(frame, frame.length);
            if (read != null) {
                assertArrayEquals(frame, read.appendTo(frame, FRAME.length), "there is one way to write it");
            }
        }
    }

    private FrameTrailer random() {
        Random random = seeded.random();
        byte[] signature = new byte[FrameTrailer.SIGNATURE_LENGTH];
        random.nextBytes(signature);
        return new FrameTrailer(random.nextInt() | 1, random.nextInt() | 1, signature);
    }

    private static byte[] changed(byte[] trailer, int at, int bits) {
        byte[] changed = trailer.clone();
        changed[at] ^= (byte) bits;
        return changed;
    }
}
