package org.anychat.gateway.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anychat.contracts.OperatorEvents.OperatorAccounts;
import org.anychat.runtime.config.AtomicFiles;
import org.anychat.runtime.config.FileTurns;
import org.anychat.runtime.password.PasswordHash;

/**
 * The operators' accounts: a file beside the ini with one line each, {@code name:role:hash}. Read anew each time; what
 * a command changes counts in a running server at once. A line says since when they count, which decides between the
 * files of several gateways; the file's own date would be that of whoever has copied it. Changes of a server and of its
 * commands come one after the other. Blocks; any thread.
 */
public final class AdminAccounts {
    /** The file's name. */
    public static final String FILE = "AnyChatAdmins.txt";
    /** The account of a first start. */
    public static final String FIRST = "admin";
    /** How many characters a password has at least. */
    public static final int MIN_PASSWORD = 10;

    private static final int MAX_PASSWORD = 128;
    private static final int MAX_BYTES = 65_536;
    private static final int PARTS = 3;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int RANDOM_LETTERS = 20;
    /** Accounts that nobody has chosen give way to all others. */
    private static final long FIRST_MS = 1_000;
    /** Those of a first start that count more than another server's of a first start. */
    private static final long PREFERRED_MS = 3_000;

    private static final String HEAD =
            "# Operators of the dashboard at /admin: name:role:password's hash. Changed by: AnyChatCoreServer admin\n";

    private static final String CHANGED = "# changed ";

    private final Path file;

    /**
     * Makes a view of the accounts of a server.
     *
     * @param home the server's folder
     */
    public AdminAccounts(Path home) {
        file = home.resolve(FILE);
    }

    /**
     * Makes the first account where there is no file yet.
     *
     * @param random for the password
     * @return its password, to be shown once; empty where there are accounts
     * @throws AdminAccountException where the file cannot be written
     */
    public Optional<String> makeFirst(SecureRandom random) {
        if (Files.exists(file)) {
            return Optional.empty();
        }
        String password = random.ints(RANDOM_LETTERS, 0, LETTERS.length())
                .mapToObj(LETTERS::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining());
        String text = text(List.of(new AdminAccount(FIRST, AdminRole.ADMIN, PasswordHash.hash(password))), FIRST_MS);
        return inTurn(() -> {
            if (Files.exists(file)) {
                return Optional.empty();
            }
            AtomicFiles.write(file, text);
            return Optional.of(password);
        });
    }

