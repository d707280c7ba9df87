package org.anychat.relay.media;

import java.net.InetSocketAddress;

/** Another protocol on the media port, told by a first byte that none of RFC 7983's ranges has. Any media loop, several at once. */
public interface SideProtocol {
    /** No other protocol. */
    SideProtocol NONE = new SideProtocol() {
        @Override
        public int firstByte() {
            return -1;
        }

        @Override
        public byte[] answer(byte[] data, int offset, int length, InetSocketAddress from, long nowNs) {
            return null;
        }
    };

    /**
     * Which datagrams are of this protocol.
     *
     * @return their first byte, 0 to 255; anything else for none
     */
    int firstByte();

    /**
     * Takes a datagram; must not wait, nor be dear to whoever forges many.
     *
     * @param data holds it; the caller uses it again after the call
     * @param offset of its first byte
     * @param length in bytes
     * @param from the sender's address, which anybody may have forged
     * @param nowNs the time on the clock of {@link System#nanoTime}
     * @return the answer, which goes back to the sender; or null for none
     */
    byte[] answer(byte[] data, int offset, int length, InetSocketAddress from, long nowNs);
}
