package org.anychat.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.anychat.server.process.PortHolder.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PortHolderTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    Path proc;

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldFindThisProcess() throws IOException {
        String own = "process " + ProcessHandle.current().pid() + ": ";
        try (ServerSocket tcp = new ServerSocket(0);
                DatagramSocket udp = new DatagramSocket(0)) {
            assertTrue(PortHolder.find(Transport.TCP, tcp.getLocalPort())
                    .orElseThrow()
                    .words()
                    .startsWith(own));
            assertTrue(PortHolder.find(Transport.UDP, udp.getLocalPort())
                    .orElseThrow()
                    .words()
                    .startsWith(own));
        }
    }

    @Test
    void shouldNameTheUserOfAProcessThatItMayNotSee() throws IOException {
        // 22CA is 8906, 0A is listening.
        table(
                "   0: 00000000:22CA 00000000:0000 0A 00000000:00000000 00:00000000 00000000   998        0 4711 1 0 100\n");

        String words = PortHolder.find(proc, Transport.TCP, 8906).orElseThrow().words();

        assertTrue(words.contains("user number 998"), words);
    }

    @Test
    void shouldNotTakeAConnectionForAListener() throws IOException {
        // 01 is established: a client whose own port happens to be 8906.
        table(
                "   0: 0100007F:22CA 0100007F:0050 01 00000000:00000000 00:00000000 00000000   998        0 4711 1 0 100\n");

        assertEquals(Optional.empty(), PortHolder.find(proc, Transport.TCP, 8906));
    }

    @Test
    void shouldFindNobodyInGarbage() throws IOException {
        table("\u0000\u0001 :22CA\n:22CA :22CA :22CA 0A\n\n");

        assertEquals(Optional.empty(), PortHolder.find(proc, Transport.TCP, 8906));
    }

    @Test
    void shouldFindNobodyWhereTheSystemTellsNothing() {
        assertEquals(Optional.empty(), PortHolder.find(proc.resolve("missing"), Transport.UDP, 8907));
    }

    private void table(String lines) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net/tcp"), HEAD + lines);
    }
}
