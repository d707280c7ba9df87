package org.anychat.client.sample;

import java.io.IOException;

/** A media file breaks the rules of its format. The message says which rule, and at which byte. */
public final class MediaFormatException extends IOException {
    private final int byteOffset;

    MediaFormatException(String rule, int byteOffset) {
        super(rule + " at byte " + byteOffset);
        this.byteOffset = byteOffset;
    }

    /**
     * Where.
     *
     * @return index of the byte in the file, from 0.
     */
    public int byteOffset() {
        return byteOffset;
    }
}
