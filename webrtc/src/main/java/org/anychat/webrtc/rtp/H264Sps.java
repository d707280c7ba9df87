package org.anychat.webrtc.rtp;

/** Reads the picture's size out of a sequence parameter set (ITU-T H.264 section 7.3.2.1.1). Bounded by its bytes. */
final class H264Sps {
    private static final int MACROBLOCK = 16;
    private static final int MAX_GOLOMB_ZEROS = 16;
    private static final int MAX_MACROBLOCKS = 1024;
    private static final int MAX_REFERENCE_CYCLE = 255;
    private static final int LIST_4X4 = 16;
    private static final int LIST_8X8 = 64;
    private static final int LISTS_4X4 = 6;

    private final byte[] buffer;
    private final int to;
    private int at;
    private int bit;
    private int zeros;
    private boolean overrun;

    private H264Sps(byte[] buffer, int from, int to) {
        this.buffer = buffer;
        this.at = from;
        this.to = to;
    }

    /** The size as {@link PictureSize} has it; unknown where the set is malformed. {@code from} is at the NAL header. */
    static int size(byte[] buffer, int from, int to) {
        return new H264Sps(buffer, from + 1, to).size();
    }

    private int size() {
        int profile = bits(8);
        bits(16);
        golomb();
        int chroma = hasChromaFormat(profile) ? chromaFormat() : 1;
        golomb();
        skipPictureOrder();
        golomb();
        bits(1);
        int widthMacroblocks = golomb() + 1;
        int heightUnits = golomb() + 1;
        int fieldUnits = 2 - bits(1);
        if (fieldUnits == 2) {
            bits(1);
        }
        bits(1);
        boolean cropped = bits(1) == 1;
        int cropWidth = cropped ? golomb() + golomb() : 0;
        int cropHeight = cropped ? golomb() + golomb() : 0;
        if (overrun || widthMacroblocks > MAX_MACROBLOCKS || heightUnits > MAX_MACROBLOCKS) {
            return PictureSize.UNKNOWN;
        }
        int cropUnitX = chroma == 1 || chroma == 2 ? 2 : 1;
        int cropUnitY = (chroma == 1 ? 2 : 1) * fieldUnits;
        return PictureSize.of(
                widthMacroblocks * MACROBLOCK - cropWidth * cropUnitX,
                heightUnits * fieldUnits * MACROBLOCK - cropHeight * cropUnitY);
    }

    private static boolean hasChromaFormat(int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private int chromaFormat() {
        int chroma = golomb();
        boolean separatePlanes = chroma == 3 && bits(1) == 1;
        golomb();
        golomb();
        bits(1);
        if (bits(1) == 1) {
            skipScalingLists(chroma == 3 ? 12 : 8);
        }
        return separatePlanes ? 0 : chroma;
    }

    private void skipScalingLists(int count) {
        for (int list = 0; list < count && !overrun; list++) {
            if (bits(1) == 1) {
                skipScalingList(list < LISTS_4X4 ? LIST_4X4 : LIST_8X8);
            }
        }
    }

    private void skipScalingList(int size) {
        int last = 8;
        int next = 8;
        for (int i = 0; i < size && !overrun; i++) {
            if (next != 0) {
                next = (last + signedGolomb() + 256) & 0xFF;
            }
            last = next == 0 ? last : next;
        }
    }

    private void skipPictureOrder() {
        int type = golomb();
        if (type == 0) {
            golomb();
        } else if (type == 1) {
            bits(1);
            golomb();
            golomb();
            int cycle = Math.min(MAX_REFERENCE_CYCLE, golomb());
            for (int i = 0; i < cycle && !overrun; i++) {
                golomb();
            }
        }
    }

    private int signedGolomb() {
        int code = golomb();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }

    /** An Exp-Golomb code (section 9.1); longer ones than any field here needs are an overrun. */
    private int golomb() {
        int leading = 0;
        while (!overrun && bits(1) == 0) {
            leading++;
            overrun |= leading > MAX_GOLOMB_ZEROS;
        }
        return overrun ? 0 : (1 << leading) - 1 + bits(leading);
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << 1) | nextBit();
        }
        return value;
    }

    private int nextBit() {
        if (bit == 0) {
            skipEmulationPrevention();
        }
        if (at >= to) {
            overrun = true;
            return 0;
        }
        int value = (buffer[at] >> (7 - bit)) & 1;
        bit++;
        if (bit == 8) {
            bit = 0;
            zeros = buffer[at] == 0 ? zeros + 1 : 0;
            at++;
        }
        return value;
    }

    /** After two zero bytes a 3 is no content (section 7.4.1.1). */
    private void skipEmulationPrevention() {
        if (zeros >= 2 && at < to && buffer[at] == 3) {
            at++;
            zeros = 0;
        }
    }
}
