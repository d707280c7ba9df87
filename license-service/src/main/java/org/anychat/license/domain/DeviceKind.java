package org.anychat.license.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a client says that it runs on; its place is its number in {@code connect} and user state 15. */
public enum DeviceKind {
    /** It does not say. */
    UNKNOWN("unknown"),
    /** Windows. */
    WINDOWS("windows"),
    /** Android. */
    ANDROID("android"),
    /** iOS. */
    IOS("ios"),
    /** A browser. */
    WEB("web"),
    /** Linux. */
    LINUX("linux"),
    /** macOS. */
    MAC("mac"),
    /** Windows Phone. */
    WINDOWS_PHONE("windowsphone"),
    /** Windows CE. */
    WINDOWS_CE("wince");

    private final String text;

    DeviceKind(String text) {
        this.text = text;
    }

    /**
     * The kind's name in licence files and on the command line.
     *
     * @return the name
     */
    public String text() {
        return text;
    }

    /**
     * The kind with a number.
     *
     * @param number as in {@code connect}
     * @return the kind, {@link #UNKNOWN} for a number that no kind has
     */
    public static DeviceKind ofNumber(int number) {
        return number < 0 || number >= values().length ? UNKNOWN : values()[number];
    }

    /**
     * Finds a kind by its name.
     *
     * @param text the name in any case
     * @return the kind, empty where this version has none of that name
     */
    public static Optional<DeviceKind> ofText(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equalsIgnoreCase(text))
                .findFirst();
    }

    /**
     * Names kinds for a person.
     *
     * @param kinds which
     * @return their names, separated by commas
     */
    public static String words(List<DeviceKind> kinds) {
        return kinds.stream().map(DeviceKind::text).collect(Collectors.joining(", "));
    }
}
