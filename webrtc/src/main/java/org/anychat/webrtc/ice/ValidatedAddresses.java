package org.anychat.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The addresses of a peer that passed a check, newest check last. Bounded: the one checked longest ago gives way. */
final class ValidatedAddresses {
    static final int MAX = 16;

    private final List<InetSocketAddress> addresses = new ArrayList<>(4);

    void add(InetSocketAddress address, InetSocketAddress selected) {
        addresses.remove(address);
        if (addresses.size() == MAX) {
            addresses.remove(addresses.get(0).equals(selected) ? 1 : 0);
        }
        addresses.add(address);
    }

    boolean contains(InetSocketAddress address) {
        for (int i = addresses.size() - 1; i >= 0; i--) {
            if (addresses.get(i).equals(address)) {
                return true;
            }
        }
        return false;
    }
}
