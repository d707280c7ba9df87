package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that came before the peer's description, which they overtake on their shorter way. They were answered; to check back
 * takes the peer's password. Bounded: the oldest gives way.
 */
final class EarlyChecks {
    static final int MAX = 16;

    private final List<EarlyCheck> checks = new ArrayList<>(2);

    /** Of several from one address the last counts. */
    void add(EarlyCheck check) {
        checks.removeIf(other -> other.from.equals(check.from));
        if (checks.size() == MAX) {
            checks.remove(0);
        }
        checks.add(check);
    }

    /** Takes all, and gives those of the peer that has now said its name. */
    List<EarlyCheck> takeOf(String remoteUfrag) {
        List<EarlyCheck> own = checks.stream()
                .filter(check -> check.remoteUfrag.equals(remoteUfrag))
                .toList();
        checks.clear();
        return own;
    }

    /** What is needed to check back, and whether it nominated. */
    record EarlyCheck(String remoteUfrag, InetSocketAddress from, long priority, boolean nominates) {}
}
