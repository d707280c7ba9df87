package org.anychat.license.domain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Tells addresses of an intranet from those of the Internet. */
public final class IntranetAddress {
    private static final Pattern LITERAL = Pattern.compile("[0-9A-Fa-f:.]{2,45}(%\\w{1,16})?");
    private static final int UNIQUE_LOCAL_MASK = 0xFE;
    private static final int UNIQUE_LOCAL = 0xFC;

    private IntranetAddress() {}

    /**
     * Tells whether an address is private: loopback, link-local, RFC 1918 or RFC 4193.
     *
     * @param address an IP literal; anything else is not private, and never looked up
     * @return whether it is private
     */
    public static boolean isPrivate(String address) {
        if (address == null || !LITERAL.matcher(address).matches()) {
            return false;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            byte[] bytes = parsed.getAddress();
            boolean uniqueLocal = bytes.length > 4 && (bytes[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
            return parsed.isLoopbackAddress()
                    || parsed.isLinkLocalAddress()
                    || parsed.isSiteLocalAddress()
                    || uniqueLocal;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
