package org.anychat.runtime.config;

import java.util.List;
import java.util.Map;

/**
 * What counts before the file. A variable is {@code ANYCHAT_} and the key in capitals, {@code ANYCHAT_VIDEOFPS}; with
 * {@code _FILE} after it, it names a file that holds the value. The command line counts before the environment, and
 * there the last of several.
 *
 * @param environment all variables of the process; others than {@code ANYCHAT_...} are left alone
 * @param commandLine words {@code Key=value}
 */
public record Overrides(Map<String, String> environment, List<String> commandLine) {
    /** The file alone. */
    public static final Overrides NONE = new Overrides(Map.of(), List.of());

    /**
     * Copies both.
     *
     * @param environment all variables
     * @param commandLine words {@code Key=value}
     */
    public Overrides {
        environment = Map.copyOf(environment);
        commandLine = List.copyOf(commandLine);
    }

    /**
     * Says nothing of the values, which may be secrets.
     *
     * @return how many there are
     */
    @Override
    public String toString() {
        return "Overrides[" + commandLine.size() + " of the command line]";
    }
}
