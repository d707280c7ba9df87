package org.anychat.server.doctor;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anychat.runtime.config.NetworkConfig;
import org.anychat.runtime.config.ServiceKind;
import org.anychat.server.process.PortHolder;
import org.anychat.server.process.PortHolder.Transport;

/** Whether each port is the server's, or free for it, or another's. */
final class PortsExam implements Examination {
    private record Port(Transport transport, int number, String key, String address, boolean isNeeded) {
        Port(Transport transport, int number, String key, String address) {
            this(transport, number, key, address, true);
        }

        String check() {
            return "port." + transport.name().toLowerCase(java.util.Locale.ROOT) + "." + number;
        }

        String words() {
            return transport + " " + number + " (" + key + ")";
        }

        /** Empty where it can be opened, else what the system says. */
        Optional<String> trouble() {
            InetSocketAddress local = new InetSocketAddress(address, number);
            try {
                if (transport == Transport.TCP) {
                    try (ServerSocket socket = new ServerSocket()) {
                        socket.bind(local);
                    }
                } else {
                    try (DatagramSocket socket = new DatagramSocket(null)) {
                        socket.bind(local);
                    }
                }
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public void examine(Patient patient, Findings findings) {
        ports(patient).stream().filter(port -> port.number() != 0).forEach(port -> look(patient, port, findings));
    }

    private static List<Port> ports(Patient patient) {
        List<Port> ports = new ArrayList<>();
        String address = patient.config().network().listenAddress();
        if (patient.has(ServiceKind.GATEWAY)) {
            patient.config()
                    .network()
                    .tcpPorts()
                    .forEach(port -> ports.add(new Port(Transport.TCP, port, "TCPListenPort", address)));
        }
        if (patient.has(ServiceKind.RELAY)) {
            NetworkConfig network = patient.config().network();
            ports.add(new Port(Transport.UDP, network.udpPort(), "UDPServicePort", address));
            ports.add(new Port(
                    Transport.TCP,
                    network.mediaTcpPort().orElse(network.udpPort()),
                    "MediaTCPPort",
                    address,
                    network.mediaTcpPort().isPresent()));
        }
        ports.add(new Port(
                Transport.TCP,
                patient.config().monitor().port(),
                "MonitorPort",
                patient.config().monitor().firstAddress()));
        if (patient.config().cluster().isClustered()) {
            ports.add(new Port(Transport.TCP, patient.config().cluster().port(), "ClusterPort", "0.0.0.0"));
            ports.add(new Port(Transport.TCP, patient.config().cluster().busPort(), "ClusterBusPort", "0.0.0.0"));
        }
        return ports;
    }

    private static void look(Patient patient, Port port, Findings findings) {
        Optional<String> trouble = port.trouble();
        Optional<PortHolder> holder =
                trouble.isEmpty() ? Optional.empty() : PortHolder.find(port.transport(), port.number());
        boolean ours = patient.runs()
                && holder.filter(found -> found.words()
                                .startsWith("process " + patient.pid().getAsLong() + ":"))
                        .isPresent();
        if (!port.isNeeded() && !ours && (trouble.isPresent() || patient.runs())) {
            findings.warn(
                    port.check(),
                    Words.of(
                            "%s is not this server's: clients whose UDP is blocked come by TCPListenPort alone",
                            "%s 不属于本服务器：UDP 被拦截的客户端只能经 TCPListenPort 接入", port.words()),
                    Words.of(
                            "Nothing has to be done; MediaTCPPort names another port.",
                            "无需处理；可用 MediaTCPPort 指定其他端口。"));
        } else if (ours) {
            findings.ok(port.check(), Words.of("%s is open in this server", "%s 已由本服务器打开", port.words()));
        } else if (trouble.isPresent()) {
            held(port, trouble.get(), holder, findings);
        } else if (patient.runs()) {
            findings.fail(
                    port.check(),
                    Words.of("the server runs, but %s is not open", "服务器在运行，但 %s 未打开", port.words()),
                    Words.of(
                            "It is still starting, or was started with other settings: look at its log, restart it.",
                            "服务器可能仍在启动，或以其他设置启动：请查看日志并重启。"));
        } else {
            findings.ok(port.check(), Words.of("%s is free", "%s 空闲", port.words()));
        }
    }

    private static void held(Port port, String trouble, Optional<PortHolder> holder, Findings findings) {
        if (holder.isPresent()) {
            findings.fail(
                    port.check(),
                    Words.of(
                            "%s is held by %s",
                            "%s 被占用：%s", port.words(), holder.get().words()),
                    Words.of(
                            "Stop that process (a second server? AnyChatCoreServer --stop in its folder), or change %s.",
                            "请停止该进程（若是另一个服务器，在其目录执行 AnyChatCoreServer --stop），或修改 %s。", port.key()));
            return;
        }
        findings.fail(
                port.check(),
                Words.of("%s cannot be opened: %s", "%s 无法打开：%s", port.words(), trouble),
                Words.of(
                        "Below 1024 it takes a right that the installed service has; an address that cannot be assigned"
                                + " is not this machine's (ListenAddress); else another program has it: change %s.",
                        "1024 以下的端口需要已安装服务所具有的权限；无法绑定的地址不属于本机（ListenAddress）；否则端口被其他程序占用：请修改 %s。", port.key()));
    }
}
