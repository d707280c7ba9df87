package org.anychat.webrtc.stun;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;

/**
 * A STUN server (RFC 8489 section 12): tells whoever asks its reflexive address. Keeps no state, so that a flood of
 * forged requests costs no memory; a response is at most 24 bytes longer than its request.
 */
public final class StunResponder {
    /** Bytes that hold any response. */
    public static final int RESPONSE_MAX_LENGTH = 44;

    private StunResponder() {}

    /**
     * Answers a binding request that names no user.
     *
     * @param data holds the datagram
     * @param offset of its first byte
     * @param length in bytes
     * @param from its sender
     * @param response gets the answer at offset 0, {@link #RESPONSE_MAX_LENGTH} bytes
     * @return the answer's length, or 0 where the datagram is no such request
     */
    public static int respond(byte[] data, int offset, int length, InetSocketAddress from, byte[] response) {
        Optional<StunMessage> request = StunMessage.decode(data, offset, length);
        if (request.isEmpty()
                || !request.get().type().equals(StunMessageType.BINDING_REQUEST)
                || request.get().first(StunAttribute.Username.class).isPresent()) {
            return 0;
        }
        return new StunMessage(
                        StunMessageType.BINDING_SUCCESS,
                        request.get().transactionId(),
                        List.of(new XorMappedAddress(from)))
                .encode(response, 0);
    }
}
