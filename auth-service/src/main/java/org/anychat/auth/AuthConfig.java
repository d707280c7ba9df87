package org.anychat.auth;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the auth service needs to know.
 *
 * @param sdkAuthPass the password that clients prove to know, empty for none
 * @param demoMode whether any password is good and guests are always allowed
 * @param closeFrontLink whether a user's later login closes the earlier one; otherwise the later one is refused
 * @param allowGuestLogin whether guests are allowed outside demo mode
 * @param control who may kick and ban
 */
public record AuthConfig(
        String sdkAuthPass, boolean demoMode, boolean closeFrontLink, boolean allowGuestLogin, Control control) {
    /**
     * A service in which nobody but the server's administrator controls others, and that forgets its bans.
     *
     * @param sdkAuthPass the password that clients prove to know, empty for none
     * @param demoMode whether any password is good and guests are always allowed
     * @param closeFrontLink whether a user's later login closes the earlier one
     * @param allowGuestLogin whether guests are allowed outside demo mode
     */
    public AuthConfig(String sdkAuthPass, boolean demoMode, boolean closeFrontLink, boolean allowGuestLogin) {
        this(sdkAuthPass, demoMode, closeFrontLink, allowGuestLogin, new Control(Integer.MAX_VALUE, Optional.empty()));
    }

    /**
     * Who may kick and ban.
     *
     * @param level the least level of a user who may
     * @param banFile where bans are kept, or empty where they end with the process
     */
    public record Control(int level, Optional<Path> banFile) {}

    @Override
    public String toString() {
        return "AuthConfig[sdkAuthPass=" + (sdkAuthPass.isEmpty() ? "none" : "***") + ", demoMode=" + demoMode
                + ", closeFrontLink=" + closeFrontLink + ", allowGuestLogin=" + allowGuestLogin + ", control=" + control
                + "]";
    }
}
