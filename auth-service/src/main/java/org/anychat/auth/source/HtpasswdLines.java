package org.anychat.auth.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anychat.runtime.password.PasswordHash;

/**
 * The lines of a password file: {@code name:hash}, comments after {@code #}. Lines that are neither are kept where the
 * file is written, and reported where it is read. Immutable.
 */
final class HtpasswdLines {
    private static final int MAX_LINE_CHARS = 1_024;

    private final List<String> lines;
    private final Map<String, PasswordHash> users = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private HtpasswdLines(List<String> lines) {
        this.lines = lines;
        int number = 0;
        for (String line : lines) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                add(number, line);
            }
        }
    }

    static HtpasswdLines parse(String text) {
        return new HtpasswdLines(text.lines().toList());
    }

    private void add(int number, String line) {
        String name = nameOf(line);
        if (name == null || line.length() > MAX_LINE_CHARS) {
            problems.add("line " + number + " is not name:hash");
            return;
        }
        Optional<PasswordHash> hash =
                PasswordHash.parse(line.substring(name.length() + 1).strip());
        if (hash.isEmpty()) {
            problems.add("line " + number + ": the password of " + name
                    + " is of a kind that is not taken (clear text, DES, or too costly)");
        } else if (users.putIfAbsent(name, hash.get()) != null) {
            problems.add("line " + number + ": " + name + " is there already, the first line counts");
        } else if (hash.get().isWeak()) {
            problems.add("line " + number + ": the password of " + name + " is hashed weakly; set it anew");
        }
    }

    private static String nameOf(String line) {
        int colon = line.indexOf(':');
        return colon < 1 ? null : line.substring(0, colon);
    }

    Optional<PasswordHash> hashOf(String name) {
        return Optional.ofNullable(users.get(name));
    }

    List<String> names() {
        return users.keySet().stream().sorted().toList();
    }

    /** What is wrong with the file, one clause each, without hashes. */
    List<String> problems() {
        return problems;
    }

    /** The same lines, but for those of one user; an empty hash for none. */
    HtpasswdLines with(String name, Optional<String> hash) {
        List<String> changed = new ArrayList<>();
        boolean placed = false;
        for (String line : lines) {
            if (!name.equals(nameOf(line))) {
                changed.add(line);
            } else if (!placed && hash.isPresent()) {
                changed.add(name + ":" + hash.get());
                placed = true;
            }
        }
        if (!placed && hash.isPresent()) {
            changed.add(name + ":" + hash.get());
        }
        return new HtpasswdLines(changed);
    }

    String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
