package org.anychat.gateway.transfer;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Makes names of files that strangers gave safe on every system. */
public final class FileNames {
    private static final int MAX_BYTES = 180;
    private static final int MAX_SUFFIX_CHARS = 16;
    private static final String NAMELESS = "file";
    private static final Pattern UNSAFE = Pattern.compile("[<>:\"|?*\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    private static final Pattern RESERVED =
            Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d|conin\\$|conout\\$)(\\..*)?");

    private FileNames() {}

    /**
     * Makes a name safe: no path, no characters that a system or a terminal takes for something else, no reserved name,
     * not hidden, at most 180 bytes of UTF-8.
     *
     * @param name any text
     * @return a name that is a single element of a path; the same where it is safe already
     */
    public static String safe(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String clean = trimmed(UNSAFE.matcher(last).replaceAll("_"));
        String named = clean.isEmpty() ? NAMELESS : clean;
        return shortened(RESERVED.matcher(named).matches() ? "_" + named : named);
    }

    /**
     * The name for another file of that name.
     *
     * @param safeName a safe name
     * @param number above 1
     * @return such as {@code report (2).pdf}
     */
    public static String numbered(String safeName, int number) {
        int dot = suffixAt(safeName);
        return safeName.substring(0, dot) + " (" + number + ")" + safeName.substring(dot);
    }

    /** Without dots and blanks at its ends; what else is a blank is unsafe. In one pass, whatever is in between. */
    private static String trimmed(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && isTrimmed(name.charAt(from))) {
            from++;
        }
        while (to > from && isTrimmed(name.charAt(to - 1))) {
            to--;
        }
        return name.substring(from, to);
    }

    private static boolean isTrimmed(char character) {
        return character == ' ' || character == '.';
    }

    private static String shortened(String name) {
        int dot = suffixAt(name);
        String suffix = name.substring(dot);
        // A character takes a byte at least: of a longer name only its beginning is cut to measure.
        int most = Math.min(MAX_BYTES, name.codePointCount(0, dot));
        String stem = name.substring(0, name.offsetByCodePoints(0, most));
        while ((stem + suffix).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        // Where it was cut, there may be a dot.
        return trimmed(stem + suffix);
    }

    private static int suffixAt(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.length() - dot <= MAX_SUFFIX_CHARS ? dot : name.length();
    }
}
