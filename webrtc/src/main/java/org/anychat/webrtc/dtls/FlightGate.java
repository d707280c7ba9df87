package org.anychat.webrtc.dtls;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Iterator;
import java.util.Map;

/**
 * Puts the end of the peer's last flight into order. When a server sees the client's change_cipher_spec while the
 * CertificateVerify before it is lost, the protocol library turns to the new epoch at once and from then on ignores
 * the old one, in which the client repeats what was lost: the handshake could only time out. So change_cipher_spec
 * waits here until all that comes before it has come, and encrypted records wait for change_cipher_spec. Used by the
 * handshake's thread alone.
 */
final class FlightGate {
    static final int MAX_HELD = 16;

    private final Map<Integer, Arrival> required;
    /** Messages that show that the peer goes on. */
    private final Map<Integer, Arrival> awaited;

    private final ArrayDeque<byte[]> held = new ArrayDeque<>();
    private boolean specChanged;

    FlightGate(DtlsRole role) {
        required = role == DtlsRole.SERVER
                ? Map.of(
                        DtlsRecords.CERTIFICATE, new Arrival(),
                        DtlsRecords.CLIENT_KEY_EXCHANGE, new Arrival(),
                        DtlsRecords.CERTIFICATE_VERIFY, new Arrival())
                : Map.of();
        awaited = role == DtlsRole.SERVER
                ? required
                : Map.of(
                        DtlsRecords.SERVER_HELLO, new Arrival(),
                        DtlsRecords.CERTIFICATE, new Arrival(),
                        DtlsRecords.SERVER_KEY_EXCHANGE, new Arrival());
    }

    /** Whether the datagram may go on; otherwise it is kept, as long as there is room. */
    boolean admit(byte[] datagram) {
        note(datagram);
        if (isInOrder(datagram)) {
            return true;
        }
        if (held.size() < MAX_HELD) {
            held.add(datagram);
        }
        return false;
    }

    /** A kept datagram whose turn has come, or null. */
    byte[] release() {
        for (Iterator<byte[]> it = held.iterator(); it.hasNext(); ) {
            byte[] datagram = it.next();
            if (isInOrder(datagram)) {
                it.remove();
                return datagram;
            }
        }
        return null;
    }

    /** How many of the messages that the peer has to send have come as a whole, each counted once: 0 to 3. */
    int progress() {
        return (int) awaited.values().stream().filter(Arrival::isComplete).count();
    }

    private void note(byte[] datagram) {
        for (int at = 0; at < datagram.length; at = DtlsRecords.end(datagram, at)) {
            if (DtlsRecords.isClearHandshake(datagram, at)) {
                noteMessages(datagram, DtlsRecords.body(at), DtlsRecords.end(datagram, at));
            }
        }
    }

    private void noteMessages(byte[] datagram, int from, int end) {
        for (int at = from; at < end; at = DtlsRecords.messageEnd(datagram, at)) {
            Arrival arrival = awaited.get((int) datagram[at]);
            if (arrival != null) {
                arrival.add(datagram, at);
            }
        }
    }

    private boolean isInOrder(byte[] datagram) {
        boolean changed = specChanged;
        for (int at = 0; at < datagram.length; at = DtlsRecords.end(datagram, at)) {
            if (DtlsRecords.isChangeCipherSpec(datagram, at)) {
                if (!required.values().stream().allMatch(Arrival::isComplete)) {
                    return false;
                }
                changed = true;
            } else if (!changed && DtlsRecords.epoch(datagram, at) > 0) {
                return false;
            }
        }
        specChanged = changed;
        return true;
    }

    /** Which bytes of a handshake message have come, in fragments of any size. */
    private static final class Arrival {
        private final BitSet bytes = new BitSet();
        private int length = -1;

        void add(byte[] datagram, int at) {
            length = DtlsRecords.messageLength(datagram, at);
            int offset = DtlsRecords.fragmentOffset(datagram, at);
            bytes.set(offset, offset + DtlsRecords.fragmentLength(datagram, at));
        }

        boolean isComplete() {
            return length >= 0 && bytes.nextClearBit(0) >= length;
        }
    }
}
