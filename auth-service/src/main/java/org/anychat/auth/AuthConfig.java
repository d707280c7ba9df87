package org.anychat.auth;

import java.util.Optional;
import org.anychat.auth.plugin.FilterConfig;

/**
 * What the auth service needs to know.
 *
 * @param sdkAuthPass the password that clients prove to know, empty for none
 * @param demoMode whether any password is good and guests are always allowed
 * @param closeFrontLink whether a user's later login closes the earlier one; otherwise the later one is refused
 * @param allowGuestLogin whether guests are allowed outside demo mode
 * @param filter the server plug-in, or empty where there is none
 */
public record AuthConfig(
        String sdkAuthPass,
        boolean demoMode,
        boolean closeFrontLink,
        boolean allowGuestLogin,
        Optional<FilterConfig> filter) {
    @Override
    public String toString() {
        return "AuthConfig[sdkAuthPass=" + (sdkAuthPass.isEmpty() ? "none" : "***") + ", demoMode=" + demoMode
                + ", closeFrontLink=" + closeFrontLink + ", allowGuestLogin=" + allowGuestLogin + ", filter=" + filter
                + "]";
    }
}
