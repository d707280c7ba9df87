package org.anychat.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.anychat.protocol.ErrorCode;

/** Files that are sent and received. Blocks, so it is for worker threads. */
final class TransferFiles {
    private static final int READ_BYTES = 1 << 16;

    private TransferFiles() {}

    /** A file that is to be sent: its length, and its SHA-256 in lower-case hex. */
    record Description(long size, String sha256) {}

    static Description describe(Path file) {
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream input = Files.newInputStream(file)) {
            byte[] buffer = new byte[READ_BYTES];
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                digest.update(buffer, 0, count);
                size += count;
            }
        } catch (IOException e) {
            throw new AnyChatException(ErrorCode.TRANSFILE_OPENFAIL, e.toString());
        }
        return new Description(size, HexFormat.of().formatHex(digest.digest()));
    }

    /** Reads a part of a file that is being sent; the file may have changed in the meantime. */
    static byte[] read(Path file, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new IOException("the file has become shorter");
                }
            }
            return buffer.array();
        } catch (IOException e) {
            throw new AnyChatException(ErrorCode.TRANSFILE_READFAIL, e.toString());
        }
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
