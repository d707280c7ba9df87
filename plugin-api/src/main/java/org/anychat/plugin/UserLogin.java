package org.anychat.plugin;

/**
 * A user who has logged in.
 *
 * @param userId the user; below 0 for guests
 * @param name the name that others see
 * @param level the user's level, 0 or more
 * @param address the client's IP address; empty for a login from before a restart of the auth service
 * @param handle the login's handle, for {@link FilterHost#send}
 */
public record UserLogin(int userId, String name, int level, String address, int handle) {}
