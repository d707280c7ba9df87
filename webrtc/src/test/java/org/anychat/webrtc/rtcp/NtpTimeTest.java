package org.anychat.webrtc.rtcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NtpTimeTest {
    @Test
    void shouldCountFrom1900() {
        assertEquals(0x83AA7E80_00000000L, NtpTime.fromUnixNs(0));
        assertEquals(0x83AA7E80_80000000L, NtpTime.fromUnixNs(500_000_000));
        assertEquals(0x83AA7E7F_C0000000L, NtpTime.fromUnixNs(-250_000_000));
    }

    @Test
    void shouldComeBackToTheSameNanosecond() {
        for (long unixNs = 1_700_000_000_000_000_000L; unixNs < 1_700_000_000_000_050_000L; unixNs += 7) {
            assertEquals(unixNs, NtpTime.toUnixNs(NtpTime.fromUnixNs(unixNs)));
        }
    }

    @Test
    void shouldComputeTheRoundTripOfRfc3550() {
        // RFC 3550 §6.4.1, figure 2: A = 0xb710:8000, DLSR = 0x0005:4000, LSR = 0xb705:2000, delay 6.125 s.
        assertEquals(6_125_000, NtpTime.roundTripUs(0xB7108000, 0xB7052000, 0x00054000));
        assertEquals(-1, NtpTime.roundTripUs(5, 0, 0));
        assertEquals(0, NtpTime.roundTripUs(100, 90, 20));
    }

    @Test
    void shouldTakeTheMiddle() {
        assertEquals(0x33445566, NtpTime.middle(0x1122_3344_5566_7788L));
    }
}
