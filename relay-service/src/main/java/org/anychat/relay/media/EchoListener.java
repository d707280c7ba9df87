package org.anychat.relay.media;

/** Hears of datagrams that the relay has sent to itself. */
@FunctionalInterface
public interface EchoListener {
    /**
     * A STUN indication that belongs to no session. Any loop; the array is reused after the call.
     *
     * @param data holds it
     * @param offset where it begins
     * @param length of it
     * @return whether it was one of the relay's own
     */
    boolean onIndication(byte[] data, int offset, int length);
}
