package org.anychat.client.rtp;

/** Opus by RFC 7587: one Opus packet is one payload. The marker bit tells the first packet of all (RFC 3551 section 4.1, start of a talkspurt). */
public final class OpusPacketizer implements Packetizer {
    private boolean talking;

    /** A packetizer for a track that has not begun. */
    public OpusPacketizer() {}

    @Override
    public void packetize(byte[] frame, int offset, int length, PayloadConsumer consumer) {
        if (length == 0) {
            return;
        }
        consumer.onPayload(frame, offset, length, !talking);
        talking = true;
    }
}
