package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a start, above all of one that fails. */
class StartSystemTest {
    @TempDir
    Path home;

    @Test
    void shouldNameEverythingThatIsWrongInTheIniAndExitWith78() throws Exception {
        Files.writeString(
                home.resolve("AnyChatCoreServer.ini"),
                "[Base Settings]\nTCPListenPort=99999\n[Video Settings]\nVideoFPS=26\n");

        try (ServerProcess server = ServerProcess.startAsIs(home)) {
            assertEquals(78, server.awaitExit(), server::output);
            String output = server.output();
            assertTrue(output.contains("TCPListenPort") && output.contains("99999"), output);
            assertTrue(output.contains("VideoFPS") && output.contains("26") && output.contains("1 to 25"), output);
            assertTrue(output.contains("AnyChatCoreServer.ini"), output);
        }
    }

    @Test
    void shouldSayWhichPortIsTakenAndExitWith69() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            Files.writeString(
                    home.resolve("AnyChatCoreServer.ini"),
                    "[Base Settings]\nTCPListenPort=" + other.getLocalPort() + "\nUDPServicePort=0\n");

            try (ServerProcess server = ServerProcess.startAsIs(home)) {
                assertEquals(69, server.awaitExit(), server::output);
                assertTrue(server.output().contains("TCPListenPort"), server::output);
                assertTrue(server.output().contains(Integer.toString(other.getLocalPort())), server::output);
            }
        }
    }

    @Test
    void shouldNotStandByWithoutMasterAndPassword() throws Exception {
        Files.writeString(home.resolve("AnyChatCoreServer.ini"), "[Standby Server Settings]\nSlaveMode=1\n");

        try (ServerProcess server = ServerProcess.startAsIs(home)) {
            assertEquals(78, server.awaitExit(), server::output);
            assertTrue(server.output().contains("a standby server needs MasterServerIP"), server::output);
            assertTrue(server.output().contains("know each other by it"), server::output);
        }
    }

    @Test
    void shouldWriteTheLogAndStopCleanly() throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(home)) {
            server.stop();
            assertEquals(0, server.awaitExit(), server::output);
            assertTrue(
                    Files.readString(home.resolve("AnyChatCoreServer.log")).contains("has exited with error code:0"),
                    server::output);
        }

        try (ServerProcess server = ServerProcess.startAsIs(home, "--version")) {
            assertEquals(0, server.awaitExit(), server::output);
        }
        try (ServerProcess server = ServerProcess.startAsIs(home.resolve("missing"))) {
            assertEquals(78, server.awaitExit(), server::output);
        }
    }
}
