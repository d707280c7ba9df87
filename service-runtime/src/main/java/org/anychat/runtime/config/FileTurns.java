package org.anychat.runtime.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes of files that a server and its commands both make, one after the other: what is read, changed and written back
 * in a turn loses nothing of what another process writes. Who reads alone needs no turn where files are written by
 * {@link AtomicFiles}.
 */
public final class FileTurns {
    /** One JVM cannot hold a lock twice; its turns are short enough to be all of one queue. */
    private static final ReentrantLock HERE = new ReentrantLock();

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
     * Makes a change while nobody else makes one of the same file. Blocks; any thread, but not within another turn. The lock
     * is on a file beside it, since the file itself is replaced; a process that is killed gives it back.
     *
     * @param file the file, whether it is there or not; its directory exists
     * @param change reads the file only now
     * @param <T> what comes of it
     * @return what has come of it
     * @throws IOException where the file cannot be locked, or the change fails with it
     */
    public static <T> T take(Path file, Change<T> change) throws IOException {
        Path lockFile = file.resolveSibling("." + file.getFileName() + ".lock");
        HERE.lock();
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // ends with the channel
            return change.make();
        } finally {
            HERE.unlock();
        }
    }
}
