package org.anychat.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.TransferContent;

/**
 * A file that is being received, under its final name with the beginning of its SHA-256 and {@code .part} behind it: a
 * later transfer of the same bytes to the same place goes on with it. Blocks; one thread at a time.
 */
final class PartFile {
    private static final int HASH_CHARS = 16;

    private final Path target;
    private final Path part;
    private final TransferContent content;
    private final FileChannel channel;
    private long written;

    private PartFile(Path target, Path part, TransferContent content, FileChannel channel) throws IOException {
        this.target = target;
        this.part = part;
        this.content = content;
        this.channel = channel;
        this.written = Math.min(channel.size(), content.size());
    }

    static PartFile open(Path target, TransferContent content) {
        if (Files.exists(target)) {
            throw new AnyChatException(ErrorCode.TRANSFILE_OPENFAIL, target + " is there already");
        }
        Path absolute = target.toAbsolutePath();
        Path part = absolute.resolveSibling(
                absolute.getFileName() + "." + content.sha256().substring(0, HASH_CHARS) + ".part");
        try {
            FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new PartFile(absolute, part, content, channel);
        } catch (IOException e) {
            throw new AnyChatException(ErrorCode.TRANSFILE_OPENFAIL, e.toString());
        }
    }

    long written() {
        return written;
    }

    void write(byte[] data) {
        ByteBuffer bytes = ByteBuffer.wrap(data);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes, written + bytes.position());
            }
        } catch (IOException e) {
            throw new AnyChatException(ErrorCode.TRANSFILE_FAILED, e.toString());
        }
        written += data.length;
    }

    /** Checks the whole file and gives it its name. */
    Path finish() {
        try {
            channel.force(true);
            channel.close();
            if (!TransferFiles.describe(part).sha256().equals(content.sha256())) {
                Files.deleteIfExists(part);
                throw new AnyChatException(
                        ErrorCode.TRANSFILE_FAILED, "the bytes that came are not those of the offer");
            }
            // Without a replacement of whatever has come there in the meantime.
            return Files.move(part, target);
        } catch (IOException e) {
            throw new AnyChatException(ErrorCode.TRANSFILE_FAILED, e.toString());
        }
    }

    /** Ends it for now; what is there stays. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AnyChatException(ErrorCode.TRANSFILE_FAILED, e.toString());
        }
    }
}
