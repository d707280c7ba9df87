package org.anychat.room;

import org.anychat.room.bus.CallService;
import org.anychat.room.direct.DirectPolicy;
import org.anychat.room.domain.RelayPolicy;
import org.anychat.room.domain.RoomPolicy;
import org.anychat.room.mesh.MeshPolicy;

/**
 * The room service's configuration.
 *
 * @param policy what rooms may exist
 * @param relays how rooms are spread over relays
 * @param privateChatTimeoutMs how long a request for a private chat waits for its answer, 1000 to 600000
 * @param calls how video calls are run
 * @param filterPlugin whether there is a server plug-in, which is asked before each entry and told of each
 * @param sessionKeepMs how long a session is kept whose gateway is gone, 0 for not at all
 * @param direct how much media may go without the relay
 * @param mesh whether and how far streams go along trees
 */
public record RoomConfig(
        RoomPolicy policy,
        RelayPolicy relays,
        long privateChatTimeoutMs,
        CallService.Settings calls,
        boolean filterPlugin,
        long sessionKeepMs,
        DirectPolicy direct,
        MeshPolicy mesh) {
    /**
     * A service all of whose media goes by relays.
     *
     * @param policy what rooms may exist
     * @param relays how rooms are spread over relays
     * @param privateChatTimeoutMs how long a request for a private chat waits for its answer
     * @param calls how video calls are run
     * @param filterPlugin whether there is a server plug-in
     * @param sessionKeepMs how long a session is kept whose gateway is gone
     */
    public RoomConfig(
            RoomPolicy policy,
            RelayPolicy relays,
            long privateChatTimeoutMs,
            CallService.Settings calls,
            boolean filterPlugin,
            long sessionKeepMs) {
        this(
                policy,
                relays,
                privateChatTimeoutMs,
                calls,
                filterPlugin,
                sessionKeepMs,
                DirectPolicy.OFF,
                MeshPolicy.OFF);
    }
}
