package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;

/** Where an agent's STUN messages go out. */
@FunctionalInterface
public interface IceOutput {
    /**
     * Sends one message.
     *
     * @param data holds the message; the agent's again after the call
     * @param offset of the first byte
     * @param length in bytes
     * @param to the destination
     */
    void send(byte[] data, int offset, int length, InetSocketAddress to);
}
