package org.anychat.auth;

import java.nio.file.Path;
import java.util.Optional;
import org.anychat.auth.plugin.FilterConfig;
import org.anychat.runtime.config.UserSourceConfig;

/**
 * What the auth service needs to know.
 *
 * @param sdkAuthPass the password that clients prove to know, empty for none
 * @param demoMode whether any password is good and guests are always allowed
 * @param closeFrontLink whether a user's later login closes the earlier one; otherwise the later one is refused
 * @param allowGuestLogin whether guests are allowed outside demo mode
 * @param control who may kick and ban
 * @param userSource who knows the users outside demo mode, and who is locked out
 * @param filter the server plug-in, or empty where there is none
 * @param sessionKeepMs how long a session is kept whose gateway is gone, 0 for not at all
 */
public record AuthConfig(
        String sdkAuthPass,
        boolean demoMode,
        boolean closeFrontLink,
        boolean allowGuestLogin,
        Control control,
        UserSourceConfig userSource,
        Optional<FilterConfig> filter,
        long sessionKeepMs) {
    /**
     * Who may kick and ban.
     *
     * @param level the least level of a user who may
     * @param banFile where bans are kept, or empty where they end with the process
     */
    public record Control(int level, Optional<Path> banFile) {
        /** Nobody but the server's administrator controls others, and bans are forgotten. */
        public static final Control NONE = new Control(Integer.MAX_VALUE, Optional.empty());
    }

    @Override
    public String toString() {
        return "AuthConfig[sdkAuthPass=" + (sdkAuthPass.isEmpty() ? "none" : "***") + ", demoMode=" + demoMode
                + ", closeFrontLink=" + closeFrontLink + ", allowGuestLogin=" + allowGuestLogin + ", control=" + control
                + ", userSource=" + userSource + ", filter=" + filter
                + ", sessionKeepMs=" + sessionKeepMs + "]";
    }
}
