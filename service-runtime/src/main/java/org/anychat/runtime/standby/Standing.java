package org.anychat.runtime.standby;

/**
 * What a server says of itself to the other.
 *
 * @param epoch how many take-overs there have been, as far as it knows
 * @param serves whether it would take new clients
 * @param witnessed whether it has a witness, without which it takes none
 */
public record Standing(long epoch, boolean serves, boolean witnessed) {}
