package org.anychat.auth.domain;

/**
 * What the administrator decided about logins.
 *
 * @param demoMode whether any password is good and guests are always allowed
 * @param closeFrontLink whether a user's later login closes the earlier one; otherwise the later one is refused
 * @param allowGuestLogin whether guests are allowed outside demo mode
 */
public record LoginPolicy(boolean demoMode, boolean closeFrontLink, boolean allowGuestLogin) {}
