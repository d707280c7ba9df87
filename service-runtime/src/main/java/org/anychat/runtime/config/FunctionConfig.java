package org.anychat.runtime.config;

import java.util.Optional;

/**
 * {@code [Function Settings]}.
 *
 * @param closeFrontLink whether a user's later login closes the earlier one; otherwise the later one is refused
 * @param autoAddRoom whether entering a room that does not exist makes it
 * @param sdkFilterPlus the plug-in, or empty where there is none
 * @param allowGuestLogin whether a login without a password is allowed outside demo mode
 * @param maxUsersPerRoom how many a room holds
 * @param controlLevel least level of users who may kick and ban
 * @param privateChatTimeoutSeconds how long a request for a private chat waits for its answer
 * @param relayLoops media loops of the relay, 0 for one per core
 * @param relayRoomLimit members of a room that one relay carries, 0 for all
 * @param relayLoudestSpeakers sounds that a client hears at once, 0 for all
 * @param relayVideosPerViewer videos that a client gets at once, at most, 0 for all
 * @param relayPublisherBitrate bits per second that a client may send, 0 for no limit
 */
public record FunctionConfig(
        boolean closeFrontLink,
        boolean autoAddRoom,
        Optional<FilterPlusConfig> sdkFilterPlus,
        boolean allowGuestLogin,
        int maxUsersPerRoom,
        int controlLevel,
        int privateChatTimeoutSeconds,
        int relayLoops,
        int relayRoomLimit,
        int relayLoudestSpeakers,
        int relayVideosPerViewer,
        int relayPublisherBitrate) {}
