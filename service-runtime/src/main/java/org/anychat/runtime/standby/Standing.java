package org.anychat.runtime.standby;

/**
 * What a server says of itself to the other.
 *
 * @param epoch how many take-overs there have been, as far as it knows
 * @param serves whether it takes new clients
 */
public record Standing(long epoch, boolean serves) {}
