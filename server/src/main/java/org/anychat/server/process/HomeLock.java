package org.anychat.server.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One server per folder. The file {@code AnyChatCoreServer.pid} names the process while it runs and is locked by it; the
 * operating system drops the lock with the process, so that what a killed server left behind is no obstacle. After a
 * stop the file is empty.
 */
public final class HomeLock implements AutoCloseable {
    /** The file's name. */
    public static final String FILE = "AnyChatCoreServer.pid";

    /** Beyond the content, since Windows lets nobody read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int MAX_PID_DIGITS = 20;

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder for this process.
     *
     * @param home the server's folder
     * @return the lock, or empty where another server has it
     * @throws IOException where the file cannot be written or the file system knows no locks
     */
    public static Optional<HomeLock> take(Path home) throws IOException {
        FileChannel channel = open(home);
        if (!locked(channel)) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        return Optional.of(new HomeLock(channel));
    }

    /**
     * The server that runs in a folder.
     *
     * @param home the folder
     * @return the process, or empty where none runs there
     * @throws IOException where the file cannot be read
     */
    public static Optional<ProcessHandle> holder(Path home) throws IOException {
        if (!Files.exists(home.resolve(FILE))) {
            return Optional.empty();
        }
        try (FileChannel channel = open(home)) {
            return locked(channel) ? Optional.empty() : process(home);
        }
    }

    private static Optional<ProcessHandle> process(Path home) throws IOException {
        String text =
                Files.readString(home.resolve(FILE), StandardCharsets.US_ASCII).trim();
        boolean number = !text.isEmpty()
                && text.length() < MAX_PID_DIGITS
                && text.chars().allMatch(Character::isDigit);
        return number ? ProcessHandle.of(Long.parseLong(text)) : Optional.empty();
    }

    private static FileChannel open(Path home) throws IOException {
        return FileChannel.open(home.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** The lock ends with the channel. */
    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Gives the folder up. The file stays: to delete it would let two others lock two files of this name. */
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.truncate(0);
        }
    }
}
