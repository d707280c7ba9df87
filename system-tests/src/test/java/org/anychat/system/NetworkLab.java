package org.anychat.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Machines that are network namespaces on one switch, which has a namespace of its own, so that neither the host's
 * firewall nor a container engine's has a say. The test itself is at the switch, too, and reaches every machine. Any two
 * can be cut from each other: what one sends the other does not get, and neither is told, as with a broken cable further on.
 */
final class NetworkLab implements AutoCloseable {
    private static final AtomicInteger LABS = new AtomicInteger();
    private static final int MOST_MACHINES = 200;
    private static final int NETWORKS = 250;
    private static final long COMMAND_SECONDS = 20;
    private static final Pattern PACKETS = Pattern.compile("packets (\\d+)");

    /** One lab's names and network, RFC 2544's, begin with it; unique among the labs of this process. */
    private final int number = LABS.incrementAndGet();

    private final String prefix = "ac" + ProcessHandle.current().pid() + "-" + number;
    private final String hub = prefix + "-hub";
    private final String network;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private int lastHost = 1;
    private int cables;

    /** A machine of the lab. */
    record Machine(String namespace, String address) {
        /** What a command begins with that runs there. */
        List<String> prefix() {
            return List.of("ip", "netns", "exec", namespace);
        }
    }

    NetworkLab() {
        network = freeNetwork(ProcessHandle.current().pid() + number);
        run("ip", "netns", "add", hub);
        run("ip", "-n", hub, "link", "add", "br0", "type", "bridge");
        run("ip", "-n", hub, "link", "set", "br0", "up");
        run("ip", "link", "add", here(), "type", "veth", "peer", "name", "here", "netns", hub);
        run("ip", "-n", hub, "link", "set", "here", "master", "br0", "up");
        run("ip", "addr", "add", network + ".1/24", "dev", here());
        run("ip", "link", "set", here(), "addrgenmode", "none");
        run("ip", "link", "set", here(), "up");
    }

