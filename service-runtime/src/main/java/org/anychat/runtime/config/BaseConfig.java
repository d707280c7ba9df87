package org.anychat.runtime.config;

/**
 * {@code [Base Settings]} without what concerns sockets.
 *
 * @param serverId the server's number; nothing depends on it
 * @param sdkAuthPass the password that clients prove to know, empty for none, at most 64 bytes
 * @param demoMode whether rooms 1 and 2 exist and any password is good
 * @param showTrayIcon whether a desktop shows an icon with an Exit item
 * @param demoUserLimit how many may be logged in at once in demo mode
 * @param sessionKeepSeconds how long a lost link keeps its session
 */
public record BaseConfig(
        int serverId,
        String sdkAuthPass,
        boolean demoMode,
        boolean showTrayIcon,
        int demoUserLimit,
        int sessionKeepSeconds) {
    @Override
    public String toString() {
        return "BaseConfig[serverId=" + serverId + ", sdkAuthPass=" + (sdkAuthPass.isEmpty() ? "none" : "***")
                + ", demoMode=" + demoMode + ", showTrayIcon=" + showTrayIcon + ", demoUserLimit=" + demoUserLimit
                + ", sessionKeepSeconds=" + sessionKeepSeconds + "]";
    }
}
