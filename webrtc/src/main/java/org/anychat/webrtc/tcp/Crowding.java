package org.anychat.webrtc.tcp;

/**
 * Whether more waits for a peer than it will have read in a fifth of a second, by how fast it has read while something
 * waited. For one thread; allocates nothing.
 */
final class Crowding {
    private static final long LATE_NS = 200_000_000;
    private static final long SAMPLE_NS = 20_000_000;
    /** Of so much time with something waiting a pace can be told; what is older than twice as much counts half. */
    private static final long KNOWN_NS = 200_000_000;

    private static final long MEMORY_NS = 1_000_000_000;
    private static final long MIN_BYTES = 8_192;

    private final long maxBytes;
    private boolean sampled;
    private long sampledNs;
    private long readBefore;
    private boolean waitedBefore;
    private long busyNs;
    private double busyBytes;

    /**
     * Nothing has been read.
     *
     * @param maxBytes what is too much however fast the peer reads, and as long as that is not known
     */
    Crowding(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Judges what waits, and learns.
     *
     * @param readBytes what the peer has taken since the beginning
     * @param waitingBytes what it has not taken yet though it was offered
     * @param nowNs the time
     */
    boolean isCrowded(long readBytes, long waitingBytes, long nowNs) {
        boolean begins = waitingBytes > 0 && !waitedBefore;
        if (!sampled || begins || nowNs - sampledNs >= SAMPLE_NS) {
            learn(readBytes, waitingBytes, nowNs);
        }
        return waitingBytes > bearableBytes();
    }

    private void learn(long readBytes, long waitingBytes, long nowNs) {
        boolean waited = sampled && waitedBefore;
        long ns = nowNs - sampledNs;
        long bytes = readBytes - readBefore;
        // Where nothing waits any more, the peer may have been ready for more than there was: it reads at least so
        // fast.
        if (waited && (waitingBytes > 0 || (double) bytes * busyNs > busyBytes * ns)) {
            busyNs += ns;
            busyBytes += bytes;
        }
        if (busyNs > MEMORY_NS) {
            busyBytes *= (double) MEMORY_NS / 2 / busyNs;
            busyNs = MEMORY_NS / 2;
        }
        sampled = true;
        sampledNs = nowNs;
        readBefore = readBytes;
        waitedBefore = waitingBytes > 0;
    }

    private double bearableBytes() {
        if (busyNs < KNOWN_NS) {
            return maxBytes;
        }
        return Math.max((double) MIN_BYTES, Math.min((double) maxBytes, busyBytes * LATE_NS / busyNs));
    }
}
