package org.anychat.runtime.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The text of an ini file, however an editor has saved it.
 *
 * @param text without byte order mark, and without blanks of any kind at the ends of lines
 * @param isChinese whether it was not UTF-8 but GBK, or GB18030, which contains it
 */
record IniText(String text, boolean isChinese) {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final String CHINESE = "GB18030";
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    /** Copied out of a document, an ini has blanks that Java does not trim. */
    private static final Pattern OUTER_BLANKS = Pattern.compile("(?m)^[ \\t\\u00A0\\u3000]+|[ \\t\\u00A0\\u3000]+$");
    /** What DOS wrote at the end of a text. */
    private static final char END_OF_FILE = 0x1A;

    /**
     * Reads a file. Blocks on the file system.
     *
     * @throws NoSuchFileException where there is none
     * @throws IOException where it cannot be read
     * @throws ConfigException where it is no text
     */
    static IniText read(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isDirectory(file)) {
            throw new ConfigException(file + " is a folder, not a file. Move it away, or choose another --home.");
        }
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + " is not a regular file. Put a text file there.");
        }
        return decode(file, readBounded(file));
    }

    private static byte[] readBounded(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new ConfigException(file + " has more than " + MAX_BYTES + " bytes. Is it the right file?");
            }
            return bytes;
        }
    }

    private static IniText decode(Path file, byte[] bytes) {
        if (isUtf16(bytes)) {
            throw new ConfigException(file + " is UTF-16. Save it as UTF-8 with a text editor.");
        }
        Optional<String> utf8 = decode(bytes, StandardCharsets.UTF_8);
        String text = utf8.or(() -> decode(bytes, Charset.forName(CHINESE)))
                .orElseThrow(() ->
                        new ConfigException(file + " is neither UTF-8 nor GBK. Save it as UTF-8 with a text editor."));
        requireText(file, text);
        String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        return new IniText(OUTER_BLANKS.matcher(withoutEnd(marked)).replaceAll(""), utf8.isEmpty());
    }

    private static boolean isUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int mark = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        return mark == 0xFEFF || mark == 0xFFFE;
    }

    private static Optional<String> decode(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String withoutEnd(String text) {
        return text.endsWith(String.valueOf(END_OF_FILE)) ? text.substring(0, text.length() - 1) : text;
    }

    private static void requireText(Path file, String text) {
        OptionalInt control =
                withoutEnd(text).chars().filter(IniText::isForbidden).findFirst();
        if (control.isPresent()) {
            int index = text.indexOf(control.getAsInt());
            long line = text.substring(0, index).chars().filter(c -> c == '\n').count() + 1;
            throw new ConfigException(String.format(
                    "%s, line %d: a text file does not hold the byte 0x%02X. Is it the right file?",
                    file, line, control.getAsInt()));
        }
    }

    private static boolean isForbidden(int c) {
        return Character.isISOControl(c) && "\t\n\r\f".indexOf(c) < 0;
    }
}
