package org.anychat.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anychat.runtime.config.ConfigException;
import org.anychat.runtime.config.LoadedConfig;
import org.anychat.runtime.config.Overrides;
import org.anychat.runtime.config.ServerConfigFile;

/**
 * Where this process's configuration comes from.
 *
 * @param home the folder of the ini
 * @param overrides what counts before it
 */
record ConfigSource(Path home, Overrides overrides) {
    /** The ini of a folder, this process's environment, and what its command line sets. */
    static ConfigSource of(Path home, List<String> settings) {
        return new ConfigSource(home, new Overrides(System.getenv(), settings));
    }

    Path file() {
        return home.resolve(ServerConfigFile.NAME);
    }

    /** Reads for a start: writes the default file where there is none, and throws where something is wrong. */
    LoadedConfig load() {
        return ServerConfigFile.load(file(), overrides);
    }

    /** Reads while the server runs. A file that has gone is no wish for the defaults. */
    LoadedConfig readAgain() {
        if (Files.notExists(file())) {
            throw new ConfigException(file() + " is not there any more. Put it back.");
        }
        return read();
    }

    /** Reads and changes nothing; the result may have violations. */
    LoadedConfig read() {
        return ServerConfigFile.check(file(), overrides);
    }
}
