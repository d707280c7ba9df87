package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel has counted on connections of this machine to itself: payload of TCP, TLS records included, both ways,
 * by connection. Each connection is read at the end that has made it.
 *
 * @param bytes by the addresses of both ends
 */
record SocketBytes(Map<String, Long> bytes) {
    private static final Pattern SOCKET = Pattern.compile("^\\d+\\s+\\d+\\s+(\\S+)\\s+(\\S+)");
    private static final Pattern COUNTED = Pattern.compile(" bytes_(?:acked|received):(\\d+)");

    /**
     * What has crossed between two readings.
     *
     * @param bytes both ways
     * @param connections that were there at the second reading
     * @param ended connections that were there at the first reading alone: what they carried meanwhile is not known
     */
    record Crossed(long bytes, int connections, int ended) {}

    /** Of all connections to these ports. */
    static SocketBytes toPorts(List<Integer> ports) throws IOException {
        List<String> command = new ArrayList<>(List.of("ss", "-tinHO", "state", "established", "("));
        for (int port : ports) {
            command.addAll(
                    command.size() > 5 ? List.of("or", "dport", "=", ":" + port) : List.of("dport", "=", ":" + port));
        }
        command.add(")");
        Process ss = new ProcessBuilder(command).redirectErrorStream(true).start();
        return parse(new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** Reads the output of {@code ss -tinHO state established}: a line each. */
    static SocketBytes parse(String told) throws IOException {
        Map<String, Long> bytes = new HashMap<>();
        for (String line : told.lines().toList()) {
            Matcher socket = SOCKET.matcher(line);
            if (!socket.find()) {
                throw new IOException("ss (iproute2) does not tell sockets: " + line);
            }
            long counted = COUNTED.matcher(line)
                    .results()
                    .mapToLong(count -> Long.parseLong(count.group(1)))
                    .sum();
            bytes.put(socket.group(1) + " " + socket.group(2), counted);
        }
        return new SocketBytes(bytes);
    }

    Crossed since(SocketBytes before) {
        long crossed = bytes.entrySet().stream()
                .mapToLong(one -> one.getValue() - before.bytes.getOrDefault(one.getKey(), 0L))
                .sum();
        int ended = (int) before.bytes.keySet().stream()
                .filter(one -> !bytes.containsKey(one))
                .count();
        return new Crossed(crossed, bytes.size(), ended);
    }
}
