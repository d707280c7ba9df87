package org.anychat.client.media;

/**
 * A track that another user sends.
 *
 * @param userId whose; negative for a guest.
 * @param codec  what its frames are.
 */
public record RemoteTrack(int userId, MediaCodec codec) {}
