package org.anychat.auth;

/**
 * How the auth service stands at a moment.
 *
 * @param users logins with a name of the user source's
 * @param guests logins without one
 * @param bans patterns of addresses that are banned
 */
public record AuthFigures(int users, int guests, int bans) {}
