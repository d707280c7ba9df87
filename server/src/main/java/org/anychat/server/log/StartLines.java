package org.anychat.server.log;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** The lines of a start and a stop that operators of AnyChat servers search for, letter by letter. */
public final class StartLines {
    private static final String RULE = "-".repeat(27);
    private static final int VERSION_PARTS = 4;
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private StartLines() {}

    /**
     * The first lines of a start.
     *
     * @param log takes them
     * @param version of this build, as in {@code 0.1.0-SNAPSHOT}
     * @param buildTime of this build
     */
    public static void init(Logger log, String version, String buildTime) {
        log.info("{}Init Service{}", RULE, RULE);
        log.info("Current File Version[{}],Build time:{}", versionParts(version), buildTime);
    }

    /**
     * The lines that say that clients can come.
     *
     * @param log takes them
     * @param tcpPorts open for clients
     * @param udpPort open for media, where the process has a relay
     */
    public static void run(Logger log, List<Integer> tcpPorts, Optional<Integer> udpPort) {
        log.info("Run Service");
        tcpPorts.forEach(port -> log.info("Start TCP Server Successed(port={})", port));
        udpPort.ifPresent(port -> log.info("Start UDP Server Successed(port={})", port));
    }

    /**
     * What the manual's FAQ answers when clients cannot connect, with this server's ports.
     *
     * @param log takes it
     * @param tcpPorts open for clients
     * @param udpPort open for media
     */
    public static void firewall(Logger log, List<Integer> tcpPorts, int udpPort) {
        String tcp = tcpPorts.stream().map(String::valueOf).collect(Collectors.joining(", "));
        log.info(
                "Firewalls must let TCP {} and UDP {} in. Clients that cannot connect: TCP is closed; clients that"
                        + " connect and have no audio or video: UDP is closed.",
                tcp,
                udpPort);
    }

    /**
     * The line of a port that is taken.
     *
     * @param log takes it
     * @param protocol TCP or UDP
     * @param port the port
     */
    public static void portInUse(Logger log, String protocol, int port) {
        log.error("Start {} Server Failed, Maybe port({}) in use?", protocol, port);
    }

    /**
     * The last line.
     *
     * @param log takes it
     * @param code 0, AnyChat's error code, or the exit code where AnyChat has none
     */
    public static void exited(Logger log, int code) {
        log.info("AnyChatCoreServer has exited with error code:{}", code);
    }

    /** Four numbers, as Windows writes versions. */
    static String versionParts(String version) {
        Matcher numbers = NUMBER.matcher(version);
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < VERSION_PARTS; i++) {
            parts.append(i == 0 ? "" : ", ").append(numbers.find() ? numbers.group() : "0");
        }
        return parts.toString();
    }
}
