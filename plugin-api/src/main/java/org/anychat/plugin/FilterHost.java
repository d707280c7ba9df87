package org.anychat.plugin;

/** What the server does for a plug-in. Any thread may call it; nothing blocks. */
public interface FilterHost {
    /**
     * Sends bytes to a user, whose client gets them as the event {@code sdkFilterData}.
     *
     * @param userId the user
     * @param handle the handle of the user's login, from {@link UserLogin}; the bytes of an older login reach nobody
     * @param data 1 to 65536 bytes; copied
     * @return false where nothing was sent: the size is out of range, or too much waits to be sent
     */
    boolean send(int userId, int handle, byte[] data);

    /**
     * Writes a line to the server's log.
     *
     * @param words what to write
     */
    void log(String words);
}
