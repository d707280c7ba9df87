package org.anychat.webrtc.srtp;

import java.util.Optional;

/** What SRTP does once in a process, ahead of the first session that would wait for it. */
public final class SrtpStart {
    /** With which argument Java opens what the fast AES-GCM needs. */
    public static final String ARGUMENT = "--add-opens=java.base/com.sun.crypto.provider=ALL-UNNAMED";

    private SrtpStart() {}

    /**
     * Chooses how AES-GCM is computed. Takes some tenths of a second the first time, so not on a media loop.
     *
     * @return why it is the way that allocates and takes twice as long; empty where it is the fast one
     */
    public static Optional<String> whySlow() {
        return Optional.ofNullable(SunJceGcm.refusal());
    }
}
