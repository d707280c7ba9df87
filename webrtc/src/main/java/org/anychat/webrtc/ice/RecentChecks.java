package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import org.anychat.webrtc.stun.TransactionId;

/**
 * The last authentic checks of a peer and where they came from. Whoever has seen one pass by could send it again from an
 * address of their own, and media would go there (RFC 8445 section 19.4.1 leaves that open): a check counts from one address
 * alone. The peer's own repetitions come from where the first came from.
 */
final class RecentChecks {
    static final int MAX = 16;

    private final long[] transactions = new long[MAX];
    private final InetSocketAddress[] addresses = new InetSocketAddress[MAX];
    private int next;

    /** Takes note of a check; false where it came from another address before. */
    boolean isFirstFrom(InetSocketAddress address, TransactionId id) {
        for (int i = 0; i < MAX; i++) {
            if (transactions[i] == id.low() && addresses[i] != null) {
                return addresses[i].equals(address);
            }
        }
        transactions[next] = id.low();
        addresses[next] = address;
        next = (next + 1) % MAX;
        return true;
    }
}
