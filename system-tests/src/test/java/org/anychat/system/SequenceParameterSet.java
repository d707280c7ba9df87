package org.anychat.system;

/**
 * The size of the picture that an H.264 stream tells (ITU-T H.264 section 7.3.2.1.1), for the Baseline profile.
 *
 * @param width pixels
 * @param height pixels
 */
record SequenceParameterSet(int width, int height) {
    private static final int NAL_TYPE = 7;
    private static final int PROFILE_BASELINE = 66;

    /** Reads the first one of an access unit in Annex B; null where it has none. */
    static SequenceParameterSet find(byte[] accessUnit) {
        for (int i = 0; i + 4 < accessUnit.length; i++) {
            boolean startCode = accessUnit[i] == 0 && accessUnit[i + 1] == 0 && accessUnit[i + 2] == 1;
            if (startCode && (accessUnit[i + 3] & 0x1F) == NAL_TYPE) {
                return read(new Bits(accessUnit, i + 4));
            }
        }
        return null;
    }

    private static SequenceParameterSet read(Bits bits) {
        if (bits.read(8) != PROFILE_BASELINE) {
            throw new AssertionError("not the Baseline profile, which every browser decodes");
        }
        bits.read(16); // constraints and level
        bits.golomb(); // seq_parameter_set_id
        bits.golomb(); // log2_max_frame_num_minus4
        int orderType = bits.golomb();
        if (orderType == 0) {
            bits.golomb(); // log2_max_pic_order_cnt_lsb_minus4
        } else if (orderType == 1) {
            throw new AssertionError("pic_order_cnt_type 1");
        }
        bits.golomb(); // max_num_ref_frames
        bits.read(1); // gaps_in_frame_num_value_allowed_flag
        int width = 16 * (bits.golomb() + 1);
        int height = 16 * (bits.golomb() + 1);
        bits.read(2); // frame_mbs_only_flag, which Baseline always has, and direct_8x8_inference_flag
        boolean cropped = bits.read(1) == 1;
        int left = cropped ? bits.golomb() : 0;
        int right = cropped ? bits.golomb() : 0;
        int top = cropped ? bits.golomb() : 0;
        int bottom = cropped ? bits.golomb() : 0;
        return new SequenceParameterSet(width - 2 * (left + right), height - 2 * (top + bottom));
    }

    /** Bits of a NAL unit, without the bytes that keep start codes out of it. */
    private static final class Bits {
        private final byte[] data;
        private int position;
        private int bit;

        Bits(byte[] data, int offset) {
            this.data = data;
            this.position = offset;
        }

        int read(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                value = (value << 1) | next();
            }
            return value;
        }

        int golomb() {
            int zeros = 0;
            while (next() == 0) {
                zeros++;
            }
            return (1 << zeros) - 1 + read(zeros);
        }

        private int next() {
            if (bit == 0 && data[position] == 3 && data[position - 1] == 0 && data[position - 2] == 0) {
                position++;
            }
            int value = (data[position] >> (7 - bit)) & 1;
            bit = (bit + 1) % 8;
            position += bit == 0 ? 1 : 0;
            return value;
        }
    }
}