    /** One that no other lab of this host has, of another process of tests either. */
    private static String freeNetwork(long first) {
        try {
            Set<String> taken = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.toSet());
            return LongStream.range(first, first + NETWORKS)
                    .mapToObj(candidate -> "198.18." + candidate % NETWORKS)
                    .filter(candidate -> !taken.contains(candidate + ".1"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("all networks are taken"));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this host lets the test make networks: root, and a kernel with namespaces and nftables. */
    static boolean isPossible() {
        String probe = "ac" + ProcessHandle.current().pid() + "-probe";
        boolean made = succeeds("ip", "netns", "add", probe)
                && succeeds("ip", "netns", "exec", probe, "nft", "add", "table", "ip", "probe");
        succeeds("ip", "netns", "del", probe);
        return made;
    }

    /** The machine of that name, which is made when it is named first. */
    Machine machine(String name) {
        return machines.computeIfAbsent(name, absent -> make());
    }

    /** Gives a machine one more address at the switch, of a network with so many bits. */
    void address(String name, String address, int bits) {
        run("ip", "-n", machine(name).namespace(), "addr", "add", address + "/" + bits, "dev", portOf(name));
    }

    /** The interface by which a machine is at the switch. */
    String portOf(String name) {
        return port(Integer.parseInt(machine(name).address().substring(network.length() + 1)));
    }

    /** Makes a router of a machine: it has a network of its own besides, of 254 addresses, and is the first of them. */
    void route(String router, String ownNetwork) {
        String namespace = machine(router).namespace();
        run("ip", "-n", namespace, "link", "add", "lan", "type", "bridge");
        run("ip", "-n", namespace, "link", "set", "lan", "addrgenmode", "none");
        run("ip", "-n", namespace, "addr", "add", ownNetwork + ".1/24", "dev", "lan");
        run("ip", "-n", namespace, "link", "set", "lan", "up");
        run("ip", "netns", "exec", namespace, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward");
    }

    /** Makes a machine that is on a router's own network, and reaches all others by the router alone. */
    Machine behind(String router, String name, String ownNetwork) {
        int host = nextHost();
        Machine machine = new Machine(prefix + "-" + host, ownNetwork + "." + host);
        String namespace = machine.namespace();
        String gate = machine(router).namespace();
        String socket = "l" + host;
        run("ip", "netns", "add", namespace);
        machines.put(name, machine);
        run("ip", "-n", namespace, "link", "set", "lo", "up");
        run("ip", "link", "add", "eth0", "netns", namespace, "type", "veth", "peer", "name", socket, "netns", gate);
        run("ip", "-n", gate, "link", "set", socket, "master", "lan", "up");
        run("ip", "-n", namespace, "link", "set", "eth0", "addrgenmode", "none");
        run("ip", "-n", namespace, "addr", "add", machine.address() + "/24", "dev", "eth0");
        run("ip", "-n", namespace, "link", "set", "eth0", "up");
        run("ip", "-n", namespace, "route", "add", "default", "via", ownNetwork + ".1");
        return machine;
    }

    /**
     * Lets the test itself reach a TCP port of a machine behind a router, by an address of the router that nobody else knows and
     * a cable of its own.
     *
     * @return that address
     */
    String reach(String router, String address, int port) {
        Machine gate = machine(router);
        String cable = prefix + "-" + nextHost();
        // Of 198.19.0.0/16, RFC 2544's other half: four addresses for each cable.
        String network = "198.19." + this.network.substring("198.18.".length()) + ".";
        int first = 4 * cables++;
        run("ip", "link", "add", cable, "type", "veth", "peer", "name", "test", "netns", gate.namespace());
        run("ip", "link", "set", cable, "addrgenmode", "none");
        run("ip", "addr", "add", network + (first + 1) + "/30", "dev", cable);
        run("ip", "link", "set", cable, "up");
        run("ip", "-n", gate.namespace(), "addr", "add", network + (first + 2) + "/30", "dev", "test");
        run("ip", "-n", gate.namespace(), "link", "set", "test", "up");
        nft(
                gate,
                "table ip test {\nchain arriving { type nat hook prerouting priority dstnat;\niifname \"test\" tcp dport "
                        + port + " dnat to " + address + "\n}\n}\n");
        return network + (first + 2);
    }

    /** Has a router keep those on its own network from each other, as a guest network does. */
    void isolate(String router, List<String> guests) {
        for (String guest : guests) {
            String host = machine(guest).namespace().substring(prefix.length() + 1);
            String gate = machine(router).namespace();
            run("ip", "-n", gate, "link", "set", "l" + host, "type", "bridge_slave", "isolated", "on");
        }
    }

    private Machine make() {
        int host = nextHost();
        Machine machine = new Machine(prefix + "-" + host, address(host));
        String namespace = machine.namespace();
        run("ip", "netns", "add", namespace);
        run("ip", "-n", namespace, "link", "set", "lo", "up");
        plugIn(namespace, host);
        nft(machine, "add table ip lab");
        nft(machine, "add set ip lab cut { type ipv4_addr; }");
        nft(machine, "add chain ip lab in { type filter hook input priority 0; }");
        nft(machine, "add rule ip lab in ip saddr @cut drop");
        return machine;
    }

    private int nextHost() {
        if (++lastHost > MOST_MACHINES) {
            throw new IllegalStateException("the lab is full");
        }
        return lastHost;
    }

    private String address(int host) {
        return network + "." + host;
    }

    private static String port(int host) {
        return "eth" + host;
    }

    private void plugIn(String namespace, int host) {
        String port = port(host);
        String socket = "p" + host;
        run("ip", "link", "add", port, "netns", namespace, "type", "veth", "peer", "name", socket, "netns", hub);
        run("ip", "-n", hub, "link", "set", socket, "master", "br0", "up");
        run("ip", "-n", namespace, "addr", "add", address(host) + "/24", "dev", port);
        // A link-local address comes a second later, and a browser takes that for another network.
        run("ip", "-n", namespace, "link", "set", port, "addrgenmode", "none");
        run("ip", "-n", namespace, "link", "set", port, "up");
    }

    /**
     * Takes a machine's address and its interface away without a word to anybody, and gives it others, as when a telephone
     * goes from Wi-Fi to LTE. What runs there goes on.
     */
    Machine move(String name) {
        Machine before = machine(name);
        String old = port(Integer.parseInt(before.address().substring(network.length() + 1)));
        run("ip", "-n", before.namespace(), "addr", "flush", "dev", old);
        run("ip", "-n", before.namespace(), "link", "set", old, "down");
        int host = nextHost();
        plugIn(before.namespace(), host);
        Machine after = new Machine(before.namespace(), address(host));
        machines.put(name, after);
        return after;
    }

    /** From now on neither hears the other. */
    void cut(String one, String other) {
        both(one, other, "add");
    }

    void heal(String one, String other) {
        both(one, other, "delete");
    }

    /** Cuts every one of these from every one of those. */
    void cut(List<String> these, List<String> those) {
        these.forEach(one -> those.forEach(other -> cut(one, other)));
    }

    void heal(List<String> these, List<String> those) {
        these.forEach(one -> those.forEach(other -> heal(one, other)));
    }

    /** From now on nothing gets to that UDP port of a machine, as with a firewall of its own. */
    void blockUdp(String machine, int port) {
        nft(machine(machine), "add rule ip lab in udp dport " + port + " drop");
    }

    /** From now on nothing of one machine gets to another by UDP, as with a network that lets only TCP out. */
    void blockUdp(String from, String to) {
        nft(machine(to), "add rule ip lab in ip saddr " + machine(from).address() + " meta l4proto udp drop");
    }

    /** From now on nothing of one machine gets to another but by one TCP port. */
    void allowTcpAlone(String from, String to, int port) {
        blockUdp(from, to);
        nft(machine(to), "add rule ip lab in ip saddr " + machine(from).address() + " tcp dport != " + port + " drop");
    }

    /** Counts from now on what of one machine gets to another by UDP. */
    void countUdp(String from, String to) {
        String counter = udpCounter(from);
        nft(machine(to), "add counter ip lab " + counter);
        nft(
                machine(to),
                "add rule ip lab in ip saddr " + machine(from).address() + " meta l4proto udp counter name " + counter);
    }

    /** How many packets of one machine have got to another since {@link #countUdp}. */
    long udpPackets(String from, String to) {
        List<String> words = new ArrayList<>(machine(to).prefix());
        words.addAll(List.of("nft", "list counter ip lab " + udpCounter(from)));
        Matcher packets = PACKETS.matcher(outputOf(words.toArray(String[]::new)));
        if (!packets.find()) {
            throw new IllegalStateException("nft lists no packets from " + from + " at " + to);
        }
        return Long.parseLong(packets.group(1));
    }

    private String udpCounter(String from) {
        return "udp_" + machine(from).address().replace('.', '_');
    }

    private void both(String one, String other, String verb) {
        Machine first = machine(one);
        Machine second = machine(other);
        nft(first, verb + " element ip lab cut { " + second.address() + " }");
        nft(second, verb + " element ip lab cut { " + first.address() + " }");
    }

    private String here() {
        return prefix;
    }

    /** Has the firewall of a machine do something. */
    static void nft(Machine machine, String command) {
        List<String> words = new ArrayList<>(machine.prefix());
        words.add("nft");
        words.add(command);
        run(words.toArray(String[]::new));
    }

    private static void run(String... command) {
        outputOf(command);
    }

    private static String outputOf(String... command) {
        Result result = resultOf(command);
        if (result.failure() != null) {
            throw new IllegalStateException(String.join(" ", command) + ": " + result.failure());
        }
        return result.output();
    }

    private static boolean succeeds(String... command) {
        return resultOf(command).failure() == null;
    }

    /** What a command has printed, and what went wrong, null for nothing. */
    private record Result(String output, String failure) {}

    private static Result resultOf(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Result(output, "no end");
            }
            int exit = process.exitValue();
            return new Result(output, exit == 0 ? null : output.trim() + " (" + exit + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result("", "interrupted");
        } catch (IOException e) {
            return new Result("", new UncheckedIOException(e).getMessage());
        }
    }

    /** Whoever still runs on a machine has been ended by the caller. */
    @Override
    public void close() {
        succeeds("ip", "link", "del", here());
        machines.values().forEach(machine -> succeeds("ip", "netns", "del", machine.namespace()));
        succeeds("ip", "netns", "del", hub);
    }
}
