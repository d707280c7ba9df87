package org.anychat.relay;

import java.io.IOException;

/** None of the ports that clients are to be told leads to the relay. The message is for the administrator. */
public final class UnpublishedPortException extends IOException {
    private static final long serialVersionUID = 1;

    UnpublishedPortException(String message) {
        super(message);
    }
}
