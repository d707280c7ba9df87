package org.anychat.relay;

import java.io.IOException;

/** The TCP port of media, which the configuration names, cannot be opened. */
public final class StreamPortException extends IOException {
    private static final long serialVersionUID = 1;

    StreamPortException(String message, Throwable cause) {
        super(message, cause);
    }
}
