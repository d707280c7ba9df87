package org.anychat.server.doctor;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anychat.runtime.config.NetworkConfig;
import org.anychat.runtime.config.PortRange;
import org.anychat.runtime.config.ServiceKind;

/**
 * Whether the addresses that clients are told lead to this machine. While the server runs, {@link MediaExam} asks its relay by
 * them; without it this opens the UDP port itself and sends to it by each address.
 */
final class AddressExam implements Examination {
    private static final String CHECK = "address";
    private static final int CONNECT_MS = 2_000;
    private static final int ARRIVAL_MS = 500;
    private static final int ROUNDS = 3;
    private static final int MAX_PORTS = 64;

    @Override
    public void examine(Patient patient, Findings findings) {
        List<InetAddress> told = resolved(patient, findings);
        if (told.isEmpty()) {
            findings.ok(
                    CHECK,
                    Words.of(
                            "AdvertisedAddress is empty: clients are told all addresses of this machine",
                            "AdvertisedAddress 为空：客户端得到本机的全部地址"));
            return;
        }
        told.forEach(address -> place(address, findings));
        if (patient.runs()) {
            if (patient.has(ServiceKind.GATEWAY)) {
                told.forEach(address -> connect(patient, address, findings));
            }
        } else if (patient.has(ServiceKind.RELAY)) {
            sendToOneself(patient.config().network(), told, findings);
        }
    }

    private static List<InetAddress> resolved(Patient patient, Findings findings) {
        List<InetAddress> told = new ArrayList<>();
        for (String name : patient.config().network().advertisedAddresses()) {
            try {
                told.add(InetAddress.getByName(name));
            } catch (UnknownHostException e) {
                findings.fail(
                        "dns",
                        Words.of("AdvertisedAddress %s has no address", "AdvertisedAddress %s 无法解析", name),
                        Words.of(
                                "Correct the name, or write the IP address; the server does not start with it.",
                                "请更正该名称，或改写为 IP 地址；否则服务器无法启动。"));
            }
        }
        return told;
    }

    private static void place(InetAddress address, Findings findings) {
        if (isOwn(address)) {
            findings.ok(CHECK, Words.of("%s is an address of this machine", "%s 是本机地址", address.getHostAddress()));
        } else {
            findings.warn(
                    CHECK,
                    Words.of(
                            "%s (AdvertisedAddress) is on no network card of this machine",
                            "%s（AdvertisedAddress）不在本机任何网卡上", address.getHostAddress()),
                    Words.of(
                            "Right where a router or a container engine maps the ports to this machine; else correct it, or"
                                    + " empty it on a machine with the address itself.",
                            "若由路由器或容器引擎把端口映射到本机则正确；否则请更正，或在地址就在本机时留空。"));
        }
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static void connect(Patient patient, InetAddress address, Findings findings) {
        int port = patient.config().network().tcpPorts().get(0);
        Words place = Words.same("TCP " + address.getHostAddress() + ":" + port);
        if (port == 0) {
            return;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MS);
            findings.ok("tcp.reach", Words.of("%s takes connections", "%s 可以连接", place.english()));
        } catch (IOException e) {
            findings.fail(
                    "tcp.reach",
                    Words.of(
                            "%s takes no connections from here (%s)",
                            "从本机无法连接 %s（%s）", place.english(), e.getMessage()),
                    Words.of(
                            "Open TCP %d in every firewall and map it on the router; correct AdvertisedAddress. Where a"
                                    + " router does not lead back inside, look from outside: doctor --server, or /check.",
                            "请在所有防火墙放行 TCP %d 并在路由器上映射；更正 AdvertisedAddress。若路由器不支持回环，请从外部检查：doctor --server 或 /check 页面。",
                            port));
        }
    }

    private static void sendToOneself(NetworkConfig network, List<InetAddress> told, Findings findings) {
        if (network.udpPort() == 0) {
            findings.skip("udp.reach", Words.of("UDPServicePort=0 takes any free port", "UDPServicePort=0 使用任意空闲端口"));
            return;
        }
        List<Integer> outside =
                network.advertisedUdpPorts().map(AddressExam::ports).orElseGet(() -> List.of(network.udpPort()));
        try (DatagramSocket ear = new DatagramSocket(null)) {
            ear.bind(new InetSocketAddress(network.listenAddress(), network.udpPort()));
            ear.setSoTimeout(ARRIVAL_MS);
            List<InetAddress> lost = told.stream()
                    .filter(address -> outside.stream().noneMatch(port -> arrives(ear, address, port)))
                    .toList();
            told.stream()
                    .filter(address -> !lost.contains(address))
                    .forEach(address -> findings.ok(
                            "udp.reach",
                            Words.of("UDP %s leads to this machine", "UDP %s 可到达本机", address.getHostAddress())));
            lost.forEach(address -> MediaExam.silent(
                    address.getHostAddress() + ":" + outside.get(0), lost.size() == told.size(), findings));
        } catch (IOException e) {
            findings.skip("udp.reach", Words.of("the UDP port is taken", "UDP 端口被占用"));
        }
    }

    private static List<Integer> ports(PortRange range) {
        return range.ports().boxed().limit(MAX_PORTS).toList();
    }

    /** From a socket of its own, so that the way is a client's. */
    private static boolean arrives(DatagramSocket ear, InetAddress address, int port) {
        for (int round = 0; round < ROUNDS; round++) {
            long nonce = new SecureRandom().nextLong();
            byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(nonce).array();
            try (DatagramSocket mouth = new DatagramSocket()) {
                mouth.send(new DatagramPacket(bytes, bytes.length, address, port));
                if (hears(ear, nonce)) {
                    return true;
                }
            } catch (IOException e) {
                // No way there, or the firewall says no.
                return false;
            }
        }
        return false;
    }

    private static boolean hears(DatagramSocket ear, long nonce) {
        DatagramPacket packet = new DatagramPacket(new byte[Long.BYTES], Long.BYTES);
        for (int strangers = 0; strangers < ROUNDS; strangers++) {
            try {
                ear.receive(packet);
            } catch (IOException e) {
                return false;
            }
            Optional<Long> heard = packet.getLength() == Long.BYTES
                    ? Optional.of(ByteBuffer.wrap(packet.getData()).getLong())
                    : Optional.empty();
            if (heard.filter(value -> value == nonce).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
