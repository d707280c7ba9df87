package org.anychat.client.media;

/** A media connection did not come about. The message says why. An expected failure: it carries no stack trace. */
public final class MediaException extends RuntimeException {
    MediaException(String message) {
        super(message, null, false, false);
    }
}
