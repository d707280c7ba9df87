package org.anychat.relay.media;

/** Is told of faults of the relay itself, which must not stop a media loop. */
@FunctionalInterface
interface FaultHandler {
    /**
     * A fault that one packet or command ran into.
     *
     * @param fault what was thrown
     */
    void onFault(RuntimeException fault);
}
