package org.anychat.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What is transferred.
 *
 * @param kind buffer or file
 * @param name the file's name without a path; empty for a buffer
 * @param size in bytes
 * @param sha256 lower-case hex over all bytes; may be empty for a buffer
 * @param wParam any number, the application's
 * @param lParam any number, the application's
 * @param flags any number, the application's
 */
public record TransferContent(Kind kind, String name, long size, String sha256, int wParam, int lParam, int flags) {
    /** The kinds of transfers. */
    public enum Kind {
        /** A buffer of at most {@link Limits#BUFFER_EX_BYTES}. */
        BUFFER,
        /** A file. */
        FILE;

        /**
         * The name on the wire.
         *
         * @return lower case
         */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The code for a transfer of this kind that does not exist, which the parity of its number tells.
     *
     * @param task the number that somebody asked for: even ones are files
     * @return {@link ErrorCode#TRANSFILE_NOTASK} or {@link ErrorCode#TRANSBUF_NOTASK}
     */
    public static ErrorCode noTask(int task) {
        return task % 2 == 0 ? ErrorCode.TRANSFILE_NOTASK : ErrorCode.TRANSBUF_NOTASK;
    }
}
