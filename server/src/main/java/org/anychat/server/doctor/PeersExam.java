package org.anychat.server.doctor;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.anychat.runtime.cluster.ClusterDoor;
import org.anychat.runtime.config.ClusterConfig;

/** The other processes of a cluster, or the other server of two: names, ports, secret, version, clock. */
final class PeersExam implements Examination {
    private static final int CONNECT_MS = 2_000;

    private final Vertx vertx;

    PeersExam(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void examine(Patient patient, Findings findings) {
        ClusterConfig cluster = patient.config().cluster();
        if (!cluster.isClustered()) {
            findings.skip("cluster", Words.of("ClusterMembers is empty: no cluster", "ClusterMembers 为空：未使用集群"));
        } else {
            cluster.members().forEach(member -> member(patient, member, findings));
        }
        if (patient.config().standby().slaveMode()) {
            clock(patient, patient.config().standby().masterServerIp(), findings);
        }
    }

    private void member(Patient patient, String member, Findings findings) {
        ClusterConfig cluster = patient.config().cluster();
        List<InetSocketAddress> addresses = new ArrayList<>();
        try {
            addresses.addAll(ClusterDoor.addresses(member, cluster.port()));
            findings.ok(
                    "dns",
                    Words.of(
                            "%s is %s",
                            "%s 解析为 %s", member, addresses.get(0).getAddress().getHostAddress()));
        } catch (UnknownHostException e) {
            findings.fail(
                    "dns",
                    Words.of("ClusterMembers: %s has no address", "ClusterMembers：%s 无法解析", member),
                    Words.of(
                            "Correct the name, or have DNS know it on each machine; a container that is not started has"
                                    + " none yet.",
                            "请更正名称，或让每台机器的 DNS 都能解析；未启动的容器尚无地址。"));
        }
        for (InetSocketAddress address : addresses) {
            if (!isOwn(address.getAddress())) {
                reach(patient, address, findings);
            }
        }
    }

    private void reach(Patient patient, InetSocketAddress address, Findings findings) {
        ClusterConfig cluster = patient.config().cluster();
        String place = address.getAddress().getHostAddress() + ":" + address.getPort();
        if (!connects(address)) {
            findings.fail(
                    "cluster.reach",
                    Words.of("member %s takes no connections", "无法连接集群成员 %s", place),
                    Words.of(
                            "Is its process running? Open ClusterPort and ClusterBusPort between the machines, and to nobody else.",
                            "请确认其进程在运行；在各机器之间（且仅在它们之间）放行 ClusterPort 和 ClusterBusPort。"));
            return;
        }
        findings.ok("cluster.reach", Words.of("member %s takes connections", "可以连接集群成员 %s", place));
        if (cluster.busPort() != 0) {
            secret(cluster, new InetSocketAddress(address.getAddress(), cluster.busPort()), findings);
        }
        clock(patient, address.getAddress().getHostAddress(), findings);
    }

    private static void secret(ClusterConfig cluster, InetSocketAddress bus, Findings findings) {
        String place = bus.getAddress().getHostAddress() + ":" + bus.getPort();
        switch (ClusterDoor.knock(cluster, bus)) {
            case SAME_SECRET ->
                findings.ok(
                        "cluster.secret", Words.of("%s has the same ClusterSecret", "%s 的 ClusterSecret 相同", place));
            case OTHER_SECRET ->
                findings.fail(
                        "cluster.secret",
                        Words.of("%s has another ClusterSecret", "%s 的 ClusterSecret 不同", place),
                        Words.of("Set the same ClusterSecret in all processes.", "请在所有进程中设置相同的 ClusterSecret。"));
            case SHUT ->
                findings.warn(
                        "cluster.secret",
                        Words.of("the event bus at %s cannot be reached", "无法连接事件总线 %s", place),
                        Words.of(
                                "Open ClusterBusPort between the machines; or that process has another one.",
                                "请在机器之间放行 ClusterBusPort；或该进程使用了其他端口。"));
        }
    }

    /** A peer without a gateway, or with other ports, tells neither its version nor its time. */
    private void clock(Patient patient, String host, Findings findings) {
        int port = patient.config().network().tcpPorts().get(0);
        try {
            GatewayVisit visit = GatewayVisit.to(vertx, host, port);
            ClockExam.compare(host + ":" + port, visit.hello(), visit.ping(), System.currentTimeMillis(), findings);
            version(patient, host + ":" + port, visit.hello().server(), findings);
            visit.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            findings.skip(
                    "clock.peer",
                    Words.of(
                            "%s:%d has no gateway to compare clocks and versions with",
                            "%s:%d 没有网关，无法比较时钟和版本", host, port));
        }
    }

    private static void version(Patient patient, String place, String server, Findings findings) {
        if (server.endsWith(" " + patient.build().version())) {
            findings.ok("version.peer", Words.of("%s runs the same version", "%s 版本相同", place));
        } else {
            findings.fail(
                    "version.peer",
                    Words.of(
                            "%s runs %s, this one %s",
                            "%s 运行 %s，本机为 %s", place, server, patient.build().version()),
                    Words.of("Run the same version everywhere.", "请在各处运行相同版本。"));
        }
    }

    private static boolean connects(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(address))
                    .isPresent();
        } catch (SocketException e) {
            return false;
        }
    }
}
