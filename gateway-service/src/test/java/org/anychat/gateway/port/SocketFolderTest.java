package org.anychat.gateway.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SocketFolderTest {
    /** As a process leaves it that is killed: the socket is there, and nobody listens. */
    private static SocketFolder killed() throws IOException {
        SocketFolder folder = SocketFolder.make();
        ServerSocketChannel socket = listening(folder);
        socket.close();
        assertTrue(Files.exists(folder.socket()));
        return folder;
    }

    private static ServerSocketChannel listening(SocketFolder folder) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(folder.socket()));
        return socket;
    }

    private static void age(SocketFolder folder) throws IOException {
        Files.setLastModifiedTime(
                folder.socket().getParent(), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    @Test
    void shouldTakeAwayWhatAKilledProcessHasLeft() throws IOException {
        SocketFolder dead = killed();
        age(dead);

        SocketFolder.make().remove();

        assertEquals(false, Files.exists(dead.socket().getParent()));
    }

    @Test
    void shouldLeaveAloneWhatIsInUse() throws IOException {
        SocketFolder other = SocketFolder.make();
        try (ServerSocketChannel socket = listening(other)) {
            age(other);

            SocketFolder.make().remove();

            assertTrue(socket.isOpen());
            assertTrue(Files.exists(other.socket()));
        } finally {
            other.remove();
        }
    }

    @Test
    void shouldLeaveAloneWhoeverIsStarting() throws IOException {
        SocketFolder starting = killed();

        SocketFolder.make().remove();

        assertTrue(Files.exists(starting.socket()));
        starting.remove();
    }

    @Test
    void shouldFollowNoLinks() throws IOException {
        SocketFolder own = killed();
        Path target = own.socket().getParent();
        Path link = target.resolveSibling(target.getFileName() + "-link");
        Files.createSymbolicLink(link, target);

        SocketFolder.make().remove();

        assertTrue(Files.exists(own.socket()));
        Files.delete(link);
        own.remove();
    }
}
