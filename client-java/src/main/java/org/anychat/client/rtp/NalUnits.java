package org.anychat.client.rtp;

import java.util.Arrays;

/**
 * The NAL units of an H.264 byte stream (ITU-T H.264 Annex B): where each begins and ends, without start codes and trailing zero bytes. An object is used again
 * for one access unit after another, by one thread.
 */
public final class NalUnits {
    /** nal_unit_type of a slice of a picture that is not an IDR picture. */
    public static final int NON_IDR_SLICE = 1;
    /** nal_unit_type of a slice of an IDR picture. */
    public static final int IDR_SLICE = 5;
    /** nal_unit_type of supplemental enhancement information. */
    public static final int SEI = 6;
    /** nal_unit_type of a sequence parameter set. */
    public static final int SPS = 7;
    /** nal_unit_type of a picture parameter set. */
    public static final int PPS = 8;
    /** nal_unit_type of an access unit delimiter. */
    public static final int ACCESS_UNIT_DELIMITER = 9;
    /** nal_unit_type of filler data. */
    public static final int FILLER_DATA = 12;

    /** Of a unit's first byte: its nal_unit_type. */
    public static final int TYPE_MASK = 0x1F;

    private static final int START_CODE_LENGTH = 3;

    private byte[] stream = new byte[0];
    private int[] begins = new int[8];
    private int[] ends = new int[8];
    private int count;

    /** Holds no units yet. */
    public NalUnits() {}

    /**
     * Finds the units of a byte stream. What stands before the first start code is not a unit; empty units are left out.
     *
     * @param bytes  the stream; kept until the next call, not copied.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return how many units it holds.
     */
    public int find(byte[] bytes, int offset, int length) {
        stream = bytes;
        count = 0;
        int end = offset + length;
        int begin = startCode(bytes, offset, end) + START_CODE_LENGTH;
        while (begin <= end) {
            int next = startCode(bytes, begin, end);
            add(begin, withoutTrailingZeros(bytes, begin, next));
            begin = next + START_CODE_LENGTH;
        }
        return count;
    }

    /**
     * Where a unit begins.
     *
     * @param index of the unit, from 0.
     * @return index of its header byte in the stream.
     */
    public int offset(int index) {
        return begins[index];
    }

    /**
     * How long a unit is.
     *
     * @param index of the unit, from 0.
     * @return length in bytes, header included; at least 1.
     */
    public int length(int index) {
        return ends[index] - begins[index];
    }

    /**
     * What a unit is.
     *
     * @param index of the unit, from 0.
     * @return its nal_unit_type, 0 to 31.
     */
    public int type(int index) {
        return stream[begins[index]] & TYPE_MASK;
    }

    /**
     * Whether units of a type are sent: delimiters and filler are left out.
     *
     * @param type nal_unit_type.
     * @return false for the two.
     */
    public static boolean isSent(int type) {
        return type != ACCESS_UNIT_DELIMITER && type != FILLER_DATA;
    }

    /**
     * Where the next start code is.
     *
     * @param bytes searched.
     * @param from  first index looked at.
     * @param end   index after the last.
     * @return index of the first byte of {@code 00 00 01}, or {@code end}.
     */
    public static int startCode(byte[] bytes, int from, int end) {
        for (int at = from; at + START_CODE_LENGTH <= end; at++) {
            if (bytes[at + 2] == 1 && bytes[at + 1] == 0 && bytes[at] == 0) {
                return at;
            }
        }
        return end;
    }

    private static int withoutTrailingZeros(byte[] bytes, int begin, int end) {
        int last = end;
        while (last > begin && bytes[last - 1] == 0) {
            last--;
        }
        return last;
    }

    private void add(int begin, int end) {
        if (begin == end) {
            return;
        }
        if (count == begins.length) {
            begins = Arrays.copyOf(begins, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        begins[count] = begin;
        ends[count++] = end;
    }
}
