package org.anychat.client.rtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The payloads of one frame, copied, with the marker bit of each. */
final class Payloads implements Packetizer.PayloadConsumer {
    final List<byte[]> bytes = new ArrayList<>();
    final List<Boolean> markers = new ArrayList<>();

    static Payloads of(Packetizer packetizer, byte[] frame) {
        Payloads payloads = new Payloads();
        packetizer.packetize(frame, 0, frame.length, payloads);
        return payloads;
    }

    @Override
    public void onPayload(byte[] buffer, int offset, int length, boolean marker) {
        bytes.add(Arrays.copyOfRange(buffer, offset, offset + length));
        markers.add(marker);
    }

    /** Depacketizes at a non-zero offset of a larger array, as packets lie on the wire. */
    boolean joinInto(FrameBuffer frame, Depacketizer depacketizer) {
        for (byte[] payload : bytes) {
            byte[] shifted = new byte[payload.length + 21];
            Arrays.fill(shifted, (byte) 0xA5);
            System.arraycopy(payload, 0, shifted, 12, payload.length);
            if (!depacketizer.append(shifted, 12, payload.length, frame)) {
                return false;
            }
        }
        return true;
    }
}
