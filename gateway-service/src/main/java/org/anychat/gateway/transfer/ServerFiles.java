package org.anychat.gateway.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.anychat.contracts.TransferApi.Content;
import org.anychat.protocol.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of files that users send to the server ({@code TempFilePath}). What is unfinished lies in {@code .part},
 * from where a later transfer of the same bytes by the same user goes on, and is removed after a day. Blocks, so it is
 * for worker threads; any number of them.
 */
public final class ServerFiles {
    private static final Logger log = LoggerFactory.getLogger(ServerFiles.class);
    /** What Linux and the BSDs say; elsewhere the space that is left tells. */
    private static final String DISK_FULL = "No space left on device";

    private static final String UNFINISHED = ".part";
    private static final Duration UNFINISHED_KEPT = Duration.ofDays(1);
    private static final long COUNTED_AT_LEAST_FOR_NS = Duration.ofSeconds(1).toNanos();
    private static final long COUNTED_FOR_NS = Duration.ofSeconds(10).toNanos();

    private final Path folder;
    private final long quotaBytes;
    private final LongSupplier nowNs;
    private final Map<String, Upload> open = new HashMap<>();
    private final AtomicLong storedBytes = new AtomicLong();
    private long countedNs;
    private boolean counted;

    /**
     * Uses a folder, which comes into being with the first file.
     *
     * @param folder the folder
     * @param quotaBytes how much it may hold, unfinished files included
     * @param nowNs the clock, as {@link System#nanoTime}
     */
    public ServerFiles(Path folder, long quotaBytes, LongSupplier nowNs) {
        this.folder = folder;
        this.quotaBytes = quotaBytes;
        this.nowNs = nowNs;
    }

    /**
     * Begins to store a file, or goes on with it. An upload of the same file by the same user that is still open gives
     * way: its link is dead, or the user would not begin anew.
     *
     * @param owner whose file it is; the name of a folder
     * @param content the file, with a safe name
     * @return the upload, open until it is finished, closed or discarded
     * @throws TransferException with {@code DISKSPACELIMITED} or {@code TRANSFILE_OPENFAIL}
     */
    public synchronized Upload open(String owner, Content content) throws TransferException {
        String key = keyOf(owner, content);
        Upload former = open.get(key);
        if (former != null) {
            former.close();
        }
        Path part = folder.resolve(UNFINISHED).resolve(key);
        try {
            Files.createDirectories(part.getParent());
            long there = Files.exists(part) ? Files.size(part) : 0;
            requireSpace(content.size() - there);
            Upload upload = Upload.open(this, key, part, folder.resolve(owner), content);
            open.put(key, upload);
            return upload;
        } catch (IOException | UncheckedIOException e) {
            throw new TransferException(ErrorCode.TRANSFILE_OPENFAIL, "cannot write to " + folder + ": " + e);
        }
    }

    /** What a failed write means: most often, that the disk is full. */
    TransferException writeFailure(IOException cause, long neededBytes) {
        boolean full = String.valueOf(cause.getMessage()).contains(DISK_FULL);
        try {
            full |= Files.getFileStore(folder).getUsableSpace() < neededBytes;
        } catch (IOException e) {
            log.debug("The space that is left in {} cannot be told", folder, e);
        }
        return new TransferException(
                full ? ErrorCode.DISKSPACELIMITED : ErrorCode.TRANSFILE_FAILED,
                "cannot write to " + folder + ": " + cause);
    }

    synchronized void closed(String key, Upload upload) {
        open.remove(key, upload);
    }

    /** So much more, or less, lies in the folder. */
    void stored(long bytes) {
        storedBytes.addAndGet(bytes);
    }

    private void requireSpace(long neededBytes) throws IOException, TransferException {
        long reserved = open.values().stream().mapToLong(Upload::missingBytes).sum();
        boolean full = storedBytes(COUNTED_FOR_NS) + reserved + neededBytes > quotaBytes;
        // Whoever takes files away to make room need not wait for the next count.
        if (full && storedBytes(COUNTED_AT_LEAST_FOR_NS) + reserved + neededBytes > quotaBytes) {
            throw new TransferException(
                    ErrorCode.DISKSPACELIMITED, "the server's folder of files is full (TempFileQuotaMB)");
        }
        if (Files.getFileStore(folder).getUsableSpace() < reserved + neededBytes) {
            throw new TransferException(ErrorCode.DISKSPACELIMITED, "the server's disk is full");
        }
    }

    private long storedBytes(long countedForNs) throws IOException {
        if (!counted || nowNs.getAsLong() - countedNs > countedForNs) {
            removeStale();
            try (Stream<Path> files = Files.walk(folder)) {
                storedBytes.set(files.mapToLong(ServerFiles::sizeOf).sum());
            }
            countedNs = nowNs.getAsLong();
            counted = true;
        }
        return storedBytes.get();
    }

    private void removeStale() throws IOException {
        FileTime limit = FileTime.fromMillis(System.currentTimeMillis() - UNFINISHED_KEPT.toMillis());
        try (Stream<Path> parts = Files.list(folder.resolve(UNFINISHED))) {
            for (Path part : (Iterable<Path>) parts::iterator) {
                boolean inUse = open.containsKey(part.getFileName().toString());
                if (!inUse && Files.getLastModifiedTime(part).compareTo(limit) < 0) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0; // Whoever takes the files away has just taken this one.
        }
    }

    private static String keyOf(String owner, Content content) {
        byte[] text = (owner + '\n' + content.size() + '\n' + content.sha256()).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sha256().digest(text));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
