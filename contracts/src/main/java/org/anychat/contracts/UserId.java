package org.anychat.contracts;

/**
 * A logged-in user's number: positive for named users, from -2 downwards for guests. -1 means "everyone" or "self" in
 * the client vocabulary and is never a user.
 *
 * @param value the number
 */
public record UserId(int value) {}
