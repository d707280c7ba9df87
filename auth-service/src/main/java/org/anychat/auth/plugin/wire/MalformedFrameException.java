package org.anychat.auth.plugin.wire;

import java.io.IOException;

/** The other side sent what is no frame. Nothing after it can be understood. */
public final class MalformedFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message);
    }
}
