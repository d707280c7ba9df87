package org.anychat.client.rtp;

/** Splits the encoded frames of one track into RTP payloads. For one thread; keeps its scratch memory between frames. */
public interface Packetizer {
    /** Receives the payloads of a frame in the order of sending. */
    @FunctionalInterface
    interface PayloadConsumer {
        /**
         * One RTP payload.
         *
         * @param buffer holds the payload; valid and unchanged only during the call.
         * @param offset of its first byte.
         * @param length in bytes, at most the packetizer's maximum.
         * @param marker the RTP marker bit as the payload format defines it.
         */
        void onPayload(byte[] buffer, int offset, int length, boolean marker);
    }

    /**
     * Splits one frame. A frame without content that is worth sending gives no payload.
     *
     * @param frame    holds the frame; read during the call only.
     * @param offset   of its first byte.
     * @param length   in bytes.
     * @param consumer called once per payload before this method returns.
     */
    void packetize(byte[] frame, int offset, int length, PayloadConsumer consumer);
}
