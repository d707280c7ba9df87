package org.anychat.client.sample;

/** One Opus packet (RFC 6716 section 3). */
public final class OpusPacket {
    private static final int MAXIMUM_DURATION_US = 120_000;
    private static final int[] SILK_US = {10_000, 20_000, 40_000, 60_000};
    private static final int FIRST_HYBRID = 12;
    private static final int FIRST_CELT = 16;
    private static final int SHORTEST_CELT_US = 2_500;
    private static final int FRAME_COUNT_MASK = 0x3F;

    private final byte[] data;
    private final int durationUs;

    private OpusPacket(byte[] data, int durationUs) {
        this.data = data;
        this.durationUs = durationUs;
    }

    /**
     * The packet.
     *
     * @return the whole array is the packet; shared, so do not change it.
     */
    public byte[] data() {
        return data;
    }

    /**
     * How long it sounds.
     *
     * @return microseconds, 2500 to 120000.
     */
    public int durationUs() {
        return durationUs;
    }

    /**
     * Reads the duration from the table-of-contents byte (RFC 6716 section 3.1) and the frame count.
     *
     * @param data the packet; kept, not copied.
     * @return null if it is empty, lacks its frame count, or would last 0 or more than 120 ms.
     */
    static OpusPacket of(byte[] data) {
        if (data.length == 0) {
            return null;
        }
        int durationUs = frameUs((data[0] & 0xFF) >>> 3) * frames(data);
        return durationUs == 0 || durationUs > MAXIMUM_DURATION_US ? null : new OpusPacket(data, durationUs);
    }

    private static int frameUs(int configuration) {
        if (configuration < FIRST_HYBRID) {
            return SILK_US[configuration % 4];
        }
        return configuration < FIRST_CELT ? SILK_US[configuration % 2] : SHORTEST_CELT_US << (configuration % 4);
    }

    private static int frames(byte[] data) {
        return switch (data[0] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> data.length > 1 ? data[1] & FRAME_COUNT_MASK : 0;
        };
    }
}
