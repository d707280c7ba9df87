package org.anychat.protocol;

/**
 * How well a client sees somebody's picture, by its own account, since its connection began.
 *
 * @param userId whose picture
 * @param freezes times that it stood still, as {@code freezeCount} of WebRTC's statistics
 * @param frozenMs how long it stood still in all, in milliseconds, as {@code totalFreezesDuration}
 */
public record ReceivedVideo(int userId, int freezes, int frozenMs) {}
