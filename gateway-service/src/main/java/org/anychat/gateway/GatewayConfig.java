package org.anychat.gateway;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anychat.contracts.NodeId;
import org.anychat.protocol.ClientConfig;
import org.anychat.protocol.Limits;

/**
 * All that a gateway is told.
 *
 * @param node this process
 * @param listen where clients come in
 * @param authRequired whether clients have to prove the server password before they log in
 * @param server name and version, as clients see them
 * @param client what clients are told to use, until the settings change
 * @param limits what one link or address may do
 * @param files which files may be sent, and where those for the server are kept
 * @param keeping what becomes of a session whose link is lost
 * @param admin the dashboard, where there is one
 */
public record GatewayConfig(
        NodeId node,
        Listen listen,
        boolean authRequired,
        String server,
        ClientConfig client,
        LinkLimits limits,
        Files files,
        Keeping keeping,
        Optional<Admin> admin) {
    /**
     * The dashboard of operators.
     *
     * @param folder where its accounts are, and the audit log
     * @param plainTextAllowed whether other machines may do without TLS, as behind a proxy
     * @param idleMs how long an operator may do nothing
     * @param lifeMs how long a login lasts at most
     */
    public record Admin(Path folder, boolean plainTextAllowed, long idleMs, long lifeMs) {}

    /**
     * What becomes of a session whose link is lost.
     *
     * @param keepMs how long it is kept; 0 ends it with its link
     * @param sessions how many are kept at once
     * @param sessionsPerAddress how many of them of one address
     * @param messages events for one client alone that are kept until it has them
     * @param bytes of these
     * @param servers further addresses that clients are told to try, {@code host:port} each
     */
    public record Keeping(
            long keepMs, int sessions, int sessionsPerAddress, int messages, int bytes, List<String> servers) {
        /** Sessions end with their links. */
        public static final Keeping NONE = new Keeping(0, 0, 0, 0, 0, List.of());

        private static final int SESSIONS = 20_000;
        private static final int MESSAGES = 256;
        private static final int BYTES = 262_144;

        /**
         * The limits of {@code docs/protocol.md}.
         *
         * @param keepMs how long a session is kept
         * @param sessionsPerAddress as many as one address may have links
         * @param servers further addresses that clients are told to try
         * @return sessions that outlive their links
         */
        public static Keeping standard(long keepMs, int sessionsPerAddress, List<String> servers) {
            return keepMs == 0
                    ? NONE
                    : new Keeping(keepMs, SESSIONS, sessionsPerAddress, MESSAGES, BYTES, List.copyOf(servers));
        }

        /**
         * The same with more servers.
         *
         * @param more further addresses that clients are told to try
         * @return both
         */
        public Keeping with(List<String> more) {
            if (more.isEmpty()) {
                return this;
            }
            List<String> all = new ArrayList<>(servers);
            more.stream().filter(server -> !servers.contains(server)).forEach(all::add);
            return new Keeping(keepMs, sessions, sessionsPerAddress, messages, bytes, List.copyOf(all));
        }

        /**
         * Whether sessions are kept at all.
         *
         * @return false where they end with their links
         */
        public boolean isOn() {
            return keepMs > 0;
        }
    }

    /**
     * Which files may be sent, and where those for the server are kept.
     *
     * @param folder the folder of files for the server; comes into being with the first one
     * @param maxBytes how large a file may be, whoever receives it
     * @param quotaBytes how much the folder may hold
     */
    public record Files(Path folder, long maxBytes, long quotaBytes) {}

    /**
     * Where clients come in.
     *
     * @param address the local address, {@code 0.0.0.0} for all
     * @param tcpPorts the ports, at least one; 0 is any free one
     * @param certificateFile PEM: the certificate, its chain after it
     * @param privateKeyFile PEM: the key, not encrypted
     * @param certificateEnds when the certificate expires
     * @param plainTextAllowed whether other machines may do without TLS; loopback always may
     * @param advertised where clients come in, as they see it
     */
    public record Listen(
            String address,
            List<Integer> tcpPorts,
            Path certificateFile,
            Path privateKeyFile,
            Instant certificateEnds,
            boolean plainTextAllowed,
            Advertised advertised) {
        /**
         * Ports that clients see as they are.
         *
         * @param address the local address
         * @param tcpPorts the ports
         * @param certificateFile PEM
         * @param privateKeyFile PEM
         * @param certificateEnds when it expires
         * @param plainTextAllowed whether other machines may do without TLS
         */
        public Listen(
                String address,
                List<Integer> tcpPorts,
                Path certificateFile,
                Path privateKeyFile,
                Instant certificateEnds,
                boolean plainTextAllowed) {
            this(
                    address,
                    tcpPorts,
                    certificateFile,
                    privateKeyFile,
                    certificateEnds,
                    plainTextAllowed,
                    Advertised.AS_IT_IS);
        }
    }

    /**
     * Where clients come in, as they see it; media is told so.
     *
     * @param addresses IP addresses or names, in order; empty where the gateway finds its own
     * @param tcpPorts the ports; empty where they are the local ones
     * @param stunServers what WHIP and WHEP clients are told of, {@code host} or {@code host:port} each; may be empty
     */
    public record Advertised(List<String> addresses, List<Integer> tcpPorts, List<String> stunServers) {
        /** The machine's own addresses, and the local ports. */
        public static final Advertised AS_IT_IS = new Advertised(List.of(), List.of(), List.of());
    }

    /**
     * What one link or one address may do.
     *
     * @param connectMs from the connection to its first bytes, from the link to {@code connect}, from the first byte of an
     *     HTTP request to the end of its head, and from there to the end of its body
     * @param silenceMs how long a link may be silent
     * @param messagesPerSecond the rate at which a link's allowance is filled up
     * @param messageBurst the allowance
     * @param pendingRequests requests of one link without a reply
     * @param unreadBytes output of one link that its client has not read
     * @param linksPerAddress links of one address
     * @param connectionsPerAddress TCP connections of one address: links, HTTP and media
     */
    public record LinkLimits(
            long connectMs,
            long silenceMs,
            int messagesPerSecond,
            int messageBurst,
            int pendingRequests,
            int unreadBytes,
            int linksPerAddress,
            int connectionsPerAddress) {
        /** The limits of {@code docs/protocol.md}. */
        public static final LinkLimits STANDARD =
                new LinkLimits(10_000, Limits.SILENCE_MS, 100, 200, 256, 1_048_576, 200, 1_600);

        /** A browser that loads the web app has a few connections beside its link, and some for media where UDP is blocked. */
        private static final int CONNECTIONS_PER_LINK = 8;

        private static final int ADDRESSES_WITHOUT_LINK = 4;

        /**
         * How many connections of all addresses together may be no links.
         *
         * @return as many as four addresses may have
         */
        public int connectionsWithoutLink() {
            return ADDRESSES_WITHOUT_LINK * connectionsPerAddress;
        }

        /**
         * The same limits with another number of links.
         *
         * @param links links of one address, at least 1
         * @return limits whose connections go with it
         */
        public LinkLimits withLinksPerAddress(int links) {
            return new LinkLimits(
                    connectMs,
                    silenceMs,
                    messagesPerSecond,
                    messageBurst,
                    pendingRequests,
                    unreadBytes,
                    links,
                    links * CONNECTIONS_PER_LINK);
        }
    }
}
