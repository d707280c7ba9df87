package org.anychat.webrtc.dtls;

import java.util.Arrays;
import java.util.Random;

/** Loses a sixteenth of the datagrams, doubles some, and lets some overtake the one before. */
final class LossyLink implements DtlsTransport.Output {
    private final Random random;
    private final DtlsTransport.Output to;
    private byte[] held;

    LossyLink(Random random, DtlsTransport.Output to) {
        this.random = new Random(random.nextLong());
        this.to = to;
    }

    @Override
    public void send(byte[] data, int offset, int length) {
        byte[] datagram = Arrays.copyOfRange(data, offset, offset + length);
        byte[] first = null;
        byte[] second = null;
        synchronized (this) {
            if (random.nextInt(16) != 0) {
                boolean hold = held == null && random.nextInt(4) == 0;
                first = hold ? null : datagram;
                second = hold ? null : held;
                held = hold ? datagram : null;
                if (second == null && random.nextInt(8) == 0) {
                    second = first;
                }
            }
        }
        deliver(first);
        deliver(second);
    }

    private void deliver(byte[] datagram) {
        if (datagram != null) {
            to.send(datagram, 0, datagram.length);
        }
    }
}
