package org.anychat.relay;

import org.anychat.contracts.RelayMode;
import org.anychat.relay.media.LoopFigures;

/**
 * How a relay stands at a moment.
 *
 * @param mode what it takes
 * @param rooms rooms with media here
 * @param participants clients, and other relays, with media here
 * @param media what its loops hold, all together
 */
public record RelayFigures(RelayMode mode, int rooms, int participants, LoopFigures media) {}
