package org.anychat.client.bot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** How long the program runs, in milliseconds; 0 is without end. */
record RunTime(long ms) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    static RunTime parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no time; give one such as 500ms, 60s, 5m or 1h");
        }
        long unitMs =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    default -> 3_600_000;
                };
        return new RunTime(Long.parseLong(matcher.group(1)) * unitMs);
    }

    long remainingMs(long elapsedMs) {
        return ms == 0 ? Long.MAX_VALUE : ms - elapsedMs;
    }
}
