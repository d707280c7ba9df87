package org.anychat.runtime.config;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * The file {@code AnyChatCoreServer.ini}: UTF-8 with or without a byte order mark, or GBK, any line ends, comments after
 * {@code ;} or {@code #}, sections and keys in any case. A value that has a comment sign after a blank stands in quotes.
 */
public final class ServerConfigFile {
    /** The file's name. */
    public static final String NAME = "AnyChatCoreServer.ini";

    private ServerConfigFile() {}

    /**
     * Reads the file alone; as {@link #load(Path, Overrides)} without any.
     *
     * @param file the file
     * @return its configuration
     * @throws ConfigException where it cannot be read, or holds a value that is not allowed
     */
    public static LoadedConfig load(Path file) {
        return load(file, Overrides.NONE);
    }

    /**
     * Reads the file and what counts before it; where there is no file, a commented default is written and its values
     * are used. Blocks on the file system.
     *
     * @param file the file
     * @param overrides what counts before it
     * @return the configuration, without violations
     * @throws ConfigException where it cannot be read, or a value is not allowed
     */
    public static LoadedConfig load(Path file, Overrides overrides) {
        LoadedConfig loaded = loadOrCreate(file, overrides);
        if (!loaded.violations().isEmpty()) {
            throw new ConfigException(loaded.violations());
        }
        return loaded;
    }

    /**
     * Reads as {@link #load(Path, Overrides)}, but writes nothing, and tells what is wrong instead of failing.
     *
     * @param file the file; where it is missing, the defaults stand for it
     * @param overrides what counts before it
     * @return the configuration, perhaps with violations
     * @throws ConfigException where the file cannot be read at all
     */
    public static LoadedConfig check(Path file, Overrides overrides) {
        try {
            return read(file, overrides);
        } catch (NoSuchFileException e) {
            GivenValues given = parse(file, "", overrides);
            given.warn(file + " is not there; a start writes one with the defaults.");
            return LoadedConfig.of(given, false);
        }
    }

    /**
     * The text of the default file.
     *
     * @return the ini, each key with its default and a line in English and in Chinese
     */
    public static String defaultText() {
        StringBuilder text = new StringBuilder("; AnyChat core server. UTF-8. Changes count from the next start;")
                .append(" docs/configuration.md tells which also count without one.\n")
                .append("; AnyChat 核心服务器配置文件（UTF-8 编码），修改后重启生效；部分配置可在运行中生效，见 docs/configuration.md。\n");
        String section = "";
        for (IniKey<?> key : IniKeys.ALL) {
            if (!key.section().equals(section)) {
                section = key.section();
                text.append("\n[").append(section).append("]\n");
            }
            text.append("; ").append(key.english()).append('\n');
            text.append("; ").append(key.chinese()).append('\n');
            text.append(key.name()).append('=').append(key.defaultText()).append('\n');
        }
        return text.toString();
    }

    private static LoadedConfig loadOrCreate(Path file, Overrides overrides) {
        try {
            return read(file, overrides);
        } catch (NoSuchFileException e) {
            GivenValues given = parse(file, "", overrides);
            return LoadedConfig.of(given, create(file, given));
        }
    }

    private static LoadedConfig read(Path file, Overrides overrides) throws NoSuchFileException {
        try {
            IniText text = IniText.read(file);
            GivenValues given = parse(file, text.text(), overrides);
            if (text.isChinese()) {
                given.warn(file + " is not UTF-8 and was read as GBK. To be sure, save it as UTF-8.");
            }
            return LoadedConfig.of(given, false);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read (" + e + "). Make it a readable file.");
        }
    }

    private static GivenValues parse(Path file, String text, Overrides overrides) {
        try {
            return GivenValues.of(file, IniDocument.parse(text), overrides);
        } catch (ConfigurationException | IOException e) {
            throw new ConfigException(file + " is not an ini file (" + e.getMessage() + "). Correct or remove it.");
        }
    }

    private static boolean create(Path file, GivenValues given) {
        try {
            AtomicFiles.write(file, defaultText());
            return true;
        } catch (IOException e) {
            given.warn(file + " is not there and cannot be written (" + e + "); the defaults are used.");
            return false;
        }
    }
}
