package org.anychat.runtime.config;

/**
 * {@code [Log Settings]}.
 *
 * @param level the least important that is logged
 * @param maxFileMb size at which the log file is set aside, in MB
 * @param keepDays how many days older files are kept
 * @param maxTotalMb size of all older files together, in MB
 */
public record LogConfig(Level level, int maxFileMb, int keepDays, int maxTotalMb) {
    /** What counts until the file has been read, and where it says nothing. */
    public static final LogConfig DEFAULT = new LogConfig(
            LogKeys.LOG_LEVEL.defaultValue(),
            LogKeys.LOG_MAX_FILE_MB.defaultValue(),
            LogKeys.LOG_KEEP_DAYS.defaultValue(),
            LogKeys.LOG_MAX_TOTAL_MB.defaultValue());

    /** How much is logged, the least first. */
    public enum Level {
        /** Only what stops something from working. */
        ERROR,
        /** What an administrator should look at, too. */
        WARN,
        /** Starts, stops and what happens to clients, too. */
        INFO,
        /** What a developer wants to know, too. */
        DEBUG,
        /** Everything. */
        TRACE
    }
}
