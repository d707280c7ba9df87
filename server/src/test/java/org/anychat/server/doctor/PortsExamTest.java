package org.anychat.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsExamTest {
    @TempDir
    Path home;

    private Findings look(OptionalLong pid, int tcpPort, int udpPort) {
        Findings findings = new Findings();
        new PortsExam()
                .examine(
                        DoctorWords.patient(
                                home,
                                pid,
                                "ListenAddress=127.0.0.1",
                                "TCPListenPort=" + tcpPort,
                                "UDPServicePort=" + udpPort),
                        findings);
        return findings;
    }

    @Test
    void shouldNameTheHolderOfAPort() throws IOException {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            long self = ProcessHandle.current().pid();

            Findings others = look(OptionalLong.empty(), tcp.getLocalPort(), udp.getLocalPort());
            assertEquals(
                    2, others.count(Verdict.FAIL), DoctorWords.lines(others).toString());
            assertEquals("port.tcp." + tcp.getLocalPort(), others.all().get(0).check());
            String seen = others.all().get(0).seen().english();
            assertTrue(seen.contains("is held by process " + self + ":"), seen);
            assertTrue(others.all().get(1).remedy().english().contains("UDPServicePort"));

            assertEquals(
                    2,
                    look(OptionalLong.of(self), tcp.getLocalPort(), udp.getLocalPort())
                            .count(Verdict.OK));
        }
    }

    @Test
    void shouldTellFreePortsFromThoseThatTheServerShouldHave() throws IOException {
        int tcpPort;
        int udpPort;
        try (ServerSocket tcp = new ServerSocket(0);
                DatagramSocket udp = new DatagramSocket(0)) {
            tcpPort = tcp.getLocalPort();
            udpPort = udp.getLocalPort();
        }
        assertEquals(3, look(OptionalLong.empty(), tcpPort, udpPort).count(Verdict.OK), "and the TCP twin of UDP");
        Findings missing = look(OptionalLong.of(1), tcpPort, udpPort);
        assertEquals(2, missing.count(Verdict.FAIL));
        assertEquals(1, missing.count(Verdict.WARN), "the twin is not needed");
    }

    @Test
    void shouldSayThatAnAddressIsNotThisMachines() {
        Findings findings = new Findings();
        new PortsExam()
                .examine(
                        DoctorWords.patient(
                                home, "ListenAddress=203.0.113.9", "TCPListenPort=38906", "UDPServicePort=38907"),
                        findings);
        assertEquals(2, findings.count(Verdict.FAIL));
        assertTrue(findings.all().get(0).remedy().english().contains("ListenAddress"));
    }
}
