package org.anychat.auth.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.anychat.contracts.ServiceException;

/**
 * What a file of a source says, read anew when the file has changed. A file that is gone, unreadable, too large or
 * wrong is a broken source; what it said before counts no more. Any thread; one at a time reads.
 *
 * @param <T> what its text is turned into
 */
final class WatchedFile<T> {
    private final Path file;
    private final String source;
    private final int maxBytes;
    private final Parser<T> parser;
    private Stamp stamp;
    private T content;
    private ServiceException wrong;

    /** Turns the text into something; may throw with words for the administrator. */
    interface Parser<T> {
        T parse(String text) throws Exception;
    }

    private record Stamp(FileTime modified, long size, Object key) {}

    WatchedFile(Path file, String source, int maxBytes, Parser<T> parser) {
        this.file = file;
        this.source = source;
        this.maxBytes = maxBytes;
        this.parser = parser;
    }

    synchronized T content() throws IOException {
        Stamp now = stampOf();
        if (!now.equals(stamp)) {
            load();
            stamp = now;
        }
        if (wrong != null) {
            throw wrong;
        }
        return Objects.requireNonNull(content);
    }

    /** A wrong file is read once, not at every login; one that cannot be read may be readable without a change. */
    private void load() throws IOException {
        wrong = null;
        try {
            content = read();
        } catch (ServiceException e) {
            wrong = e;
        }
    }

    private Stamp stampOf() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (NoSuchFileException e) {
            stamp = null;
            throw Refusals.broken(source, "needs the file " + file + ", which is not there. Create it.");
        }
    }

    private T read() throws IOException {
        stamp = null;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw Refusals.broken(source, "has a file " + file + " of more than " + maxBytes + " bytes");
            }
            return parse(bytes);
        }
    }

    private T parse(byte[] bytes) {
        try {
            return parser.parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw Refusals.broken(source, "has a file " + file + " that is not UTF-8. Save it as UTF-8.");
        } catch (Exception e) {
            throw Refusals.broken(source, "has a file " + file + " that cannot be read: " + e.getMessage());
        }
    }
}
