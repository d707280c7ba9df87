package org.anychat.auth.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of {@code docs/login.md}. */
final class LoginDoc {
    private static final Path DOC = Path.of("..", "docs", "login.md");

    private LoginDoc() {}

    /** The first block of a language. */
    static String block(String language) {
        try {
            Matcher matcher = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(DOC));
            if (!matcher.find()) {
                throw new AssertionError(DOC + " has no example in " + language);
            }
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