    /**
     * Reads the accounts.
     *
     * @return in the order of the file; none where there is no file
     * @throws AdminAccountException where the file cannot be read, or a line of it is none
     */
    public List<AdminAccount> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        return accounts(file.toString(), lines());
    }

    private static List<AdminAccount> accounts(String source, List<String> lines) {
        List<AdminAccount> accounts = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                accounts.add(account(source, line, number));
            }
        }
        return accounts;
    }

    /**
     * The file as it is.
     *
     * @return what it says and since when, 0 where it does not say that; empty where there is none
     * @throws AdminAccountException where the file cannot be read
     */
    public Optional<OperatorAccounts> copy() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = lines();
        return Optional.of(new OperatorAccounts(changedMs(lines), String.join("\n", lines) + "\n"));
    }

    /**
     * Takes over the accounts of another gateway where they were changed later than these.
     *
     * @param other the other's
     * @param source who told them, for the message where they are none
     * @return the file as it is then, where they count here now; empty where they do not
     * @throws AdminAccountException where the file cannot be written, or the other's lines are none
     */
    public Optional<OperatorAccounts> adopt(OperatorAccounts other, String source) {
        if (!countsMore(other)) {
            // A file that cannot be written may be the same everywhere.
            return Optional.empty();
        }
        if (other.text().length() > MAX_BYTES) {
            throw new AdminAccountException("The accounts of " + source + " are larger than " + MAX_BYTES + " bytes.");
        }
        accounts("What " + source + " told,", other.text().lines().toList());
        return inTurn(() -> {
            if (!countsMore(other)) {
                return Optional.empty();
            }
            AtomicFiles.write(file, other.text());
            return copy();
        });
    }

    private boolean countsMore(OperatorAccounts other) {
        return copy().map(own -> isLater(other, own)).orElse(true);
    }

    /**
     * Two that were changed at the same time are told apart by what they say, so that all gateways choose the same. What
     * does not say when it was changed changes nobody else's.
     */
    private static boolean isLater(OperatorAccounts told, OperatorAccounts kept) {
        return !told.text().equals(kept.text())
                && (told.changedMs() > kept.changedMs()
                        || (told.changedMs() == kept.changedMs()
                                && told.changedMs() > 0
                                && told.text().compareTo(kept.text()) > 0));
    }

    /**
     * Makes the file later than another version of it: somebody has changed it by hand or put another one there while
     * the server runs, and means it.
     *
     * @param known what counted before
     * @throws AdminAccountException where the file cannot be changed
     */
    public void renew(OperatorAccounts known) {
        inTurn(() -> {
            long changedMs = Math.max(System.currentTimeMillis(), known.changedMs() + 1);
            AtomicFiles.write(file, stamped(lines().stream(), changedMs));
            return null;
        });
    }

    private static String stamped(Stream<String> lines, long changedMs) {
        return changed(changedMs)
                + lines.filter(line -> !line.startsWith(CHANGED))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
    }

    /**
     * Whether nobody has chosen these accounts: they are those of a first start.
     *
     * @param accounts some server's
     * @return whether they give way to all others
     */
    public static boolean areFirst(OperatorAccounts accounts) {
        return accounts.changedMs() <= FIRST_MS;
    }

    /**
     * Accounts that count more than those of a first start, and less than all that somebody has chosen.
     *
     * @param accounts some server's
     * @return the same, where somebody has chosen them
     */
    public static OperatorAccounts preferred(OperatorAccounts accounts) {
        return areFirst(accounts)
                ? new OperatorAccounts(PREFERRED_MS, stamped(accounts.text().lines(), PREFERRED_MS))
                : accounts;
    }

    private static String changed(long changedMs) {
        return CHANGED + Instant.ofEpochMilli(changedMs) + "\n";
    }

    private static long changedMs(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(CHANGED))
                .findFirst()
                .map(line -> millis(line.substring(CHANGED.length()).strip()))
                .orElse(0L);
    }

    private static long millis(String instant) {
        try {
            return Instant.parse(instant).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            return 0;
        }
    }

    private List<String> lines() {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new AdminAccountException(file + " is larger than " + MAX_BYTES + " bytes. Take lines out.");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AdminAccountException(file + " cannot be read: " + e);
        }
    }

    private static AdminAccount account(String source, String line, int number) {
        String[] parts = line.strip().split(":", PARTS);
        boolean whole = parts.length == PARTS
                && NAME.matcher(parts[0]).matches()
                && AdminRole.of(parts[1]).isPresent()
                && PasswordHash.parse(parts[2]).isPresent();
        if (!whole) {
            throw new AdminAccountException(source + " line " + number + ": not name:role:hash with a role of viewer,"
                    + " operator, admin. Correct it, or take the line out.");
        }
        return new AdminAccount(parts[0], AdminRole.of(parts[1]).orElseThrow(), parts[2]);
    }

    /**
     * Adds an account.
     *
     * @param name 1 to 32 letters, digits, dots, dashes and underlines
     * @param role what it may do
     * @param password at least {@value #MIN_PASSWORD} characters
     * @throws AdminAccountException where one of these is wrong, or there is such an account
     */
    public void add(String name, AdminRole role, String password) {
        if (!NAME.matcher(name).matches()) {
            throw new AdminAccountException(
                    "A name has 1 to 32 letters, digits, dots, dashes and underlines. Choose another one.");
        }
        String hash = hash(password);
        edit(accounts -> {
            if (accounts.stream().anyMatch(account -> account.name().equals(name))) {
                throw new AdminAccountException(name + " is there already. Use \"admin passwd\" for another password.");
            }
            accounts.add(new AdminAccount(name, role, hash));
        });
    }

    /**
     * Gives an account another password; whoever is logged in with it has to log in anew.
     *
     * @param name the account
     * @param password at least {@value #MIN_PASSWORD} characters
     * @throws AdminAccountException where there is no such account, or the password is too short
     */
    public void password(String name, String password) {
        String hash = hash(password);
        change(name, account -> new AdminAccount(name, account.role(), hash));
    }

    /**
     * Gives an account another role.
     *
     * @param name the account
     * @param role what it may do from now on
     * @throws AdminAccountException where there is no such account
     */
    public void role(String name, AdminRole role) {
        change(name, account -> new AdminAccount(name, role, account.hash()));
    }

    /**
     * Removes an account.
     *
     * @param name which one
     * @throws AdminAccountException where there is no such account
     */
    public void remove(String name) {
        edit(accounts -> {
            if (!accounts.removeIf(account -> account.name().equals(name))) {
                throw unknown(name);
            }
        });
    }

    private void change(String name, UnaryOperator<AdminAccount> change) {
        edit(accounts -> {
            if (accounts.stream().noneMatch(account -> account.name().equals(name))) {
                throw unknown(name);
            }
            accounts.replaceAll(account -> account.name().equals(name) ? change.apply(account) : account);
        });
    }

    private static AdminAccountException unknown(String name) {
        return new AdminAccountException(
                "There is no account " + name + ". \"admin list\" shows those that there are.");
    }

    private static String hash(String password) {
        if (password.length() < MIN_PASSWORD || password.length() > MAX_PASSWORD) {
            throw new AdminAccountException(
                    "A password has " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters. Choose another one.");
        }
        return PasswordHash.hash(password);
    }

    /** What comes of it is later than what was there, whatever the clock says. */
    private void edit(Consumer<List<AdminAccount>> change) {
        inTurn(() -> {
            List<AdminAccount> accounts = new ArrayList<>(read());
            long beforeMs = Files.exists(file) ? changedMs(lines()) : 0;
            change.accept(accounts);
            AtomicFiles.write(file, text(accounts, Math.max(System.currentTimeMillis(), beforeMs + 1)));
            return null;
        });
    }

    private static String text(List<AdminAccount> accounts, long changedMs) {
        return HEAD
                + changed(changedMs)
                + accounts.stream()
                        .map(account -> account.name() + ":" + account.role().label() + ":" + account.hash() + "\n")
                        .collect(Collectors.joining());
    }

    private <T> T inTurn(FileTurns.Change<T> change) {
        try {
            return FileTurns.take(file, change);
        } catch (IOException e) {
            throw new AdminAccountException(file + " cannot be written: " + e);
        }
    }
}
