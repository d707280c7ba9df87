package org.anychat.runtime.config;

import java.util.List;

/**
 * A configuration with which the server cannot start. The message is for the administrator: it lists everything that
 * is wrong, where, and what to do. The launcher prints it and exits with code 78.
 */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> violations;

    /**
     * Makes a failure of several violations.
     *
     * @param violations what is wrong, one complete sentence each
     */
    public ConfigException(List<String> violations) {
        super(String.join(System.lineSeparator(), violations), null, false, false);
        this.violations = List.copyOf(violations);
    }

    /**
     * Makes a failure of one violation.
     *
     * @param violation what is wrong, where, and what to do
     */
    public ConfigException(String violation) {
        this(List.of(violation));
    }

    /**
     * The violations.
     *
     * @return one sentence each, in the order of the file
     */
    public List<String> violations() {
        return violations;
    }
}
