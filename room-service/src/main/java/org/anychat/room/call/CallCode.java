package org.anychat.room.call;

/** The numbers of the error table that calls end with. */
final class CallCode {
    static final int CANCEL = 100_101;
    static final int BUSY = 100_103;
    static final int TIMEOUT = 100_105;
    static final int DISCONNECT = 100_106;
    static final int LAST = 100_107;

    private CallCode() {}

    /** Whether a client may give the number as a reason. */
    static boolean isReason(int code) {
        return code >= CANCEL && code <= LAST;
    }
}
