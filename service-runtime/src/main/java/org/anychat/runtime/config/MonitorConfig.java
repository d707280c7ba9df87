package org.anychat.runtime.config;

/**
 * {@code [Monitor Settings]}.
 *
 * @param port TCP port of health checks; 0 for none
 * @param address the local address of the port, or {@link #CLUSTER}
 */
public record MonitorConfig(int port, String address) {
    /** Instead of an address: loopback, and the one at which the other processes of the cluster find this one. */
    public static final String CLUSTER = "cluster";

    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Tells whether anybody may ask.
     *
     * @return false where there is no port
     */
    public boolean isOpen() {
        return port != 0;
    }

    /**
     * Tells whether the port is open in the network of the cluster, too, once the process is a member.
     *
     * @return false where {@link #firstAddress} is the only one
     */
    public boolean isInCluster() {
        return address.equals(CLUSTER);
    }

    /**
     * Where the port is open from the beginning.
     *
     * @return an address or a host name
     */
    public String firstAddress() {
        return isInCluster() ? LOOPBACK : address;
    }
}
