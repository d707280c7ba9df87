package org.anychat.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.anychat.runtime.config.LogConfig;
import org.slf4j.LoggerFactory;

/**
 * {@code AnyChatCoreServer.log} in the server's folder, beside what the console shows. A log that cannot be written
 * never stops the server: the console says so and goes on. Any thread may call.
 */
public final class ServerLog {
    /** The file's name. */
    public static final String FILE = "AnyChatCoreServer.log";

    /** Set by those who bring a configuration of their own, which then decides about files. */
    private static final String OWN_CONFIGURATION = "logback.configurationFile";

    /** Whoever starts and stops the server says so at any level: operators, and the daemon's parent, wait for it. */
    private static final String LAUNCHER = "org.anychat.server.AnyChatCoreServer";

    private static final String CONSOLE = "CONSOLE";
    private static final String LINE = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{0} - %msg%n";

    private final LoggerContext context;
    private final Logger root;
    private final Path home;
    private final LogRing ring = new LogRing();
    private LogConfig config = LogConfig.DEFAULT;
    private LogTrouble trouble;
    private RollingFileAppender<ILoggingEvent> file;

    private ServerLog(LoggerContext context, Path home) {
        this.context = context;
        this.root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        this.home = home;
    }

    /**
     * Begins to write the log file, with the default limits.
     *
     * @param home the server's folder
     * @return the log
     */
    public static ServerLog open(Path home) {
        ServerLog log = new ServerLog((LoggerContext) LoggerFactory.getILoggerFactory(), home);
        log.ring.setContext(log.context);
        log.ring.start();
        log.root.addAppender(log.ring);
        if (System.getProperty(OWN_CONFIGURATION) == null) {
            log.trouble = new LogTrouble(home.resolve(FILE), System.err, System::nanoTime);
            log.context.getStatusManager().add(log.trouble);
            log.openFile();
        }
        return log;
    }

    /**
     * The newest lines.
     *
     * @return as they come
     */
    public LogRing ring() {
        return ring;
    }

    /**
     * Takes another level and other limits, at once.
     *
     * @param wanted what is to count from now on
     */
    public synchronized void apply(LogConfig wanted) {
        level(wanted.level());
        boolean sameLimits = wanted.maxFileMb() == config.maxFileMb()
                && wanted.keepDays() == config.keepDays()
                && wanted.maxTotalMb() == config.maxTotalMb();
        config = wanted;
        if (file != null && !sameLimits) {
            closeFile();
            openFile();
        }
    }

    /**
     * Takes another level, at once.
     *
     * @param level the least important that is logged from now on
     */
    public void level(LogConfig.Level level) {
        Level wanted = Level.valueOf(level.name());
        root.setLevel(wanted);
        context.getLogger(LAUNCHER).setLevel(wanted.isGreaterOrEqual(Level.INFO) ? Level.INFO : wanted);
    }

    /** Ends the console's part: a daemon has none. Without a log file the console goes on, or nothing would tell. */
    public synchronized void leaveConsole() {
        if (file != null && file.isStarted()) {
            root.detachAppender(CONSOLE);
        }
    }

    /** Writes no more to the file. */
    public synchronized void close() {
        if (file != null) {
            closeFile();
            file = null;
            context.getStatusManager().remove(trouble);
        }
        root.detachAppender(ring);
        ring.stop();
    }

    private void closeFile() {
        root.detachAppender(file);
        file.stop();
    }

    private void openFile() {
        file = new RollingFileAppender<>();
        file.setContext(context);
        file.setName("FILE");
        file.setFile(home.resolve(FILE).toString());
        file.setEncoder(encoder());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = rolling();
        rolling.setParent(file);
        rolling.start();
        removeOldFiles(rolling);
        file.setRollingPolicy(rolling);
        file.start();
        if (file.isStarted()) {
            root.addAppender(file);
        } else {
            LoggerFactory.getLogger(ServerLog.class)
                    .warn(
                            "{} cannot be written; the log goes to the console alone. Make it a file that this user may"
                                    + " write, then start again.",
                            home.resolve(FILE));
        }
    }

    private PatternLayoutEncoder encoder() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.start();
        return encoder;
    }

    private SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling() {
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setFileNamePattern(home.resolve("AnyChatCoreServer.%d{yyyy-MM-dd}.%i.log")
                .toString()
                .replace("\\", "/"));
        rolling.setMaxFileSize(new FileSize(config.maxFileMb() * FileSize.MB_COEFFICIENT));
        rolling.setMaxHistory(config.keepDays());
        rolling.setTotalSizeCap(new FileSize(config.maxTotalMb() * FileSize.MB_COEFFICIENT));
        return rolling;
    }

    /**
     * Removes what is older than the limits, before the first line is written. Logback's {@code cleanHistoryOnStart} does
     * so on a thread of its own, with the calendar with which the removal after a rollover reckons at the same time: a file
     * set aside by the first line was taken for an old one, and lost, in one start of 200.
     */
    private static void removeOldFiles(SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling) {
        if (rolling.isStarted()) {
            rolling.getTimeBasedFileNamingAndTriggeringPolicy()
                    .getArchiveRemover()
                    .clean(Instant.now());
        }
    }
}
