package org.anychat.runtime.config;

import java.util.List;
import org.anychat.runtime.config.LogConfig.Level;

/** The keys of [Log Settings]: what AnyChatCoreServer.log holds, and for how long (manual ch. 6). */
final class LogKeys {
    private static final String SECTION = "Log Settings";

    static final IniKey<Level> LOG_LEVEL = new IniKey<Level>(
                    SECTION,
                    "LogLevel",
                    "info",
                    ValueType.logLevel(),
                    "How much is logged: error, warn, info, debug or trace.",
                    "日志级别：error、warn、info、debug 或 trace。")
            .asLive();
    static final IniKey<Integer> LOG_MAX_FILE_MB = new IniKey<Integer>(
                    SECTION,
                    "LogMaxFileMB",
                    "50",
                    ValueType.range(1, 1024),
                    "Size in MB at which AnyChatCoreServer.log is set aside and a new one begun.",
                    "AnyChatCoreServer.log 达到该大小（MB）后另存并新建。")
            .asLive();
    static final IniKey<Integer> LOG_KEEP_DAYS = new IniKey<Integer>(
                    SECTION,
                    "LogKeepDays",
                    "14",
                    ValueType.range(1, 365),
                    "How many days of older log files are kept.",
                    "旧日志文件的保留天数。")
            .asLive();
    static final IniKey<Integer> LOG_MAX_TOTAL_MB = new IniKey<Integer>(
                    SECTION,
                    "LogMaxTotalMB",
                    "1000",
                    ValueType.range(1, 1_000_000),
                    "Size in MB of all older log files together; the oldest are deleted first.",
                    "所有旧日志文件的总大小上限（MB），超过时先删除最旧的。")
            .asLive();

    /** All of them, in the order of the default file. */
    static final List<IniKey<?>> ALL = List.of(LOG_LEVEL, LOG_MAX_FILE_MB, LOG_KEEP_DAYS, LOG_MAX_TOTAL_MB);

    private LogKeys() {}
}
