package org.anychat.contracts;

/**
 * What others see of a user in their room. Camera and microphone carry the numbers of the AnyChat user state.
 *
 * @param name the name shown
 * @param camera 0 none, 1 closed, 2 open
 * @param microphone 0 none, 1 closed, 2 open
 * @param device 0 unknown, 1 Windows, 2 Android, 3 iOS, 4 Web, 5 Linux, 6 Mac, 7 Windows Phone, 8 Windows CE
 */
public record UserState(String name, int camera, int microphone, int device) {
    /** No device of that kind. */
    public static final int NONE = 0;
    /** The device is there and closed. */
    public static final int CLOSED = 1;
    /** The device is open. */
    public static final int OPEN = 2;

    /**
     * The state with another camera state.
     *
     * @param newCamera 0 to 2
     * @return a copy
     */
    public UserState withCamera(int newCamera) {
        return new UserState(name, newCamera, microphone, device);
    }

    /**
     * The state with another microphone state.
     *
     * @param newMicrophone 0 to 2
     * @return a copy
     */
    public UserState withMicrophone(int newMicrophone) {
        return new UserState(name, camera, newMicrophone, device);
    }
}
