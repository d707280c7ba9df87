package org.anychat.relay.feedback;

import org.anychat.relay.forward.Encoding;
import org.anychat.relay.forward.Subscription;

/** Sends a packet to a viewer once more. */
@FunctionalInterface
public interface Resender {
    /**
     * Sends a packet out of its publication's buffer.
     *
     * @param subscription the viewer's
     * @param segment where the packet was numbered, from {@link Subscription#trace}
     * @param viewerSequenceNumber as it was sent first
     * @param encoding whose buffer has the packet
     * @param slot the packet's place in that buffer
     * @param nowNs the time
     * @return false where it could not be sent
     */
    boolean resend(
            Subscription subscription, int segment, int viewerSequenceNumber, Encoding encoding, int slot, long nowNs);
}
