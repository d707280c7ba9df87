package org.anychat.runtime.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One port, or a short range of ports.
 *
 * @param first 1 to 65535
 * @param last the same, or up to 63 more
 */
public record PortRange(int first, int last) {
    /** Each published port costs a proxy, and each is asked at a start. */
    static final int MAX_PORTS = 64;

    private static final int MAX_PORT = 65_535;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?");

    /**
     * Checks the numbers.
     *
     * @param first 1 to 65535
     * @param last the same, or up to 63 more
     */
    public PortRange {
        if (first < 1 || last < first || last > MAX_PORT || last - first >= MAX_PORTS) {
            throw new IllegalArgumentException("no range of ports: " + first + "-" + last);
        }
    }

    /** Reads {@code 8907} or {@code 8907-8916}. */
    static Optional<PortRange> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        boolean good = first >= 1 && last >= first && last <= MAX_PORT && last - first < MAX_PORTS;
        return good ? Optional.of(new PortRange(first, last)) : Optional.empty();
    }

    /**
     * Tells whether there is nothing to choose.
     *
     * @return whether it is one port
     */
    public boolean isOne() {
        return first == last;
    }

    /**
     * The ports.
     *
     * @return ascending
     */
    public IntStream ports() {
        return IntStream.rangeClosed(first, last);
    }

    @Override
    public String toString() {
        return isOne() ? Integer.toString(first) : first + "-" + last;
    }
}
