package org.anychat.client.rtp;

/** Opus by RFC 7587: one Opus packet is one payload. The marker bit tells the first packet of all (RFC 3551 section 4.1, start of a talkspurt). */
public final class OpusPacketizer implements Packetizer {
    private final int maximumPayloadLength;
    private boolean talking;

    /**
     * A packetizer for a track that has not begun.
     *
     * @param maximumPayloadLength largest payload in bytes. RFC 7587 cannot split an Opus packet: a larger one is not sent.
     */
    public OpusPacketizer(int maximumPayloadLength) {
        this.maximumPayloadLength = maximumPayloadLength;
    }

    @Override
    public void packetize(byte[] frame, int offset, int length, PayloadConsumer consumer) {
        if (length == 0 || length > maximumPayloadLength) {
            return;
        }
        consumer.onPayload(frame, offset, length, !talking);
        talking = true;
    }
}
