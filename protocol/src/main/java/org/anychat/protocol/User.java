package org.anychat.protocol;

/**
 * A user as others in the room see it.
 *
 * @param userId positive, or from -2 downwards for guests
 * @param name the name shown
 * @param level the user's level, 0 where the user source knows none
 * @param camera 0 none, 1 closed, 2 open
 * @param microphone 0 none, 1 closed, 2 open
 * @param device 0 to 8, as user state 15 of the AnyChat SDK
 * @param chatMode 0 public, 1 private: only private partners get the user's media
 */
public record User(int userId, String name, int level, int camera, int microphone, int device, int chatMode) {
    /**
     * A user in public mode.
     *
     * @param userId positive, or from -2 downwards for guests
     * @param name the name shown
     * @param level the user's level
     * @param camera 0 none, 1 closed, 2 open
     * @param microphone 0 none, 1 closed, 2 open
     * @param device 0 to 8
     */
    public User(int userId, String name, int level, int camera, int microphone, int device) {
        this(userId, name, level, camera, microphone, device, 0);
    }
}
