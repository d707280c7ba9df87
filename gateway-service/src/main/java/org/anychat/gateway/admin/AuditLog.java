package org.anychat.gateway.admin;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.OperatorApi;
import org.anychat.contracts.OperatorApi.AuditEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators have done at this gateway: a file beside the ini with a line each, and the newest of them for the page.
 * A file that has grown too large gives way to a new one, and is kept once more. Lives on the gateway's context.
 */
final class AuditLog {
    static final String FILE = "AnyChatAudit.log";
    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
    private static final int MAX_ENTRIES = OperatorApi.MAX_ENTRIES;
    private static final int MAX_TEXT = 400;
    private static final long MAX_BYTES = 16L << 20;
    private static final int MAX_TAIL_BYTES = 256 << 10;
    private static final int PARTS = 6;

    private final Vertx vertx;
    private final Path file;
    private final Deque<AuditEntry> newest = new ArrayDeque<>();

    AuditLog(Vertx vertx, Path home) {
        this.vertx = vertx;
        this.file = home.resolve(FILE);
    }

    /** Reads what was done before the start; what is noted meanwhile is newer. */
    void load() {
        vertx.executeBlocking(this::tail)
                .onSuccess(entries -> entries.stream()
                        .limit(Math.max(0, MAX_ENTRIES - newest.size()))
                        .forEach(newest::addLast))
                .onFailure(failure -> log.warn("What is in {} is not shown: {}", file, failure.toString()));
    }

    /** The last entries of the file, the newest first. */
    private List<AuditEntry> tail() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<AuditEntry> entries = new ArrayList<>();
        end().lines().forEach(line -> entry(line).ifPresent(entries::add));
        Collections.reverse(entries);
        return entries.subList(0, Math.min(MAX_ENTRIES, entries.size()));
    }

    private String end() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            int length = (int) Math.min(size, MAX_TAIL_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate(length);
            channel.read(bytes, size - length);
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    /** What is not whole, as the first line may be, is none. */
    private static Optional<AuditEntry> entry(String line) {
        String[] parts = line.split("\t", -1);
        try {
            return parts.length == PARTS
                    ? Optional.of(new AuditEntry(
                            Instant.parse(parts[0]).toEpochMilli(), parts[1], parts[2], parts[3], parts[4], parts[5]))
                    : Optional.empty();
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    void note(String who, String address, String action, String target, String outcome) {
        AuditEntry entry = new AuditEntry(
                System.currentTimeMillis(), clean(who), clean(address), clean(action), clean(target), clean(outcome));
        newest.addFirst(entry);
        if (newest.size() > MAX_ENTRIES) {
            newest.removeLast();
        }
        vertx.executeBlocking(() -> append(line(entry)))
                .onFailure(failure -> log.error("{} is not in {}: {}", entry, file, failure.toString()));
    }

    private static String line(AuditEntry entry) {
        return String.join(
                        "\t",
                        Instant.ofEpochMilli(entry.atMs()).toString(),
                        entry.who(),
                        entry.address(),
                        entry.action(),
                        entry.target(),
                        entry.outcome())
                + "\n";
    }

    /** One entry is one line, whatever is said in it. */
    private static String clean(String text) {
        String kept = text.substring(0, Math.min(text.length(), MAX_TEXT));
        return kept.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", " ");
    }

    private Void append(String line) throws IOException {
        if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
            Files.move(file, file.resolveSibling(FILE + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return null;
    }

    /** The newest first. */
    List<AuditEntry> newest(int limit) {
        return newest.stream().limit(limit).toList();
    }
}
