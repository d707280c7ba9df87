package org.anychat.client.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnexBReaderTest {
    private static final String SPS_PPS_IDR = "00000001 6742c00d 00000001 68ce 000001 6588";
    private static final String P_PICTURE = "00000001 419a";

    @Test
    void shouldKeepParameterSetsWithTheirPicture() throws MediaFormatException {
        List<AccessUnit> units = AnnexBReader.read(hex(SPS_PPS_IDR + P_PICTURE + SPS_PPS_IDR));

        assertEquals(3, units.size());
        assertArrayEquals(hex(SPS_PPS_IDR), units.get(0).data());
        assertArrayEquals(hex(P_PICTURE), units.get(1).data());
        assertTrue(units.get(0).idr());
        assertFalse(units.get(1).idr());
        assertTrue(units.get(2).idr());
    }

    @Test
    void shouldKeepAllSlicesOfAPictureTogether() throws MediaFormatException {
        // The second slice's header begins with bit 0: first_mb_in_slice is not 0.
        List<AccessUnit> units = AnnexBReader.read(hex("000001 6588 000001 6544" + P_PICTURE));

        assertEquals(2, units.size());
        assertArrayEquals(hex("000001 6588 000001 6544"), units.get(0).data());
    }

    @Test
    void shouldBeginAPictureAtADelimiter() throws MediaFormatException {
        List<AccessUnit> units = AnnexBReader.read(hex("000001 09f0 000001 6588 000001 09f0 000001 4144"));

        assertEquals(2, units.size());
    }

    @Test
    void shouldRefuseAStreamWithoutPicture() {
        assertThrows(MediaFormatException.class, () -> AnnexBReader.read(new byte[0]));
        assertThrows(MediaFormatException.class, () -> AnnexBReader.read(hex("00000001 6742c00d")));
    }

    @Test
    void shouldRefuseAPictureBeforeTheFirstIdr() {
        MediaFormatException refused =
                assertThrows(MediaFormatException.class, () -> AnnexBReader.read(hex("ffff" + P_PICTURE)));

        assertEquals(2, refused.byteOffset());
    }

    @Test
    void shouldGiveBackTheBundledStreamByteForByte() throws Exception {
        byte[] stream = resource("sample.h264");

        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        AnnexBReader.read(stream).forEach(unit -> joined.writeBytes(unit.data()));

        assertArrayEquals(stream, joined.toByteArray());
    }

    @Test
    void shouldReadEveryTruncationThatStillHoldsAPicture() throws MediaFormatException {
        byte[] stream = hex(SPS_PPS_IDR + P_PICTURE + P_PICTURE);
        byte[] firstPicture = hex(SPS_PPS_IDR);
        for (int length = 0; length < stream.length; length++) {
            byte[] cut = Arrays.copyOf(stream, length);
            if (length < firstPicture.length - 1) {
                assertThrows(MediaFormatException.class, () -> AnnexBReader.read(cut), "length " + length);
            } else {
                assertFalse(AnnexBReader.read(cut).isEmpty());
            }
        }
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream stream = AnnexBReaderTest.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
