package org.anychat.runtime.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes of files that a server and its commands both make, one after the other: what is read, changed and written back
 * in a turn loses nothing of what another process writes. Who reads alone needs no turn where files are written by
 * {@link AtomicFiles}.
 */
public final class FileTurns {
    private static final long PATIENCE_MS = 5_000;
    private static final long PAUSE_MS = 10;
    /** One JVM cannot hold a lock twice. A few files, each with a lock for good. */
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private FileTurns() {}

    /**
     * What is done in a turn.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    public interface Change<T> {
        /**
         * Reads, changes and writes.
         *
         * @return what comes of it
         * @throws IOException where it cannot
         */
        T make() throws IOException;
    }

    /**
     * Makes a change while nobody else makes one of the same file. Blocks, for 5 s at most until its turn; any thread, but
     * not within another turn. The lock is on a file beside it, since the file itself is replaced; a process that is killed
     * gives it back.
     *
     * @param file the file, whether it is there or not; its directory exists
     * @param change reads the file only now
     * @param <T> what comes of it
     * @return what has come of it
     * @throws IOException where the file cannot be locked, or the change fails with it
     */
    public static <T> T take(Path file, Change<T> change) throws IOException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        // One name for each folder, or one JVM would try to hold a lock twice.
        Path folder = file.toAbsolutePath().getParent().toRealPath();
        Path lockFile = folder.resolve("." + file.getFileName() + ".lock");
        ReentrantLock here = HERE.computeIfAbsent(lockFile, path -> new ReentrantLock());
        try {
            if (!here.tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                throw isTaken(lockFile);
            }
        } catch (InterruptedException e) {
            throw interrupted(lockFile);
        }
        try (FileChannel channel = open(lockFile)) {
            await(channel, lockFile, endNs);
            return change.make();
        } finally {
            here.unlock();
        }
    }

    /** Its owner's alone where the file system knows owners: who could read it could keep it locked. */
    private static FileChannel open(Path lockFile) throws IOException {
        try {
            if (lockFile.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        lockFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException e) {
            // Of an earlier turn.
        }
        return FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** The lock ends with the channel. */
    private static void await(FileChannel channel, Path lockFile, long endNs) throws IOException {
        FileLock lock = channel.tryLock();
        while (lock == null) {
            if (System.nanoTime() - endNs >= 0) {
                throw isTaken(lockFile);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                throw interrupted(lockFile);
            }
            lock = channel.tryLock();
        }
    }

    private static IOException isTaken(Path lockFile) {
        return new IOException("somebody else holds " + lockFile + " for more than " + PATIENCE_MS + " ms");
    }

    private static IOException interrupted(Path lockFile) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while waiting for " + lockFile);
    }
}
