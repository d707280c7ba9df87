package org.anychat.auth.domain;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** What counts as one address: of IPv6 the 64 bits of the network, since the rest is the client's to choose. */
final class AddressKey {
    private static final int NETWORK_BYTES = 8;

    private AddressKey() {}

    static String of(String address) {
        if (address == null || address.indexOf(':') < 0) {
            return String.valueOf(address);
        }
        try {
            // A text with a colon is never looked up in the DNS. A zone is this machine's and no part of the address.
            InetAddress parsed = InetAddress.getByName(address.split("%", 2)[0]);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES)
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
