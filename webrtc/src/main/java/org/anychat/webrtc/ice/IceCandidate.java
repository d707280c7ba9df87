package org.anychat.webrtc.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A transport address of a peer, as in the candidate attribute (RFC 8839 section 5.1, for TCP RFC 6544 section 4.5).
 *
 * @param foundation 1 to 32 ice-chars
 * @param component 1 to 256; 1 is RTP, and with rtcp-mux everything
 * @param transport UDP or TCP
 * @param priority 1 to 2^31 - 1
 * @param address an IP address, never a name
 * @param type where the address comes from
 */
public record IceCandidate(
        String foundation, int component, Transport transport, long priority, InetSocketAddress address, Type type) {
    private static final int MAX_ATTRIBUTE_LENGTH = 1024;
    private static final int MIN_FIELDS = 8;
    private static final int MAX_LOCAL_PREFERENCE = 65535;
    /** RFC 6544 section 4.2 leaves it open below that of UDP; browsers have the same. */
    private static final int TCP_TYPE_PREFERENCE = 90;
    /** Of passive candidates, RFC 6544 section 4.2. */
    private static final int DIRECTION_PREFERENCE = 4;

    private static final int MAX_OTHER_PREFERENCE = 8191;
    private static final Pattern FIELD_SEPARATOR = Pattern.compile(" ");
    private static final Pattern FOUNDATION = Pattern.compile("[A-Za-z0-9+/]{1,32}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** A transport protocol. */
    public enum Transport {
        /** Datagrams. */
        UDP,
        /** A connection that the peer opens to the address, RFC 4571 framed: {@code tcptype passive}. */
        TCP
    }

    /** The kinds of candidates, with the type preferences recommended in RFC 8445 section 5.1.2.2. */
    public enum Type {
        /** Of an interface. */
        HOST(126),
        /** Learned from a connectivity check. */
        PRFLX(110),
        /** Learned from a STUN server. */
        SRFLX(100),
        /** Of a TURN server. */
        RELAY(0);

        private final int preference;

        Type(int preference) {
            this.preference = preference;
        }
    }

    /**
     * An own UDP address.
     *
     * @param address at which others find the port
     * @param preference 0 to 65535, higher is better; distinct among the addresses of a port
     * @return a host candidate of component 1
     */
    public static IceCandidate host(InetSocketAddress address, int preference) {
        return new IceCandidate(
                String.valueOf(1 + preference),
                1,
                Transport.UDP,
                priority(Type.HOST, preference, 1),
                address,
                Type.HOST);
    }

    /**
     * A server's own TCP address, by the formula of RFC 6544 section 4.2. Its priority stays below that of every UDP host
     * candidate.
     *
     * @param address an advertised address of the port
     * @param preference 0 to 8191, higher is better; distinct among the addresses of a server
     * @return a passive host candidate of component 1
     */
    public static IceCandidate passiveTcp(InetSocketAddress address, int preference) {
        if (preference < 0 || preference > MAX_OTHER_PREFERENCE) {
            throw new IllegalArgumentException("preference " + preference);
        }
        int localPreference = (DIRECTION_PREFERENCE << 13) + preference;
        long priority = priority(TCP_TYPE_PREFERENCE, localPreference, 1);
        return new IceCandidate("t" + preference, 1, Transport.TCP, priority, address, Type.HOST);
    }

    /**
     * The formula of RFC 8445 section 5.1.2.1.
     *
     * @param type gives the type preference
     * @param localPreference 0 to 65535
     * @param component 1 to 256
     * @return 0 to 2^31 - 1
     */
    public static long priority(Type type, int localPreference, int component) {
        if (localPreference < 0 || localPreference > MAX_LOCAL_PREFERENCE || component < 1 || component > 256) {
            throw new IllegalArgumentException("preference " + localPreference + ", component " + component);
        }
        return priority(type.preference, localPreference, component);
    }

    private static long priority(int typePreference, int localPreference, int component) {
        return ((long) typePreference << 24) + ((long) localPreference << 8) + (256 - component);
    }

    /**
     * The same candidate by another address, as a client has for what it has to dial.
     *
     * @param other takes the place of the address
     * @return a copy
     */
    public IceCandidate at(InetSocketAddress other) {
        return new IceCandidate(foundation, component, transport, priority, other, type);
    }

    /**
     * Reads an attribute's value. Extensions and related addresses are skipped; no name is ever looked up.
     *
     * @param value what follows {@code a=}, or the browser's form of the same, {@code candidate:…}
     * @return empty where it is malformed, or a candidate that nothing here can use: an mDNS or other name, TCP that is
     *     not passive
     */
    public static Optional<IceCandidate> parse(String value) {
        if (!value.startsWith("candidate:") || value.length() > MAX_ATTRIBUTE_LENGTH) {
            return Optional.empty();
        }
        String[] fields = FIELD_SEPARATOR.split(value.substring("candidate:".length()), -1);
        return isSound(fields) ? candidateOf(fields) : Optional.empty();
    }

    /**
     * The attribute's value.
     *
     * @return {@code candidate:…}
     */
    public String toAttribute() {
        String fields = String.join(
                " ",
                foundation,
                String.valueOf(component),
                transport.name().toLowerCase(Locale.ROOT),
                String.valueOf(priority),
                address.getAddress().getHostAddress(),
                String.valueOf(address.getPort()),
                "typ",
                type.name().toLowerCase(Locale.ROOT));
        String related = type == Type.HOST ? "" : " raddr 0.0.0.0 rport 0";
        return "candidate:" + fields + related + (transport == Transport.TCP ? " tcptype passive" : "");
    }

    private static boolean isSound(String[] fields) {
        return fields.length >= MIN_FIELDS
                && FOUNDATION.matcher(fields[0]).matches()
                && isNumber(fields[1], 1, 256)
                && isNumber(fields[3], 1, (1L << 31) - 1)
                && isNumber(fields[5], 1, 65535)
                && fields[6].equals("typ");
    }

    private static boolean isNumber(String text, long min, long max) {
        return NUMBER.matcher(text).matches() && Long.parseLong(text) >= min && Long.parseLong(text) <= max;
    }

    private static Optional<IceCandidate> candidateOf(String[] fields) {
        Optional<Transport> transport = transportOf(fields);
        Optional<Type> type = typeOf(fields[7]);
        Optional<InetAddress> address = addressOf(fields[4]);
        if (transport.isEmpty() || type.isEmpty() || address.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new IceCandidate(
                fields[0],
                Integer.parseInt(fields[1]),
                transport.get(),
                Long.parseLong(fields[3]),
                new InetSocketAddress(address.get(), Integer.parseInt(fields[5])),
                type.get()));
    }

    private static Optional<Transport> transportOf(String[] fields) {
        return switch (fields[2].toLowerCase(Locale.ROOT)) {
            case "udp" -> Optional.of(Transport.UDP);
            case "tcp" -> isPassive(fields) ? Optional.of(Transport.TCP) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isPassive(String[] fields) {
        for (int i = MIN_FIELDS; i + 1 < fields.length; i += 2) {
            if (fields[i].equals("tcptype")) {
                return fields[i + 1].equals("passive");
            }
        }
        return false;
    }

    private static Optional<Type> typeOf(String text) {
        return switch (text) {
            case "host" -> Optional.of(Type.HOST);
            case "prflx" -> Optional.of(Type.PRFLX);
            case "srflx" -> Optional.of(Type.SRFLX);
            case "relay" -> Optional.of(Type.RELAY);
            default -> Optional.empty();
        };
    }

    /** A peer must not be able to make this host ask a name server, hence only what is surely a literal. */
    private static Optional<InetAddress> addressOf(String text) {
        if (!IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
