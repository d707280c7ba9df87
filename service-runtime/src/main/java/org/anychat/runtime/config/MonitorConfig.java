package org.anychat.runtime.config;

/**
 * {@code [Monitor Settings]}.
 *
 * @param port TCP port of health checks; 0 for none
 * @param address the local address of the port
 */
public record MonitorConfig(int port, String address) {
    /**
     * Tells whether anybody may ask.
     *
     * @return false where there is no port
     */
    public boolean isOpen() {
        return port != 0;
    }
}
