package org.anychat.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Other members of a cluster and the other server of two, as the doctor sees them. */
class PeersExamTest {
    /** Of this machine, but of no network card: for the doctor another machine's. */
    private static final String OTHER = "127.0.0.2";

    @TempDir
    Path home;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Findings look(Examination exam, String... settings) {
        Findings findings = new Findings();
        exam.examine(DoctorWords.patient(home, settings), findings);
        return findings;
    }

    private Findings peers(String members, int busPort) {
        return look(
                new PeersExam(vertx),
                "ClusterMembers=" + members,
                "ClusterSecret=of these processes alone",
                "ClusterBusPort=" + busPort,
                "TCPListenPort=" + freePort());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldHaveNothingToLookAtWithoutACluster() {
        assertEquals(List.of("SKIP cluster"), DoctorWords.lines(look(new PeersExam(vertx))));
    }

    @Test
    void shouldNameAMemberThatHasNoAddress() {
        Findings found = peers("nobody.invalid:5701", 0);

        assertEquals(List.of("FAIL dns"), DoctorWords.lines(found));
        assertTrue(found.all().get(0).seen().english().contains("nobody.invalid"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNameAMemberThatTakesNoConnections() {
        int port = freePort();

        Findings found = peers(OTHER + ":" + port, 0);

        assertEquals(List.of("OK dns", "FAIL cluster.reach"), DoctorWords.lines(found));
        assertTrue(found.all().get(1).seen().english().contains(OTHER + ":" + port));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNameAnEventBusThatIsShut() throws IOException {
        try (ServerSocket member = new ServerSocket(0, 8, InetAddress.getByName(OTHER))) {
            int busPort = freePort();

            Findings found = peers(OTHER + ":" + member.getLocalPort(), busPort);

            assertEquals(
                    List.of("OK dns", "OK cluster.reach", "WARN cluster.secret", "SKIP clock.peer"),
                    DoctorWords.lines(found));
            assertTrue(found.all().get(2).seen().english().contains(OTHER + ":" + busPort));
        }
    }

    @Test
    void shouldHaveNothingToLookAtWithoutAStandby() {
        assertEquals(List.of("SKIP standby"), DoctorWords.lines(look(new StandbyExam())));
    }

    @Test
    void shouldNameAMasterAndAWitnessThatDoNotAnswer() {
        Findings found = look(
                new StandbyExam(),
                "SlaveMode=1",
                "SDKAuthPass=secret",
                "MasterServerIP=127.0.0.1",
                "MasterServerUDPPort=" + freePort(),
                "WitnessServerIP=127.0.0.1",
                "WitnessServerUDPPort=" + freePort());

        assertEquals(List.of("FAIL standby.master", "FAIL standby.witness"), DoctorWords.lines(found));
        assertTrue(found.all().get(0).seen().english().contains("MasterServerIP UDP 127.0.0.1:"));
    }
}
