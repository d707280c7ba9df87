package org.anychat.runtime.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.ex.ConfigurationException;

/**
 * The file {@code AnyChatCoreServer.ini}: UTF-8 with or without a byte order mark, any line ends, comments after
 * {@code ;} or {@code #}, sections and keys in any case. A value that has a comment sign after a blank stands in quotes.
 */
public final class ServerConfigFile {
    /** The file's name. */
    public static final String NAME = "AnyChatCoreServer.ini";

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int MAX_BYTES = 1024 * 1024;

    private ServerConfigFile() {}

    /**
     * A configuration that has been read.
     *
     * @param config the configuration
     * @param warnings what an administrator should hear of, one sentence each, without secrets
     * @param created whether the file was not there and has been written
     */
    public record Loaded(ServerConfig config, List<String> warnings, boolean created) {}

    /**
     * Reads the file; where there is none, a commented default is written and its values are used. Blocks on the file
     * system.
     *
     * @param file the file
     * @return its configuration
     * @throws ConfigException where it cannot be read, or holds a value that is not allowed
     */
    public static Loaded load(Path file) {
        try {
            return parse(file, decode(file, readBounded(file)));
        } catch (NoSuchFileException e) {
            return create(file);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read (" + e + "). Make it a readable file.");
        }
    }

    /**
     * The text of the default file.
     *
     * @return the ini, each key with its default and a line in English and in Chinese
     */
    public static String defaultText() {
        StringBuilder text = new StringBuilder("; AnyChat core server. UTF-8. Changes count from the next start.\n")
                .append("; AnyChat 核心服务器配置文件（UTF-8 编码），修改后重启生效。\n");
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

    private static byte[] readBounded(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new ConfigException(file + " has more than " + MAX_BYTES + " bytes. Is it the right file?");
        }
        return Files.readAllBytes(file);
    }

    private static String decode(Path file, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " is not UTF-8. Save it as UTF-8 with a text editor.");
        }
    }

    private static Loaded parse(Path file, String text) throws IOException {
        try {
            IniValues values = new IniValues(file, IniDocument.parse(text));
            ServerConfig config = new ServerConfigReader(values, directoryOf(file)).read();
            if (!values.violations().isEmpty()) {
                throw new ConfigException(values.violations());
            }
            return new Loaded(config, List.copyOf(values.warnings()), false);
        } catch (ConfigurationException e) {
            throw new ConfigException(file + " is not an ini file (" + e.getMessage() + "). Correct or remove it.");
        }
    }

    private static Loaded create(Path file) {
        List<String> warnings = new ArrayList<>();
        try {
            AtomicFiles.write(file, defaultText());
        } catch (IOException e) {
            warnings.add(file + " is not there and cannot be written (" + e + "); the defaults are used.");
        }
        return new Loaded(defaults(file), List.copyOf(warnings), warnings.isEmpty());
    }

    private static ServerConfig defaults(Path file) {
        try {
            return parse(file, "").config();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory failed", e);
        }
    }

    private static Path directoryOf(Path file) {
        return file.toAbsolutePath().getParent();
    }
}
