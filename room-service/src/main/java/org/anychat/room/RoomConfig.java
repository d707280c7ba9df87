package org.anychat.room;

import org.anychat.room.domain.RoomPolicy;

/**
 * The room service's configuration.
 *
 * @param policy what rooms may exist
 * @param relaySilenceMs how long a relay may be silent before its rooms move, 1000 to 60000
 * @param filterPlugin whether there is a server plug-in, which is asked before each entry and told of each
 */
public record RoomConfig(RoomPolicy policy, long relaySilenceMs, boolean filterPlugin) {
    /** Three of a relay's signs of life. */
    public static final long DEFAULT_RELAY_SILENCE_MS = 3_000;
}
