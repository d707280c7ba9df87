package org.anychat.client.media;

import java.util.Arrays;

/**
 * Puts the packets of one stream in order and knows which are missing. What comes in order passes through without a copy; what overtakes is copied and waits
 * until the hole before it is filled or given up. Bounded: a jump beyond the capacity gives up everything before it. For one thread.
 */
final class ReorderBuffer {
    private static final int CAPACITY = 512;
    private static final int INDEX_MASK = CAPACITY - 1;
    private static final long UNSET = -1;

    private final Consumer consumer;
    private final Slot[] slots = new Slot[CAPACITY];
    private long next = UNSET;
    private long end;

    /** Receives payloads in order. */
    interface Consumer {
        void onPayload(int timestamp, boolean marker, byte[] buffer, int offset, int length);

        /** The payload given next does not follow the one before. */
        void onGap();
    }

    /** Says which missing packets to ask for now. */
    interface MissingVisitor {
        void onMissing(int sequenceNumber);
    }

    /** What is kept for a sequence number from {@code next} to {@code end}: either the packet, or since when it is missing. */
    private static final class Slot {
        private boolean present;
        private boolean marker;
        private int timestamp;
        private int length;
        private byte[] payload = new byte[0];
        private long missingSinceNs;
        private long askedNs;
        private int asked;

        void miss(long nowNs) {
            present = false;
            missingSinceNs = nowNs;
            asked = 0;
        }

        void keep(int packetTimestamp, boolean packetMarker, byte[] buffer, int offset, int count) {
            present = true;
            timestamp = packetTimestamp;
            marker = packetMarker;
            length = count;
            if (payload.length < count) {
                payload = new byte[count];
            }
            System.arraycopy(buffer, offset, payload, 0, count);
        }
    }

    ReorderBuffer(Consumer consumer) {
        this.consumer = consumer;
    }

    /** Whether a packet is missing that later ones wait for. */
    boolean waiting() {
        return next != end;
    }

    /**
     * A packet came.
     *
     * @param sequence unwrapped sequence number
     * @return false if it was there before or was given up
     */
    boolean insert(long sequence, int timestamp, boolean marker, Payload payload, long nowNs) {
        if (next == UNSET) {
            next = sequence;
            end = sequence;
        }
        if (sequence < next || (sequence < end && slot(sequence).present)) {
            return false;
        }
        if (sequence - next >= CAPACITY) {
            restart(sequence);
        }
        if (sequence == next && next == end) {
            next++;
            end++;
            consumer.onPayload(timestamp, marker, payload.buffer, payload.offset, payload.length);
            return true;
        }
        for (; end <= sequence; end++) {
            slot(end).miss(nowNs);
        }
        slot(sequence).keep(timestamp, marker, payload.buffer, payload.offset, payload.length);
        drain();
        return true;
    }

    /** Gives up what has been missing since before {@code missingSinceNs}, and passes on what waited for it. */
    void giveUp(long missingSinceNs) {
        boolean gap = false;
        while (next < end && !slot(next).present && slot(next).missingSinceNs - missingSinceNs <= 0) {
            next++;
            gap = true;
            if (next < end && slot(next).present) {
                consumer.onGap();
                gap = false;
                drain();
            }
        }
        if (gap) {
            consumer.onGap();
        }
    }

    /**
     * Visits the missing packets that are to be asked for (again), in order.
     *
     * @param olderThanNs missing since before this: what is younger may only be late
     * @param askedBeforeNs asked for last before this
     */
    void visitMissing(long olderThanNs, long askedBeforeNs, long nowNs, MissingVisitor visitor) {
        for (long sequence = next; sequence < end; sequence++) {
            Slot slot = slot(sequence);
            boolean due = slot.asked == 0 || slot.askedNs - askedBeforeNs <= 0;
            if (!slot.present && due && slot.missingSinceNs - olderThanNs <= 0) {
                slot.asked++;
                slot.askedNs = nowNs;
                visitor.onMissing((int) sequence & 0xFFFF);
            }
        }
    }

    /** Where a payload lies. One object is used for every packet. */
    static final class Payload {
        private byte[] buffer;
        private int offset;
        private int length;

        Payload at(byte[] payloadBuffer, int payloadOffset, int payloadLength) {
            buffer = payloadBuffer;
            offset = payloadOffset;
            length = payloadLength;
            return this;
        }
    }

    private void restart(long sequence) {
        Arrays.fill(slots, null);
        next = sequence;
        end = sequence;
        consumer.onGap();
    }

    private void drain() {
        while (next < end && slot(next).present) {
            Slot slot = slot(next);
            next++;
            consumer.onPayload(slot.timestamp, slot.marker, slot.payload, 0, slot.length);
        }
    }

    private Slot slot(long sequence) {
        int index = (int) sequence & INDEX_MASK;
        if (slots[index] == null) {
            slots[index] = new Slot();
        }
        return slots[index];
    }
}
