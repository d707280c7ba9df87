package org.anychat.webrtc.dtls;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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

    private static final List<Integer> FLIGHT_OF_CLIENTS =
            List.of(DtlsRecords.CERTIFICATE, DtlsRecords.CLIENT_KEY_EXCHANGE, DtlsRecords.CERTIFICATE_VERIFY);
    private static final List<Integer> FLIGHT_OF_SERVERS =
            List.of(DtlsRecords.SERVER_HELLO, DtlsRecords.CERTIFICATE, DtlsRecords.SERVER_KEY_EXCHANGE);

    /** Messages that show that the peer goes on, by type, in the order in which it numbers them. */
    private final Map<Integer, Arrival> awaited = new LinkedHashMap<>();

    private final Collection<Arrival> required;
    private final ArrayDeque<byte[]> held = new ArrayDeque<>();
    private boolean specChanged;

    FlightGate(DtlsRole role) {
        boolean server = role == DtlsRole.SERVER;
        (server ? FLIGHT_OF_CLIENTS : FLIGHT_OF_SERVERS).forEach(type -> awaited.put(type, new Arrival()));
        required = server ? awaited.values() : List.of();
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

    /**
     * How many of the messages that the peer has to send have come as a whole, each counted once, and those alone whose
     * numbers ascend as the messages do: 0 to 3. What is in them nobody knows yet.
     */
    int progress() {
        int complete = 0;
        int last = -1;
        for (Arrival arrival : awaited.values()) {
            if (arrival.isComplete() && arrival.sequence > last) {
                last = arrival.sequence;
                complete++;
            }
        }
        return complete;
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
                if (!required.stream().allMatch(Arrival::isComplete)) {
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
        private int length;
        private int sequence;

        void add(byte[] datagram, int at) {
            length = DtlsRecords.messageLength(datagram, at);
            sequence = DtlsRecords.messageSequence(datagram, at);
            int offset = DtlsRecords.fragmentOffset(datagram, at);
            bytes.set(offset, offset + DtlsRecords.fragmentLength(datagram, at));
        }

        /** None of them is empty. */
        boolean isComplete() {
            return length > 0 && bytes.nextClearBit(0) >= length;
        }
    }
}
