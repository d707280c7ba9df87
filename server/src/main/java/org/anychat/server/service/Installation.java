package org.anychat.server.service;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to become a service.
 *
 * @param distribution the unpacked folder with the scripts and {@code lib}
 * @param home the server's folder, by default the same
 * @param user whom the service runs as; empty for the installer's choice
 */
public record Installation(Path distribution, Path home, Optional<String> user) {
    /** The name that people see, the manual's. */
    public static final String DISPLAY_NAME = "AnyChat Platform Service";

    Path launcher() {
        return distribution.resolve("AnyChatCoreServer");
    }
}
