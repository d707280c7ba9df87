package org.anychat.server.user;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Asks for a password: twice on a terminal, without showing it; elsewhere the first line of the standard input. Never an
 * argument, which other users of the machine could read.
 */
public final class PasswordPrompt {
    private PasswordPrompt() {}

    /**
     * Asks.
     *
     * @param command who asks, for its words where nothing comes
     * @return the password, not empty
     */
    public static String read(CommandLine command) {
        Console console = System.console();
        String password = isTerminal(console) ? twice(command, console) : firstLine();
        if (password == null || password.isEmpty()) {
            throw new ParameterException(
                    command, "No password came. Type it, or give it as the first line of the standard input.");
        }
        return password;
    }

    /** Up to Java 21 there is a console only on a terminal; later ones are asked, by a method that this one lacks. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the console cannot tell whether it is a terminal", e);
        }
    }

    private static String twice(CommandLine command, Console console) {
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Once more: ");
        if (!Arrays.equals(first, second)) {
            throw new ParameterException(command, "The two passwords are not the same. Nothing was changed.");
        }
        return first == null ? null : new String(first);
    }

    private static String firstLine() {
        try {
            return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
