package org.anychat.relay.feedback;

/**
 * Watches the sequence numbers of one incoming stream and says which to ask for again (RFC 4585 section 6.2.1).
 * Bounded: at most {@link #MAX_MISSING} numbers are open; what goes beyond is given up. The tables are made with the first
 * gap: most of what is offered is never sent.
 */
public final class NackGenerator {
    /** Numbers that may be open at a time. */
    public static final int MAX_MISSING = 256;

    /** How often one number is asked for. */
    static final int MAX_ATTEMPTS = 8;

    /** Reordering inside this time is not taken for loss. */
    static final long REORDER_NS = 5_000_000;

    /** A number that is open for longer is of no use to a live viewer. */
    static final long MAX_OPEN_NS = 1_000_000_000;

    private static final long FIRST_RTT_NS = 80_000_000;
    private static final long MIN_INTERVAL_NS = 20_000_000;

    private int[] missing = {};
    private long[] openedNs = {};
    private long[] askedNs = {};
    private int[] attempts = {};
    private int count;
    private int highest = -1;
    private long roundTripNs = FIRST_RTT_NS;
    private boolean gaveUp;
    private long lost;

    /** What a packet is to its stream. */
    public enum Arrival {
        /** The newest so far. */
        NEW,
        /** Older, and missed until now. */
        RECOVERED,
        /** Here before, or given up. */
        DUPLICATE
    }

    /** Makes a generator that has seen nothing. */
    public NackGenerator() {}

    /**
     * Takes note of a packet.
     *
     * @param sequenceNumber the packet's, 0 to 65535
     * @param nowNs the time
     * @return what it is
     */
    public Arrival onPacket(int sequenceNumber, long nowNs) {
        if (highest < 0) {
            highest = sequenceNumber;
            return Arrival.NEW;
        }
        int ahead = (short) (sequenceNumber - highest);
        if (ahead <= 0) {
            return ahead < 0 && fill(sequenceNumber, nowNs) ? Arrival.RECOVERED : Arrival.DUPLICATE;
        }
        if (ahead - 1 > MAX_MISSING) {
            giveUpAll(ahead - 1);
        } else {
            open(ahead - 1, nowNs);
        }
        highest = sequenceNumber;
        return Arrival.NEW;
    }

    /**
     * Takes note of a packet that a later one has brought along, before that one itself. Its coming tells nothing of the
     * round trip.
     *
     * @param sequenceNumber of the packet, 0 to 65535
     * @param nowNs the time
     * @return whether it was missing; false before the first packet, for a number that was here, and for one that was
     *     given up
     */
    public boolean onRestored(int sequenceNumber, long nowNs) {
        int ahead = (short) (sequenceNumber - highest);
        if (highest < 0 || ahead == 0) {
            return false;
        }
        if (ahead > 0) {
            onPacket(sequenceNumber, nowNs);
            return true;
        }
        int index = indexOf(sequenceNumber);
        if (index >= 0) {
            remove(index);
        }
        return index >= 0;
    }

    private int indexOf(int sequenceNumber) {
        for (int i = count - 1; i >= 0; i--) {
            if (missing[i] == sequenceNumber) {
                return i;
            }
        }
        return -1;
    }

    private void open(int gap, long nowNs) {
        if (gap > 0 && missing.length == 0) {
            makeTables();
        }
        int overflow = count + gap - MAX_MISSING;
        if (overflow > 0) {
            giveUpOldest(overflow);
        }
        for (int i = 1; i <= gap; i++) {
            missing[count] = (highest + i) & 0xFFFF;
            openedNs[count] = nowNs;
            attempts[count] = 0;
            count++;
        }
    }

    private void makeTables() {
        missing = new int[MAX_MISSING];
        openedNs = new long[MAX_MISSING];
        askedNs = new long[MAX_MISSING];
        attempts = new int[MAX_MISSING];
    }

    private boolean fill(int sequenceNumber, long nowNs) {
        int index = indexOf(sequenceNumber);
        if (index < 0) {
            return false;
        }
        learnRoundTrip(index, nowNs);
        remove(index);
        return true;
    }

    /** Only a number asked for once tells which request its packet answers (Karn's rule). */
    private void learnRoundTrip(int index, long nowNs) {
        if (attempts[index] == 1) {
            roundTripNs += (nowNs - askedNs[index] - roundTripNs) / 8;
        }
    }

    /**
     * Collects the numbers that are due and notes that they were asked for.
     *
     * @param nowNs the time
     * @param due takes the numbers in ascending order; at most its length are collected
     * @return how many
     */
    public int collect(long nowNs, int[] due) {
        int collected = 0;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (isHopeless(i, nowNs)) {
                gaveUp = true;
                lost++;
                continue;
            }
            if (collected < due.length && isDue(i, nowNs)) {
                due[collected++] = missing[i];
                askedNs[i] = nowNs;
                attempts[i]++;
            }
            move(i, kept++);
        }
        count = kept;
        return collected;
    }

    private boolean isDue(int index, long nowNs) {
        return attempts[index] == 0
                ? nowNs - openedNs[index] >= REORDER_NS
                : nowNs - askedNs[index] >= Math.max(MIN_INTERVAL_NS, roundTripNs + roundTripNs / 4);
    }

    private boolean isHopeless(int index, long nowNs) {
        return nowNs - openedNs[index] > MAX_OPEN_NS || (attempts[index] >= MAX_ATTEMPTS && isDue(index, nowNs));
    }

    private void giveUpOldest(int numbers) {
        for (int i = numbers; i < count; i++) {
            move(i, i - numbers);
        }
        count -= numbers;
        lost += numbers;
        gaveUp = true;
    }

    private void giveUpAll(int gap) {
        lost += count + gap;
        count = 0;
        gaveUp = true;
    }

    private void remove(int index) {
        for (int i = index + 1; i < count; i++) {
            move(i, i - 1);
        }
        count--;
    }

    private void move(int from, int to) {
        missing[to] = missing[from];
        openedNs[to] = openedNs[from];
        askedNs[to] = askedNs[from];
        attempts[to] = attempts[from];
    }

    /**
     * Tells, once, whether numbers have been given up since the last call: time for a key frame.
     *
     * @return true where some were
     */
    public boolean takeGaveUp() {
        boolean result = gaveUp;
        gaveUp = false;
        return result;
    }

    /**
     * Numbers given up since the start.
     *
     * @return the count
     */
    public long lost() {
        return lost;
    }

    /**
     * Numbers that are open now.
     *
     * @return 0 to {@link #MAX_MISSING}
     */
    public int missing() {
        return count;
    }

    /**
     * The round trip to the publisher, learned from the answers to requests.
     *
     * @return nanoseconds
     */
    public long roundTripNs() {
        return roundTripNs;
    }
}
