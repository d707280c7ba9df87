package org.anychat.client.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anychat.client.rtp.NalUnits;

/** Reads an H.264 byte stream (ITU-T H.264 Annex B) as access units. Pictures must be coded in the order of display, without B slices. */
public final class AnnexBReader {
    private static final int FIRST_MB_IN_SLICE_IS_ZERO = 0x80;

    private final byte[] stream;
    private final NalUnits units = new NalUnits();
    private final List<AccessUnit> accessUnits = new ArrayList<>();
    private int begin = -1;
    private boolean picture;
    private boolean idr;

    private AnnexBReader(byte[] stream) {
        this.stream = stream;
    }

    /**
     * Splits a stream. What stands before the first start code and units after the last picture are left out.
     *
     * @param stream the whole file; not changed.
     * @return its access units in order, at least one.
     * @throws MediaFormatException if it holds no picture, or a picture stands before the first IDR picture.
     */
    public static List<AccessUnit> read(byte[] stream) throws MediaFormatException {
        return new AnnexBReader(stream).split();
    }

    private List<AccessUnit> split() throws MediaFormatException {
        int count = units.find(stream, 0, stream.length);
        for (int index = 0; index < count; index++) {
            if (picture && beginsAccessUnit(index)) {
                finish(startOf(index));
            }
            begin = begin < 0 ? startOf(index) : begin;
            picture |= isSlice(units.type(index));
            idr |= units.type(index) == NalUnits.IDR_SLICE;
        }
        if (picture) {
            finish(stream.length);
        }
        if (accessUnits.isEmpty()) {
            throw new MediaFormatException("No H.264 picture", stream.length);
        }
        return List.copyOf(accessUnits);
    }

    /** ITU-T H.264 section 7.4.1.2.3, as far as streams without redundant and auxiliary pictures need it. */
    private boolean beginsAccessUnit(int index) {
        int type = units.type(index);
        if (isSlice(type)) {
            int sliceHeader = units.offset(index) + 1;
            return units.length(index) > 1 && (stream[sliceHeader] & FIRST_MB_IN_SLICE_IS_ZERO) != 0;
        }
        return type >= NalUnits.SEI && type <= NalUnits.ACCESS_UNIT_DELIMITER;
    }

    private static boolean isSlice(int type) {
        return type >= NalUnits.NON_IDR_SLICE && type <= NalUnits.IDR_SLICE;
    }

    private int startOf(int index) {
        int unit = units.offset(index);
        boolean fourBytes = unit >= 4 && stream[unit - 4] == 0;
        return fourBytes ? unit - 4 : unit - 3;
    }

    private void finish(int end) throws MediaFormatException {
        if (accessUnits.isEmpty() && !idr) {
            throw new MediaFormatException("A picture before the first IDR picture", begin);
        }
        accessUnits.add(new AccessUnit(Arrays.copyOfRange(stream, begin, end), idr));
        begin = -1;
        picture = false;
        idr = false;
    }
}
