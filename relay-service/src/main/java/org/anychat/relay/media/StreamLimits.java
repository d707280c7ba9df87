package org.anychat.relay.media;

/**
 * How many TCP connections a relay takes.
 *
 * @param perAddress of one address, at least 1
 * @param all of all addresses together, at least 1
 */
public record StreamLimits(int perAddress, int all) {
    /** For as many clients as a relay has; a browser tries several ways at once. */
    public static final StreamLimits DEFAULT = new StreamLimits(800, 20_000);
}
