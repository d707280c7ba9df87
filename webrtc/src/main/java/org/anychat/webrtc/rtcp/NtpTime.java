package org.anychat.webrtc.rtcp;

import java.util.concurrent.TimeUnit;

/** NTP timestamps as RTCP uses them: 32.32 fixed point seconds since 1900 (RFC 3550 §4). */
public final class NtpTime {
    /** Seconds from 1900 to 1970. */
    private static final long UNIX_EPOCH_SECONDS = 2_208_988_800L;

    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private NtpTime() {}

    /**
     * From wall-clock time.
     *
     * @param unixNs nanoseconds since 1970
     * @return the 64-bit timestamp
     */
    public static long fromUnixNs(long unixNs) {
        long seconds = Math.floorDiv(unixNs, NS_PER_SECOND) + UNIX_EPOCH_SECONDS;
        long fraction = (Math.floorMod(unixNs, NS_PER_SECOND) << 32) / NS_PER_SECOND;
        return seconds << 32 | fraction;
    }

    /**
     * To wall-clock time, for dates up to 2036 (era 0).
     *
     * @param ntpTimestamp the 64-bit timestamp
     * @return nanoseconds since 1970, rounded to the nearest
     */
    public static long toUnixNs(long ntpTimestamp) {
        long fraction = ntpTimestamp & 0xFFFF_FFFFL;
        long ns = (fraction * NS_PER_SECOND + (1L << 31)) >>> 32;
        return ((ntpTimestamp >>> 32) - UNIX_EPOCH_SECONDS) * NS_PER_SECOND + ns;
    }

    /**
     * The middle 32 bits, as report blocks carry them in LSR.
     *
     * @param ntpTimestamp the 64-bit timestamp
     * @return 16.16 fixed point seconds
     */
    public static int middle(long ntpTimestamp) {
        return (int) (ntpTimestamp >>> 16);
    }

    /**
     * The round trip that a report block shows (RFC 3550 §6.4.1).
     *
     * @param nowMiddle {@link #middle} of the time the report came
     * @param lastSenderReport the block's LSR
     * @param delaySinceLastSenderReport the block's DLSR
     * @return microseconds, at least 0; -1 where the reporter has had no sender report yet
     */
    public static long roundTripUs(int nowMiddle, int lastSenderReport, int delaySinceLastSenderReport) {
        if (lastSenderReport == 0) {
            return -1;
        }
        int roundTrip = nowMiddle - lastSenderReport - delaySinceLastSenderReport;
        return (Math.max(0, roundTrip) * TimeUnit.SECONDS.toMicros(1)) >> 16;
    }
}
