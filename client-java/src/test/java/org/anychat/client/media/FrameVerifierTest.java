package org.anychat.client.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.anychat.client.media.FrameCheck.Verdict;
import org.anychat.client.media.SignatureVectors.Vector;
import org.anychat.client.rtp.FrameBuffer;
import org.anychat.client.rtp.NalUnits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameVerifierTest {
    private static final int ROOM = 1;
    private static final int ANN = -2;
    private static final int MOST_OVER = 256;
    private static final int MOST_REPEATS = 100;
    private static final int MOST_AT_ONCE = 200;
    private static final long FRAME_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final byte[] CONTENT = {1, 2, 3, 4};

    private byte[] content;
    private int forged;
    private int excess;
    private long nowNs;
    private final FrameSigner signer = new FrameSigner(ROOM, ANN);
    private final FrameSigner.Row picture = signer.begin(MediaCodec.VP8);
    private final FrameSigner.Row sound = signer.begin(MediaCodec.OPUS);
    private final FrameVerifier verifier = of(signer.key(), ROOM, ANN);

    static List<Vector> vectors() {
        return SignatureVectors.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldTakeWhatAnotherImplementationHasSigned(Vector vector) {
        FrameVerifier other = of(SignatureVectors.key(), vector.roomId(), vector.publisherId());

        assertEquals(Verdict.GENUINE, check(other, vector.codec(), vector.signed(), true));
        if (vector.codec() == MediaCodec.H264) {
            assertEquals(decodable(vector.content()), decodable(content));
            assertEquals(decodable(content).size(), new NalUnits().find(content, 0, content.length), "nothing else");
        } else {
            assertArrayEquals(vector.content(), content);
        }
        assertEquals(0, forged);
    }

    /** Slices and parameter sets. */
    private static List<String> decodable(byte[] frame) {
        NalUnits units = new NalUnits();
        return IntStream.range(0, units.find(frame, 0, frame.length))
                .filter(unit -> List.of(1, 2, 3, 4, 5, 7, 8).contains(units.type(unit)))
                .mapToObj(unit ->
                        HexFormat.of().formatHex(frame, units.offset(unit), units.offset(unit) + units.length(unit)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldTakeNoneOfThemAlteredAnywhere(Vector vector) {
        int from = vector.codec() == MediaCodec.H264 ? vector.content().length : 0; // not all of it is covered
        for (int at = from; at < vector.signed().length; at++) {
            FrameVerifier other = of(SignatureVectors.key(), vector.roomId(), vector.publisherId());
            byte[] altered = vector.signed().clone();
            altered[at] ^= 1;

            assertEquals(Verdict.REFUSED, check(other, vector.codec(), altered, true), "byte " + at);
        }
        assertEquals(vector.signed().length - from, forged);
    }

    @Test
    void shouldTakeNoSliceThatWasAlteredAddedOrLeftOut() {
        List<String> others = List.of(
                "00000001419a02fe", // altered
                "00000001419a02ff00000001419a02ff", // once more
                "00000001419a02ff0000000101ff", // another
                "00000001419a02", // cut
                "000000016742c01f", // left out
                "00000001459a02ff"); // as one that others do not refer to
        for (String other : others) {
            FrameSigner.Row row = signer.begin(MediaCodec.H264);
            byte[] signed =
                    row.sign(new EncodedFrame(hex("00000001419a02ff"), 0, true)).data();
            byte[] altered = FrameTrailer.of(signed, signed.length).appendTo(hex(other), hex(other).length);

            assertEquals(Verdict.REFUSED, check(fresh(), MediaCodec.H264, altered, true), other);
        }
        assertEquals(others.size(), forged);
    }

    @Test
    void shouldTakeOtherStartCodesAndParameterSets() {
        FrameSigner.Row row = signer.begin(MediaCodec.H264);
        byte[] signed = row.sign(new EncodedFrame(hex("000000016742c01f000001658884"), 0, true))
                .data();
        byte[] other = hex("0000000109f0000000016742e01f9900000001658884");

        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.H264, instead(signed, other), true));
        assertArrayEquals(hex("000000016742e01f9900000001658884"), content);
    }

    private static byte[] instead(byte[] signed, byte[] other) {
        return FrameTrailer.of(signed, signed.length).appendTo(other, other.length);
    }

    @Test
    void shouldNotTakeWhatIsCoveredOfOneCodecForAFrameOfAnother() {
        byte[] slice = hex("00000001658884");
        byte[] covered = hex("00000003658884");
        byte[] slices = signer.begin(MediaCodec.H264)
                .sign(new EncodedFrame(slice, 0, true))
                .data();
        byte[] whole = picture.sign(new EncodedFrame(covered, 0, true)).data();

        assertEquals(Verdict.REFUSED, check(fresh(), MediaCodec.VP8, instead(slices, covered), true));
        assertEquals(Verdict.REFUSED, check(fresh(), MediaCodec.H264, instead(whole, slice), true));
        assertEquals(2, forged);
    }

    /** What is not signed anybody on the way may have put there. */
    @Test
    void shouldLeaveOutOfAPictureWhatIsNeitherSliceNorParameterSet() {
        FrameSigner.Row row = signer.begin(MediaCodec.H264);
        byte[] signed = row.sign(new EncodedFrame(hex("000000016742c01f0000000168ce00000001658884"), 0, true))
                .data();
        StringBuilder other = new StringBuilder("000000016742c01f0000000168ce");
        for (int type = 0; type < 32; type++) {
            boolean isKept = (type >= 1 && type <= 5) || type == 7 || type == 8;
            other.append(isKept ? "" : HexFormat.of().formatHex(new byte[] {0, 0, 1, (byte) (0x60 | type), 9}));
        }
        byte[] stuffed = hex(other + "00000001658884");

        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.H264, instead(signed, stuffed), true));
        assertArrayEquals(hex("000000016742c01f0000000168ce00000001658884"), content);
    }

    @ParameterizedTest
    @CsvSource({"1, 512, true", "1, 513, false", "16, 4, true", "17, 4, false"})
    void shouldTakeParameterSetsOfASensibleSizeAlone(int sets, int bytes, boolean taken) {
        FrameSigner.Row row = signer.begin(MediaCodec.H264);
        byte[] signed =
                row.sign(new EncodedFrame(hex("00000001658884"), 0, true)).data();
        String set = "00000001" + "67" + "42".repeat(bytes - 1);

        Verdict verdict =
                check(verifier, MediaCodec.H264, instead(signed, hex(set.repeat(sets) + "00000001658884")), true);

        assertEquals(taken ? Verdict.GENUINE : Verdict.REFUSED, verdict);
        assertEquals(0, forged + excess, "a browser may have written them");
    }

    /** One who is to pass it on would find nothing, and those below, to whom it is the first, that it is forged. */
    @Test
    void shouldFindForgedAlsoWhatClaimsToBeOfThePast() {
        byte[] first = next(picture);
        FrameSigner.Row other = signer.begin(MediaCodec.VP8);
        for (byte[] past : List.of(first, next(picture))) {
            FrameVerifier fresh = fresh();
            int before = forged;
            check(fresh, MediaCodec.VP8, first, true);
            check(fresh, MediaCodec.VP8, next(other), true); // which ends the row before
            byte[] altered = past.clone();
            altered[0] ^= 1;

            assertEquals(Verdict.REFUSED, check(fresh, MediaCodec.VP8, altered, true));
            assertEquals(before + 1, forged);
            assertTrue(fresh.isOver());
        }
    }

    @Test
    void shouldGiveUpWhatRepeatsItselfWithoutEnd() {
        byte[] first = next(picture);
        check(verifier, MediaCodec.VP8, first, true);
        for (int repeat = 0; repeat < MOST_REPEATS; repeat++) {
            nowNs += FRAME_NS;
            assertEquals(Verdict.REPEATED, check(verifier, MediaCodec.VP8, first, true));
            assertEquals(
                    Verdict.GENUINE, check(verifier, MediaCodec.OPUS, next(sound), true), "which counts by itself");
        }
        assertFalse(verifier.isOver());

        assertEquals(Verdict.REFUSED, check(verifier, MediaCodec.VP8, first, true));
        assertTrue(verifier.isOver());
        assertEquals(Verdict.REFUSED, check(verifier, MediaCodec.OPUS, next(sound), true));
        assertEquals(List.of(0, 1), List.of(forged, excess), "nobody has forged anything");
    }

    @Test
    void shouldBearRepeatsBetweenWhichItGoesOn() {
        byte[] first = next(picture);
        check(verifier, MediaCodec.VP8, first, true);
        for (int frame = 0; frame < 2 * MOST_REPEATS; frame++) {
            nowNs += FRAME_NS;
            assertEquals(Verdict.REPEATED, check(verifier, MediaCodec.VP8, first, true));
            assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(picture), false));
        }
    }

    @Test
    void shouldGiveUpWhatIsMoreThanAPublisherSendsWithoutLookingAtIt() {
        for (int frame = 0; frame < MOST_AT_ONCE; frame++) {
            assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.OPUS, next(sound), true));
        }
        assertFalse(verifier.isOver());

        assertEquals(Verdict.REFUSED, check(verifier, MediaCodec.OPUS, CONTENT, true));
        assertTrue(verifier.isOver());
        assertEquals(List.of(0, 1), List.of(forged, excess));
    }

    @Test
    void shouldTakeSoundAndAPictureOfSixtyFramesInASecondForEver() {
        long lastNs = TimeUnit.SECONDS.toNanos(5);
        for (nowNs = 0; nowNs < lastNs; nowNs += TimeUnit.MILLISECONDS.toNanos(100)) {
            for (int frame = 0; frame < 5; frame++) {
                assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.OPUS, next(sound), true));
            }
            for (int frame = 0; frame < 6; frame++) {
                assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(picture), true));
            }
        }
        assertEquals(0, excess);
    }

    @Test
    void shouldTakeNothingThatIsNotSignedAndNothingAfterThat() {
        assertEquals(Verdict.REFUSED, check(verifier, MediaCodec.VP8, CONTENT, true));
        assertEquals(Verdict.REFUSED, check(verifier, MediaCodec.VP8, next(picture), true));
        assertEquals(Verdict.REFUSED, check(verifier, MediaCodec.OPUS, next(sound), true));
        assertEquals(1, forged, "told once");
    }

    @Test
    void shouldTakeNothingOfAnotherKeyRoomPublisherOrKind() {
        byte[] signed = next(picture);

        assertEquals(
                Verdict.REFUSED, check(of(new FrameSigner(ROOM, ANN).key(), ROOM, ANN), MediaCodec.VP8, signed, true));
        assertEquals(Verdict.REFUSED, check(of(signer.key(), ROOM + 1, ANN), MediaCodec.VP8, signed, true));
        assertEquals(Verdict.REFUSED, check(of(signer.key(), ROOM, ANN - 1), MediaCodec.VP8, signed, true));
        assertEquals(Verdict.REFUSED, check(of(signer.key(), ROOM, ANN), MediaCodec.OPUS, signed, true));
        assertEquals(4, forged);
    }

    @Test
    void shouldLeaveOutWhatIsRepeatedAndGoOn() {
        byte[] first = next(picture);
        byte[] second = next(picture);
        byte[] third = next(picture);

        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, first, true));
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, second, false));
        assertEquals(Verdict.REPEATED, check(verifier, MediaCodec.VP8, first, true));
        assertEquals(Verdict.REPEATED, check(verifier, MediaCodec.VP8, second, false));
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, third, false));
        assertEquals(0, forged, "a path may repeat");
    }

    @Test
    void shouldWaitForAKeyFrameWhereAPictureWasWithheld() {
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(picture), true));
        next(picture);

        assertEquals(Verdict.REFUSED, check(verifier, MediaCodec.VP8, next(picture), false));
        assertEquals(Verdict.REFUSED, check(verifier, MediaCodec.VP8, next(picture), false));
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(picture), true));
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(picture), false));
        assertEquals(0, forged);
    }

    @Test
    void shouldTakeSoundOfWhichSomeIsMissing() {
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.OPUS, next(sound), true));
        next(sound);
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.OPUS, next(sound), true));
    }

    @Test
    void shouldGoOnWithAnotherRowAtAKeyFrameAlone() {
        FrameSigner.Row other = signer.begin(MediaCodec.VP8);
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(picture), true));

        assertEquals(Verdict.REFUSED, check(verifier, MediaCodec.VP8, next(other), false));
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(other), true));
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(other), false));
    }

    @Test
    void shouldTakeNothingMoreOfARowThatIsOver() {
        FrameSigner.Row other = signer.begin(MediaCodec.VP8);
        byte[] first = next(picture);
        check(verifier, MediaCodec.VP8, first, true);
        check(verifier, MediaCodec.VP8, next(other), true);

        assertEquals(Verdict.REPEATED, check(verifier, MediaCodec.VP8, first, true));
        assertEquals(Verdict.REPEATED, check(verifier, MediaCodec.VP8, next(picture), true));
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(other), false));
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.OPUS, next(sound), true), "sound has its own");
        assertEquals(0, forged);
    }

    @Test
    void shouldForgetTheRowThatWasOverFirst() {
        check(verifier, MediaCodec.VP8, next(picture), true);
        FrameSigner.Row second = signer.begin(MediaCodec.VP8);
        check(verifier, MediaCodec.VP8, next(second), true);
        for (int row = 0; row < MOST_OVER; row++) {
            nowNs += FRAME_NS;
            assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(signer.begin(MediaCodec.VP8)), true));
        }

        assertEquals(Verdict.REPEATED, check(verifier, MediaCodec.VP8, next(second), true));
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(picture), true), "nobody forgets less");
    }

    @Test
    void shouldHoldNothingAgainstAFrameThatWasCut() {
        byte[] cut = {1, 2};

        assertEquals(Verdict.REFUSED, verifier.check(MediaCodec.VP8, buffer(cut), true, false));
        assertEquals(0, forged);
        assertEquals(Verdict.GENUINE, check(verifier, MediaCodec.VP8, next(picture), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "?", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void shouldRefuseWhatIsNoKey(String key) {
        assertThrows(MediaException.class, () -> of(key, ROOM, ANN));
    }

    @Test
    void shouldTakeNothingByAKeyThatIsNoPoint() {
        String noPoint = "_".repeat(42) + "8"; // y is larger than the field

        assertThrows(MediaException.class, () -> of(noPoint, ROOM, ANN));
    }

    /** Whoever feeds it by a new edge may have kept what came long before. */
    @Test
    void shouldTakeNothingThatCameByAnotherEdgeLongBefore() {
        StreamProgress shared = new StreamProgress();
        FrameSigner.Row other = signer.begin(MediaCodec.OPUS);
        List<byte[]> sent = new ArrayList<>();
        FrameVerifier first = after(shared);
        for (int frame = 0; frame < 150; frame++) {
            nowNs += FRAME_NS;
            sent.add(next(sound));
            assertEquals(Verdict.GENUINE, check(first, MediaCodec.OPUS, sent.get(frame), true));
        }
        byte[] otherSound = next(other);
        assertEquals(Verdict.GENUINE, check(first, MediaCodec.OPUS, otherSound, true));

        FrameVerifier second = after(shared);
        assertEquals(Verdict.REPEATED, check(second, MediaCodec.OPUS, sent.get(0), true));
        assertEquals(Verdict.REPEATED, check(second, MediaCodec.OPUS, sent.get(49), true));
        assertEquals(Verdict.GENUINE, check(second, MediaCodec.OPUS, sent.get(50), true), "two seconds behind");
        assertEquals(Verdict.GENUINE, check(second, MediaCodec.OPUS, next(sound), true));
        assertEquals(Verdict.GENUINE, check(second, MediaCodec.OPUS, otherSound, true), "a row of its own");
        assertEquals(Verdict.GENUINE, check(second, MediaCodec.VP8, next(picture), true));
        assertEquals(Verdict.GENUINE, check(fresh(), MediaCodec.OPUS, sent.get(0), true), "at another client");
        assertEquals(0, forged + excess);
    }

    private FrameVerifier after(StreamProgress shared) {
        FrameVerifier fresh = fresh();
        fresh.goOnAfter(shared);
        return fresh;
    }

    /** By the point (0, 1) a signature of zeros and that point is one of everything. */
    @Test
    void shouldTakeNothingByAKeyOfWhichAnybodyCanSign() {
        String point = "AQ" + "A".repeat(41);

        assertThrows(MediaException.class, () -> of(point, ROOM, ANN));
    }

    private FrameVerifier fresh() {
        return of(signer.key(), ROOM, ANN);
    }

    private FrameVerifier of(String key, int room, int publisher) {
        return new FrameVerifier(key, room, publisher, () -> forged++, () -> excess++, () -> nowNs);
    }

    private static byte[] next(FrameSigner.Row row) {
        return row.sign(new EncodedFrame(CONTENT, 0, true)).data();
    }

    private Verdict check(FrameVerifier by, MediaCodec codec, byte[] frame, boolean keyFrame) {
        FrameBuffer buffer = buffer(frame);
        Verdict verdict = by.check(codec, buffer, keyFrame, true);
        content = buffer.toArray();
        return verdict;
    }

    private static FrameBuffer buffer(byte[] frame) {
        FrameBuffer buffer = new FrameBuffer(1 << 16);
        buffer.append(frame, 0, frame.length);
        return buffer;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
