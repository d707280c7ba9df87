package org.anychat.runtime.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anychat.runtime.config.NetworkConfig.TcpSecurity;
import org.anychat.runtime.config.UserSourceConfig.Kind;

/**
 * What a key's value may be.
 *
 * @param <T> the value's type
 * @param allowed words for what is allowed, to stand after "allowed: "
 * @param parser reads a trimmed text; empty where it is not allowed
 */
record ValueType<T>(String allowed, Function<String, Optional<T>> parser) {
    private static final int MAX_LIST_SIZE = 16;
    private static final int MAX_PORT = 65_535;
    /** Host names, IPv4 and IPv6 literals; whether they resolve is seen when they are used. */
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9A-Za-z](?:[0-9A-Za-z.:_-]{0,251}[0-9A-Za-z:])?|::[0-9A-Fa-f.:]*");

    private static final Pattern IPV6_CHARS = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]+");
    /** An address with more than one colon is IPv6 and wants brackets. */
    private static final Pattern HOST_PORT =
            Pattern.compile("(?:\\[(?<v6>[^\\[\\]]+)\\]|(?<host>[^:\\[\\]]+)):(?<port>[0-9]{1,5})");

    private static final Pattern NODE_NAME = Pattern.compile("(?:[0-9A-Za-z](?:[0-9A-Za-z-]{0,30}[0-9A-Za-z])?)?");

    static ValueType<Integer> range(int min, int max) {
        return new ValueType<>(min + " to " + max, text -> integer(text).filter(value -> value >= min && value <= max));
    }

    static ValueType<Integer> oneOf(int... values) {
        String allowed = IntStream.of(values).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return new ValueType<>(
                allowed,
                text -> integer(text).filter(value -> IntStream.of(values).anyMatch(one -> one == value)));
    }

    static ValueType<Boolean> flag() {
        return new ValueType<>("0 (no) or 1 (yes)", text -> switch (text) {
            case "0" -> Optional.of(false);
            case "1" -> Optional.of(true);
            default -> Optional.empty();
        });
    }

    static ValueType<String> text(int maxBytes) {
        return new ValueType<>(
                "a text of at most " + maxBytes + " bytes in UTF-8",
                text -> Optional.of(text).filter(t -> t.getBytes(StandardCharsets.UTF_8).length <= maxBytes));
    }

    static ValueType<String> pluginFile(int maxBytes) {
        return new ValueType<>(
                "nothing, or a file whose name ends with .jar, .so or .dll",
                text -> text(maxBytes).parse(text).filter(file -> file.isEmpty() || isPluginFile(file)));
    }

    private static boolean isPluginFile(String file) {
        return file.chars().noneMatch(Character::isISOControl)
                && Stream.of(".jar", ".so", ".dll")
                        .anyMatch(suffix -> file.toLowerCase(Locale.ROOT).endsWith(suffix));
    }

    static ValueType<Integer> port() {
        return range(0, MAX_PORT);
    }

    static ValueType<List<Integer>> ports() {
        return new ValueType<>(
                "1 to " + MAX_LIST_SIZE + " different ports from 0 to " + MAX_PORT + ", separated by commas",
                text -> list(text, item -> port().parse(item)).filter(ports -> !ports.isEmpty()));
    }

    static ValueType<Optional<Integer>> portOrNothing() {
        return new ValueType<>("a number from 0 to " + MAX_PORT + ", or nothing", ValueType::portOrNothing);
    }

    private static Optional<Optional<Integer>> portOrNothing(String text) {
        Optional<Integer> port = port().parse(text);
        return port.isPresent() || text.isEmpty() ? Optional.of(port) : Optional.empty();
    }

    static ValueType<List<Integer>> portsOrNothing() {
        return new ValueType<>(
                "at most " + MAX_LIST_SIZE + " different ports from 1 to " + MAX_PORT
                        + ", separated by commas, or nothing",
                text -> list(text, item -> range(1, MAX_PORT).parse(item)));
    }

    static ValueType<Optional<PortRange>> portRange() {
        return new ValueType<>(
                "a port from 1 to " + MAX_PORT + ", a range of at most " + PortRange.MAX_PORTS
                        + " such as 8907-8916, or nothing",
                ValueType::rangeOrNothing);
    }

    private static Optional<Optional<PortRange>> rangeOrNothing(String text) {
        Optional<PortRange> range = PortRange.parse(text);
        return range.isPresent() || text.isEmpty() ? Optional.of(range) : Optional.empty();
    }

    static ValueType<String> address() {
        return new ValueType<>("an IP address or a host name", ValueType::parseAddress);
    }

    static ValueType<String> addressOr(String word) {
        return new ValueType<>(
                "an IP address, a host name, or " + word,
                text -> text.equals(word) ? Optional.of(text) : parseAddress(text));
    }

    static ValueType<String> addressOrNothing() {
        return new ValueType<>(
                "an IP address, a host name, or nothing",
                text -> text.isEmpty() ? Optional.of(text) : parseAddress(text));
    }

    static ValueType<List<String>> addresses() {
        return new ValueType<>(
                "at most " + MAX_LIST_SIZE + " different IP addresses or host names, separated by commas",
                text -> list(text, ValueType::parseAddress));
    }

    static ValueType<List<String>> members() {
        return new ValueType<>(
                "at most " + MAX_LIST_SIZE
                        + " different ones of host or host:port, separated by commas; an IPv6 address"
                        + " with a port in brackets, such as [2001:db8::1]:5701",
                text -> list(text, item -> hostPort(item).or(() -> parseAddress(item))));
    }

    static ValueType<List<String>> hostPorts() {
        return new ValueType<>(
                "at most " + MAX_LIST_SIZE
                        + " different ones of host:port, separated by commas; an IPv6 address in brackets, such as"
                        + " [2001:db8::1]:8906",
                text -> list(text, ValueType::hostPort));
    }

    private static Optional<String> hostPort(String text) {
        Matcher matcher = HOST_PORT.matcher(text);
        if (!matcher.matches()
                || range(1, MAX_PORT).parse(matcher.group("port")).isEmpty()) {
            return Optional.empty();
        }
        boolean good = matcher.group("v6") == null
                ? parseAddress(matcher.group("host")).isPresent()
                : isIpv6(matcher.group("v6"));
        return good ? Optional.of(text) : Optional.empty();
    }

    static ValueType<String> nodeName() {
        return new ValueType<>(
                "at most 32 letters, digits and dashes, or nothing",
                text -> Optional.of(text).filter(name -> NODE_NAME.matcher(name).matches()));
    }

    static ValueType<Set<ServiceKind>> services() {
        return new ValueType<>(
                "all, or different ones of gateway, auth, license, room, relay, separated by commas",
                text -> text.equalsIgnoreCase("all")
                        ? Optional.of(Collections.unmodifiableSet(EnumSet.allOf(ServiceKind.class)))
                        : list(text, ValueType::service)
                                .filter(kinds -> !kinds.isEmpty())
                                .map(kinds -> Collections.unmodifiableSet(EnumSet.copyOf(kinds))));
    }

    private static Optional<ServiceKind> service(String text) {
        return Arrays.stream(ServiceKind.values())
                .filter(kind -> kind.label().equalsIgnoreCase(text))
                .findFirst();
    }

    static ValueType<TcpSecurity> security() {
        return new ValueType<>("required or optional", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "required" -> Optional.of(TcpSecurity.REQUIRED);
            case "optional" -> Optional.of(TcpSecurity.OPTIONAL);
            default -> Optional.empty();
        });
    }

    static ValueType<LogConfig.Level> logLevel() {
        return new ValueType<>(
                "error, warn, info, debug or trace",
                text -> Arrays.stream(LogConfig.Level.values())
                        .filter(level -> level.name().equalsIgnoreCase(text))
                        .findFirst());
    }

    static ValueType<List<Kind>> userSources() {
        return new ValueType<>(
                "none, or different ones of htpasswd, jwt, sql, ldap, http, separated by commas",
                text -> text.equalsIgnoreCase("none")
                        ? Optional.of(List.of())
                        : list(text, ValueType::userSource).filter(kinds -> !kinds.isEmpty()));
    }

    private static Optional<Kind> userSource(String text) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equalsIgnoreCase(text))
                .findFirst();
    }

    /** The URL, or a URI without a scheme for nothing. */
    static ValueType<URI> url(String... schemes) {
        return new ValueType<>(
                "an address that begins with " + String.join(":// or ", schemes) + "://, or nothing",
                text -> text.isEmpty() ? Optional.of(URI.create("")) : parseUrl(text, List.of(schemes)));
    }

    private static Optional<URI> parseUrl(String text, List<String> schemes) {
        try {
            URI url = new URI(text);
            boolean good = url.getScheme() != null
                    && schemes.contains(url.getScheme().toLowerCase(Locale.ROOT))
                    && url.getHost() != null
                    && url.getUserInfo() == null;
            return good ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    static ValueType<String> jdbcUrl() {
        return new ValueType<>(
                "an address that begins with jdbc:postgresql:, without a password, or nothing",
                text -> Optional.of(text)
                        .filter(url ->
                                url.isEmpty() || (url.startsWith("jdbc:postgresql:") && !url.contains("password="))));
    }

    static ValueType<String> query() {
        return new ValueType<>(
                "a query with exactly one ? for the login name",
                text -> Optional.of(text)
                        .filter(query -> query.chars().filter(c -> c == '?').count() == 1));
    }

    static ValueType<String> ldapFilter() {
        return new ValueType<>(
                "a filter in brackets that holds {name}",
                text -> Optional.of(text)
                        .filter(filter -> filter.startsWith("(") && filter.endsWith(")") && filter.contains("{name}")));
    }

    Optional<T> parse(String text) {
        return parser.apply(text);
    }

    private static Optional<Integer> integer(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** What has a colon is an IPv6 literal, or was meant to have a port that does not belong there. */
    private static Optional<String> parseAddress(String text) {
        return Optional.of(text)
                .filter(address -> ADDRESS.matcher(address).matches())
                .filter(address -> address.indexOf(':') < 0 || isIpv6(address));
    }

    private static boolean isIpv6(String text) {
        try {
            // Of these characters and with a colon it is never looked up in the DNS.
            return text.indexOf(':') >= 0 && IPV6_CHARS.matcher(text).matches() && InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static <I> Optional<List<I>> list(String text, Function<String, Optional<I>> item) {
        if (text.isEmpty()) {
            return Optional.of(List.of());
        }
        List<Optional<I>> items = Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .map(item)
                .distinct()
                .toList();
        boolean good = items.stream().allMatch(Optional::isPresent)
                && items.size() == text.split(",", -1).length
                && items.size() <= MAX_LIST_SIZE;
        return good ? Optional.of(items.stream().map(Optional::orElseThrow).toList()) : Optional.empty();
    }
}
