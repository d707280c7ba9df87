package org.anychat.auth.domain;

/**
 * What the administrator decided about logins.
 *
 * @param demoMode whether any password is good and guests are always allowed
 * @param closeFrontLink whether a user's later login closes the earlier one; otherwise the later one is refused
 * @param allowGuestLogin whether guests are allowed outside demo mode
 */
public record LoginPolicy(boolean demoMode, boolean closeFrontLink, boolean allowGuestLogin) {
    /**
     * The same decisions but for those that change without a restart.
     *
     * @param newCloseFrontLink as {@code closeFrontLink}
     * @param newAllowGuestLogin as {@code allowGuestLogin}
     * @return the new policy
     */
    public LoginPolicy changed(boolean newCloseFrontLink, boolean newAllowGuestLogin) {
        return new LoginPolicy(demoMode, newCloseFrontLink, newAllowGuestLogin);
    }
}
