package org.anychat.webrtc.stun;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.anychat.webrtc.stun.StunAttribute.ChangeRequest;
import org.anychat.webrtc.stun.StunAttribute.XorMappedAddress;

/**
 * A STUN server (RFC 8489 section 12): tells whoever asks its reflexive address. Keeps no state, so that a flood of
 * forged requests costs no memory; a response is at most 24 bytes longer than its request.
 */
public final class StunResponder {
    /** Bytes that hold any response. */
    public static final int RESPONSE_MAX_LENGTH = 44;

    private static final ChangeRequest UNCHANGED = new ChangeRequest(false, false);

    private StunResponder() {}

    /**
     * Answers a binding request that names no user and wants its answer from where it went to.
     *
     * @param data holds the datagram
     * @param offset of its first byte
     * @param length in bytes
     * @param from its sender
     * @param response gets the answer at offset 0, {@link #RESPONSE_MAX_LENGTH} bytes
     * @return the answer's length, or 0 where the datagram is no such request
     */
    public static int respond(byte[] data, int offset, int length, InetSocketAddress from, byte[] response) {
        return request(data, offset, length)
                .filter(request -> change(request).equals(UNCHANGED))
                .map(request -> respond(request, from, response))
                .orElse(0);
    }

    /**
     * Reads a binding request that names no user.
     *
     * @param data holds the datagram
     * @param offset of its first byte
     * @param length in bytes
     * @return empty where it is something else
     */
    public static Optional<StunMessage> request(byte[] data, int offset, int length) {
        return StunMessage.decode(data, offset, length)
                .filter(message -> message.type().equals(StunMessageType.BINDING_REQUEST)
                        && message.first(StunAttribute.Username.class).isEmpty());
    }

    /**
     * Where a request wants its answer from.
     *
     * @param request of {@link #request}
     * @return both false where it does not say
     */
    public static ChangeRequest change(StunMessage request) {
        return request.first(ChangeRequest.class).orElse(UNCHANGED);
    }

    /**
     * Answers a request.
     *
     * @param request of {@link #request}
     * @param from its sender
     * @param response gets the answer at offset 0, {@link #RESPONSE_MAX_LENGTH} bytes
     * @return the answer's length
     */
    public static int respond(StunMessage request, InetSocketAddress from, byte[] response) {
        return new StunMessage(
                        StunMessageType.BINDING_SUCCESS, request.transactionId(), List.of(new XorMappedAddress(from)))
                .encode(response, 0);
    }
}
