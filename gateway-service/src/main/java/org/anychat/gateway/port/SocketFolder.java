package org.anychat.gateway.port;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the inner HTTP server's socket, below the folder for temporary files. It is this user's alone: whoever
 * may connect could claim any client address. Blocks.
 */
final class SocketFolder {
    private static final Logger log = LoggerFactory.getLogger(SocketFolder.class);
    private static final String PREFIX = "anychat-gateway";
    private static final String SOCKET = "http";
    /** Of a folder so young the process may not have opened its socket yet. */
    private static final Duration STARTING = Duration.ofMinutes(1);

    private final Path path;

    private SocketFolder(Path path) {
        this.path = path;
    }

    /** Makes a folder, and takes away those of processes that were killed. */
    static SocketFolder make() throws IOException {
        Path made = Files.createTempDirectory(PREFIX);
        removeOthers(made);
        return new SocketFolder(made);
    }

    Path socket() {
        return path.resolve(SOCKET);
    }

    void remove() throws IOException {
        remove(path);
    }

    private static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(SOCKET));
        Files.deleteIfExists(folder);
    }

    private static void removeOthers(Path own) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
            UserPrincipal self = Files.getOwner(own);
            Instant young = Files.getLastModifiedTime(own).toInstant().minus(STARTING);
            for (Path folder : folders) {
                if (!folder.equals(own) && isLeftOver(folder, self, young)) {
                    remove(folder);
                    log.debug("{} of a process that was killed is gone", folder);
                }
            }
        } catch (IOException e) {
            log.debug("What other processes have left in {} stays", own.getParent(), e);
        }
    }

    /** What is not a folder of this user's own is left alone: others may write here, too. */
    private static boolean isLeftOver(Path folder, UserPrincipal self, Instant young) {
        try {
            return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(self)
                    && Files.getLastModifiedTime(folder).toInstant().isBefore(young)
                    && !isServed(folder.resolve(SOCKET));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isServed(Path socket) throws IOException {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return connection.isConnected();
        } catch (ConnectException refused) {
            return false;
        }
    }
}
