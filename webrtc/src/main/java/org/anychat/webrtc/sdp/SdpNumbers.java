package org.anychat.webrtc.sdp;

/** Numbers of a description. */
final class SdpNumbers {
    static final int NONE = -1;

    private SdpNumbers() {}

    /** A decimal number, or {@link #NONE} where it is not one or out of range. */
    static int inRange(String text, int min, int max) {
        long number = unsigned(text, 10);
        return number < min || number > max ? NONE : (int) number;
    }

    /** A 32-bit number, or {@link #NONE}. */
    static long ssrc(String text) {
        long number = unsigned(text, 10);
        return number > 0xFFFF_FFFFL ? NONE : number;
    }

    private static long unsigned(String text, int maxDigits) {
        if (text.isEmpty() || text.length() > maxDigits) {
            return NONE;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
