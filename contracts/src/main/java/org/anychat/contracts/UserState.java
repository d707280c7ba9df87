package org.anychat.contracts;

/**
 * What others see of a user in their room. Camera and microphone carry the numbers of the AnyChat user state.
 *
 * @param name the name shown
 * @param camera 0 none, 1 closed, 2 open
 * @param microphone 0 none, 1 closed, 2 open
 * @param device 0 unknown, 1 Windows, 2 Android, 3 iOS, 4 Web, 5 Linux, 6 Mac, 7 Windows Phone, 8 Windows CE
 * @param chatMode 0 public, 1 private: only private partners get the user's media
 */
public record UserState(String name, int camera, int microphone, int device, int chatMode) {
    /** No device of that kind. */
    public static final int NONE = 0;
    /** The device is there and closed. */
    public static final int CLOSED = 1;
    /** The device is open. */
    public static final int OPEN = 2;
    /** Everybody in the room gets the user's media. */
    public static final int PUBLIC_CHAT = 0;
    /** Only private partners get the user's media. */
    public static final int PRIVATE_CHAT = 1;

    /**
     * A state in public mode.
     *
     * @param name the name shown
     * @param camera 0 to 2
     * @param microphone 0 to 2
     * @param device 0 to 8
     */
    public UserState(String name, int camera, int microphone, int device) {
        this(name, camera, microphone, device, PUBLIC_CHAT);
    }

    /**
     * The state under another name.
     *
     * @param newName the name shown
     * @return a copy
     */
    public UserState withName(String newName) {
        return new UserState(newName, camera, microphone, device, chatMode);
    }

    /**
     * The state in another chat mode.
     *
     * @param newChatMode 0 public, 1 private
     * @return a copy
     */
    public UserState withChatMode(int newChatMode) {
        return new UserState(name, camera, microphone, device, newChatMode);
    }

    /**
     * The state with another camera state.
     *
     * @param newCamera 0 to 2
     * @return a copy
     */
    public UserState withCamera(int newCamera) {
        return new UserState(name, newCamera, microphone, device, chatMode);
    }

    /**
     * The state with another microphone state.
     *
     * @param newMicrophone 0 to 2
     * @return a copy
     */
    public UserState withMicrophone(int newMicrophone) {
        return new UserState(name, camera, newMicrophone, device, chatMode);
    }
}
