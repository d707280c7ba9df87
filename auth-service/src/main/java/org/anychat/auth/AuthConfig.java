package org.anychat.auth;

import org.anychat.runtime.config.UserSourceConfig;

/**
 * What the auth service needs to know.
 *
 * @param sdkAuthPass the password that clients prove to know, empty for none
 * @param demoMode whether any password is good and guests are always allowed
 * @param closeFrontLink whether a user's later login closes the earlier one; otherwise the later one is refused
 * @param allowGuestLogin whether guests are allowed outside demo mode
 * @param userSource who knows the users outside demo mode, and who is locked out
 */
public record AuthConfig(
        String sdkAuthPass,
        boolean demoMode,
        boolean closeFrontLink,
        boolean allowGuestLogin,
        UserSourceConfig userSource) {
    @Override
    public String toString() {
        return "AuthConfig[sdkAuthPass=" + (sdkAuthPass.isEmpty() ? "none" : "***") + ", demoMode=" + demoMode
                + ", closeFrontLink=" + closeFrontLink + ", allowGuestLogin=" + allowGuestLogin + ", userSource="
                + userSource + "]";
    }
}
