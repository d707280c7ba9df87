package org.anychat.runtime.config;

/**
 * Where a value comes from.
 *
 * @param source the kind of place
 * @param place the file, the variable or the option; empty for defaults
 * @param line the line in a file from 1, 0 elsewhere or where it is not known
 */
public record Origin(Source source, String place, int line) {
    /** The places that give values, the strongest first. */
    public enum Source {
        /** The dashboard, since the start or the last reload. */
        RUN_TIME,
        /** {@code --set Key=value}. */
        COMMAND_LINE,
        /** {@code ANYCHAT_KEY} or {@code ANYCHAT_KEY_FILE}. */
        ENVIRONMENT,
        /** The ini. */
        FILE,
        /** Nobody gave one. */
        DEFAULT
    }

    static final Origin RUN_TIME = new Origin(Source.RUN_TIME, "change at run time", 0);

    static Origin file(String place, int line) {
        return new Origin(Source.FILE, place, line);
    }

    static Origin variable(String name) {
        return new Origin(Source.ENVIRONMENT, "environment variable " + name, 0);
    }

    static Origin option(String word) {
        return new Origin(Source.COMMAND_LINE, "command line, --set " + word, 0);
    }

    static Origin defaultOf(String file) {
        return new Origin(Source.DEFAULT, file, 0);
    }

    /** How to be rid of the value. */
    String removal() {
        return switch (source) {
            case FILE, DEFAULT -> "remove the line";
            case ENVIRONMENT -> "unset the variable";
            case COMMAND_LINE, RUN_TIME -> "leave it out";
        };
    }

    /** The place in a table: short. */
    String brief() {
        return switch (source) {
            case FILE -> ServerConfigFile.NAME + (line == 0 ? "" : ":" + line);
            case DEFAULT -> "default";
            default -> place;
        };
    }

    /**
     * The place in a sentence.
     *
     * @return with the line where there is one
     */
    @Override
    public String toString() {
        return line == 0 ? place : place + ", line " + line;
    }
}
