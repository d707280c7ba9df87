package org.anychat.runtime.config;

/**
 * {@code [Admin Settings]}.
 *
 * @param isOn whether there is a dashboard
 * @param plainTextAllowed whether other machines may do without TLS
 * @param idleMinutes how long an operator may do nothing
 * @param sessionHours how long a login lasts at most
 */
public record AdminConfig(boolean isOn, boolean plainTextAllowed, int idleMinutes, int sessionHours) {}
