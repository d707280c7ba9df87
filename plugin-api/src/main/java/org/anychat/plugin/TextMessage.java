package org.anychat.plugin;

/**
 * A text that was delivered.
 *
 * @param roomId where it was said
 * @param from who sent it
 * @param to the receiver, or -1 for everybody in the room
 * @param secret whether nobody but the receiver saw it
 * @param text 1 to 16384 characters
 */
public record TextMessage(int roomId, int from, int to, boolean secret, String text) {}
