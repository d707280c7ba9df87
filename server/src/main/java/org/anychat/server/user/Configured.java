package org.anychat.server.user;

import java.nio.file.Path;
import java.util.List;
import org.anychat.runtime.config.ServerConfig;

/** Gives commands the configuration that a start would have. */
public interface Configured {
    /**
     * Reads the configuration: the ini, the environment, the command line.
     *
     * @param folder of the ini; null for the one that the server's own options name
     * @param settings {@code KEY=VALUE} beside those that the server's own options give
     * @return the configuration
     * @throws org.anychat.runtime.config.ConfigException where a start would be refused
     */
    ServerConfig load(Path folder, List<String> settings);
}
