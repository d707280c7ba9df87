package org.anychat.auth.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.anychat.contracts.AddressPattern;
import org.anychat.contracts.BanExchangeApi.BanDecision;
import org.anychat.runtime.config.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bans in a text file: a line each, the pattern and, where it has one, the end as {@code 2030-01-31T12:00:00Z}. A line
 * that begins with {@code #} is a comment, as which the server notes when a ban was decided, or taken back. It writes the
 * file anew with each change.
 */
public final class BanFile implements BanStore {
    private static final Logger log = LoggerFactory.getLogger(BanFile.class);
    private static final int MAX_BYTES = 1_048_576;
    private static final String ADMITTED = "admitted";
    private static final Pattern NOTE = Pattern.compile("# (\\S+) (banned|" + ADMITTED + ") (\\S+)");
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
    public List<BanDecision> read() throws IOException {
        List<String> lines = lines();
        Map<String, BanDecision> noted = notes(lines);
        List<BanDecision> decisions = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            number++;
            read(line, number).ifPresent(ban -> decisions.add(dated(ban, noted.get(ban.pattern()))));
        }
        decisions.forEach(ban -> noted.remove(ban.pattern()));
        noted.values().stream().filter(BanDecision::admitted).forEach(decisions::add);
        return decisions;
    }

    /** When it was decided, where the server has written the line. */
    private static BanDecision dated(BanDecision ban, BanDecision note) {
        return note == null || note.admitted()
                ? ban
                : new BanDecision(ban.pattern(), ban.untilMs(), note.decidedMs(), false);
    }

    private static Map<String, BanDecision> notes(List<String> lines) {
        Map<String, BanDecision> notes = new LinkedHashMap<>();
        lines.stream()
                .map(NOTE::matcher)
                .filter(Matcher::matches)
                .forEach(note -> note(note).ifPresent(decision -> notes.put(decision.pattern(), decision)));
        return notes;
    }

    private static Optional<BanDecision> note(Matcher note) {
        boolean admitted = note.group(2).equals(ADMITTED);
        return AddressPattern.parse(note.group(1))
                .flatMap(pattern -> instant(note.group(3))
                        .map(decidedMs -> new BanDecision(pattern.toString(), 0, decidedMs, admitted)));
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

    private Optional<BanDecision> read(String line, int number) {
        if (line.isBlank() || line.startsWith("#")) {
            return Optional.empty();
        }
        Optional<BanDecision> ban = parse(line.strip().split("\\s+"));
        if (ban.isEmpty()) {
            log.warn(
                    "{} line {} is no ban and is left out: write it as \"192.0.2.*\" or"
                            + " \"192.0.2.* 2030-01-31T12:00:00Z\"",
                    file,
                    number);
        }
        return ban;
    }

    private static Optional<BanDecision> parse(String... words) {
        Optional<Long> untilMs = words.length == 1 ? Optional.of(0L) : instant(words[1]);
        return words.length > 2
                ? Optional.empty()
                : untilMs.flatMap(end -> AddressPattern.parse(words[0])
                        .map(pattern -> new BanDecision(pattern.toString(), end, 0, false)));
    }

    private static Optional<Long> instant(String word) {
        try {
            return Optional.of(Instant.parse(word).toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(List<BanDecision> decisions) throws IOException {
        AtomicFiles.write(file, decisions.stream().map(BanFile::lines).collect(Collectors.joining("", HEADER, "")));
    }

    private static String lines(BanDecision decision) {
        String note = decision.decidedMs() == 0
                ? ""
                : "# " + decision.pattern() + (decision.admitted() ? " admitted " : " banned ")
                        + Instant.ofEpochMilli(decision.decidedMs()) + "\n";
        return decision.admitted() ? note : note + line(decision);
    }

    private static String line(BanDecision ban) {
        return ban.pattern() + (ban.untilMs() == 0 ? "" : " " + Instant.ofEpochMilli(ban.untilMs())) + "\n";
    }
}
