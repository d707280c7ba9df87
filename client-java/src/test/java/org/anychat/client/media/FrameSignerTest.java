package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.anychat.client.media.SignatureVectors.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameSignerTest {
    private static final int ROOM = 1;
    private static final int ANN = -2;

    static List<Vector> vectors() {
        return SignatureVectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldSignWhatAnotherImplementationSigns(Vector vector) {
        SignedStream stream = new SignedStream(vector.roomId(), vector.publisherId());
        int length = vector.frame().length;

        assertArrayEquals(
                vector.message(),
                stream.message(vector.codec(), vector.epoch(), vector.counter(), vector.frame(), length));
    }

    /** Without the one whose counter it would take hours to reach. */
    static List<Vector> nearVectors() {
        return vectors().stream().filter(vector -> vector.counter() > 0).toList();
    }

    @ParameterizedTest
    @MethodSource("nearVectors")
    void shouldWriteWhatAnotherImplementationWrites(Vector vector) throws Exception {
        FrameSigner signer =
                new FrameSigner(SignatureVectors.keys(), vector.roomId(), vector.publisherId(), always(vector.epoch()));
        FrameSigner.Row row = signer.begin(vector.codec());
        EncodedFrame frame = new EncodedFrame(vector.frame(), 5, true);

        EncodedFrame signed = row.sign(frame);
        for (int counter = 1; counter < vector.counter(); counter++) {
            signed = row.sign(frame);
        }

        assertEquals(SignatureVectors.key(), signer.key());
        assertEquals(5, signed.timeUs());
        assertTrue(signed.keyFrame());
        assertArrayEquals(vector.signed(), signed.data());
    }

    @Test
    void shouldWriteTheTrailerWhereItIsSentAlong() {
        byte[] filled = HexFormat.of().parseHex("00000001419a02ff000000010cffff800000000109f00000");
        EncodedFrame signed =
                new FrameSigner(ROOM, ANN).begin(MediaCodec.H264).sign(new EncodedFrame(filled, 0, false));

        assertEquals(8 + FrameTrailer.LENGTH, signed.data().length, "filler and delimiter are not sent");
    }

    @Test
    void shouldNotCountWhatIsNotSent() {
        FrameSigner.Row row = new FrameSigner(ROOM, ANN).begin(MediaCodec.H264);
        EncodedFrame delimiter = new EncodedFrame(HexFormat.of().parseHex("0000000109f0"), 0, false);

        assertSame(delimiter, row.sign(delimiter));
        EncodedFrame next = row.sign(new EncodedFrame(HexFormat.of().parseHex("00000001419a02ff"), 0, false));
        assertEquals(1, FrameTrailer.of(next.data(), next.data().length).counter());
    }

    @Test
    void shouldCountEachRowForItself() {
        FrameSigner signer = new FrameSigner(ROOM, ANN);
        FrameSigner.Row one = signer.begin(MediaCodec.OPUS);
        FrameSigner.Row other = signer.begin(MediaCodec.OPUS);
        EncodedFrame frame = new EncodedFrame(new byte[] {1}, 0, true);

        FrameTrailer first = trailer(one.sign(frame));
        FrameTrailer second = trailer(one.sign(frame));
        FrameTrailer third = trailer(other.sign(frame));

        assertEquals(List.of(1, 2, 1), List.of(first.counter(), second.counter(), third.counter()));
        assertEquals(first.epoch(), second.epoch());
        assertNotEquals(first.epoch(), third.epoch());
    }

    @Test
    void shouldHaveNoEpochZero() throws Exception {
        FrameSigner signer = new FrameSigner(SignatureVectors.keys(), ROOM, ANN, always(0));

        assertNotEquals(
                0,
                trailer(signer.begin(MediaCodec.OPUS).sign(new EncodedFrame(new byte[] {1}, 0, true)))
                        .epoch());
    }

    @Test
    void shouldHaveAnotherKeyForEachStay() {
        assertNotEquals(new FrameSigner(ROOM, ANN).key(), new FrameSigner(ROOM, ANN).key());
    }

    private static FrameTrailer trailer(EncodedFrame frame) {
        return FrameTrailer.of(frame.data(), frame.data().length);
    }

    private static Random always(int epoch) {
        return new Random() {
            private static final long serialVersionUID = 1;

            @Override
            public int nextInt() {
                return epoch;
            }
        };
    }
}
