package org.anychat.auth.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.AuthApi.Ban;
import org.anychat.runtime.config.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bans in a text file: a line each, the pattern and, where it has one, the end as {@code 2030-01-31T12:00:00Z}. A line
 * that begins with {@code #} is a comment. The server writes the file anew with each change.
 */
public final class BanFile implements BanStore {
    private static final Logger log = LoggerFactory.getLogger(BanFile.class);
    private static final int MAX_BYTES = 1_048_576;
    private static final String HEADER =
            "# Banned addresses, a line each: pattern [end]. Written by the server; edit it"
                    + " only while the server is stopped.\n";

    private final Path file;

    /**
     * Names the file.
     *
     * @param file need not be there; its directory has to be
     */
    public BanFile(Path file) {
        this.file = file;
    }

    @Override
    public List<Ban> read() throws IOException {
        List<Ban> bans = new ArrayList<>();
        int number = 0;
        for (String line : lines()) {
            number++;
            read(line, number).ifPresent(bans::add);
        }
        return bans;
    }

    private List<String> lines() throws IOException {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("larger than " + MAX_BYTES + " bytes");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IOException(
                    file + " with the banned addresses cannot be read (" + e + "). Correct it, or move it away.", e);
        }
    }

    private Optional<Ban> read(String line, int number) {
        if (line.isBlank() || line.startsWith("#")) {
            return Optional.empty();
        }
        Optional<Ban> ban = parse(line.strip().split("\\s+"));
        if (ban.isEmpty()) {
            log.warn(
                    "{} line {} is no ban and is left out: write it as \"192.0.2.*\" or"
                            + " \"192.0.2.* 2030-01-31T12:00:00Z\"",
                    file,
                    number);
        }
        return ban;
    }

    private static Optional<Ban> parse(String... words) {
        try {
            long untilMs = words.length == 1 ? 0 : Instant.parse(words[1]).toEpochMilli();
            return words.length > 2
                    ? Optional.empty()
                    : AddressPattern.parse(words[0]).map(pattern -> new Ban(pattern.toString(), untilMs));
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(List<Ban> bans) throws IOException {
        AtomicFiles.write(file, bans.stream().map(BanFile::line).collect(Collectors.joining("", HEADER, "")));
    }

    private static String line(Ban ban) {
        return ban.pattern() + (ban.untilMs() == 0 ? "" : " " + Instant.ofEpochMilli(ban.untilMs())) + "\n";
    }
}
