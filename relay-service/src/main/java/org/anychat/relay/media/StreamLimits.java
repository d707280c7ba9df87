package org.anychat.relay.media;

/**
 * How many TCP connections a relay takes.
 *
 * @param perAddress of one address that are sessions', at least 1
 * @param all of all addresses together that are sessions', at least 1
 * @param strangers more of which nobody knows yet whose they are, at least 1
 */
public record StreamLimits(int perAddress, int all, int strangers) {
    /** For as many clients as a relay has; a browser tries several ways at once. */
    public static final StreamLimits DEFAULT = new StreamLimits(800, 20_000, 2_000);
}
