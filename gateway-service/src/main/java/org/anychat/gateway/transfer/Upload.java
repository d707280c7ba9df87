package org.anychat.gateway.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.anychat.contracts.TransferApi.Content;
import org.anychat.protocol.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is being stored. Blocks; one thread at a time, except {@link #missingBytes}. */
public final class Upload {
    private static final Logger log = LoggerFactory.getLogger(Upload.class);
    private static final int READ_BYTES = 1 << 16;
    private static final int MAX_NAMESAKES = 10_000;

    private final ServerFiles files;
    private final String key;
    private final Path part;
    private final Path folder;
    private final Content content;
    private final FileChannel channel;
    private volatile long written;

    private Upload(ServerFiles files, String key, Path part, Path folder, Content content, FileChannel channel)
            throws IOException {
        this.files = files;
        this.key = key;
        this.part = part;
        this.folder = folder;
        this.content = content;
        this.channel = channel;
        this.written = Math.min(channel.size(), content.size());
    }

    static Upload open(ServerFiles files, String key, Path part, Path folder, Content content) throws IOException {
        FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Upload(files, key, part, folder, content, channel);
    }

    /**
     * How much is there.
     *
     * @return bytes from the first on; above 0 after {@code open} where an earlier transfer was cut
     */
    public long written() {
        return written;
    }

    long missingBytes() {
        return content.size() - written;
    }

    /**
     * Writes behind what is there.
     *
     * @param data the bytes
     * @return how much is there now
     * @throws TransferException with {@code DISKSPACELIMITED} or {@code TRANSFILE_FAILED}; what is there stays
     */
    public long write(byte[] data) throws TransferException {
        ByteBuffer bytes = ByteBuffer.wrap(data);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes, written + bytes.position());
            }
            long now = written + data.length;
            written = now;
            files.stored(data.length);
            return now;
        } catch (IOException e) {
            throw files.writeFailure(e, data.length);
        }
    }

    /**
     * Checks the whole file and gives it its name, in one step for whoever watches the folder.
     *
     * @return where it is now
     * @throws TransferException with {@code TRANSFILE_FAILED} where the SHA-256 is another; nothing stays then
     */
    public Path finish() throws TransferException {
        try {
            channel.force(true);
            String sha256 = sha256();
            if (!sha256.equals(content.sha256())) {
                discard();
                throw new TransferException(
                        ErrorCode.TRANSFILE_FAILED, "the bytes that came are not those of the offer's SHA-256");
            }
            close();
            Files.createDirectories(folder);
            return named();
        } catch (IOException e) {
            throw files.writeFailure(e, 0);
        }
    }

    /** Ends it for now; a later upload goes on from here. Twice is fine. */
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("What could not be written of {} is missed when the file is checked", part, e);
        }
        files.closed(key, this);
    }

    /** Ends it and removes what is there. */
    public void discard() {
        close();
        try {
            Files.deleteIfExists(part);
            files.stored(-written);
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }

    private String sha256() throws IOException {
        MessageDigest digest = ServerFiles.sha256();
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        long position = 0;
        for (int count = channel.read(buffer, position); count > 0; count = channel.read(buffer, position)) {
            position += count;
            digest.update(buffer.flip());
            buffer.clear();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Path named() throws IOException {
        for (int number = 1; number <= MAX_NAMESAKES; number++) {
            String name = number == 1 ? content.name() : FileNames.numbered(content.name(), number);
            Path target = folder.resolve(name);
            if (link(target)) {
                return target;
            }
        }
        throw new IOException(MAX_NAMESAKES + " files of one name are in " + folder);
    }

    /** Gives the file its name unless another has it, which a move would replace and a link does not. */
    private boolean link(Path target) throws IOException {
        try {
            Files.createLink(target, part);
            Files.delete(part);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (IOException | UnsupportedOperationException noLinks) {
            return move(target);
        }
    }

    private boolean move(Path target) throws IOException {
        try {
            Files.createFile(target);
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }
}
