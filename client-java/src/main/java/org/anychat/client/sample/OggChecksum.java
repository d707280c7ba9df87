package org.anychat.client.sample;

/** The page checksum of RFC 3533 section 6: CRC-32 with generator 0x04c11db7, not reflected, starting from 0. */
final class OggChecksum {
    private static final int GENERATOR = 0x04c11db7;
    private static final int[] TABLE = table();

    private OggChecksum() {}

    static int update(int crc, byte[] bytes, int begin, int end) {
        int value = crc;
        for (int at = begin; at < end; at++) {
            value = (value << 8) ^ TABLE[(value >>> 24) ^ (bytes[at] & 0xFF)];
        }
        return value;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int index = 0; index < table.length; index++) {
            int value = index << 24;
            for (int bit = 0; bit < 8; bit++) {
                value = (value << 1) ^ (value < 0 ? GENERATOR : 0);
            }
            table[index] = value;
        }
        return table;
    }
}
