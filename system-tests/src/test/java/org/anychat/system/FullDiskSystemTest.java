package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose disk is full: a file system of four megabytes. Where tests may mount none it is not run. */
class FullDiskSystemTest {
    private static final String FULL = "The server goes on without it; make room on the disk";
    /** Each writes a line or two; a page has 4096 bytes. */
    private static final int MOST_LOGINS = 100;

    private static final int FILE_BYTES = 200_000;
    private static final int DISKSPACELIMITED = 43;

    @TempDir
    Path folder;

    private Path home;
    private ClientRuntime runtime;

    @BeforeEach
    void mount() throws Exception {
        home = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", home.toString()), "mounting is not allowed");
        runtime = ClientRuntime.create(1);
    }

    @AfterEach
    void unmount() throws Exception {
        if (runtime != null) {
            runtime.close();
            run("umount", "-l", home.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[1_024];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // As intended.
        }
    }

    @Test
    void shouldGoOnAndRecoverWhenThereIsRoomAgain() throws Exception {
        Path source = folder.resolve("report.bin");
        Files.write(source, new byte[FILE_BYTES]);
        try (ServerProcess server = ServerProcess.start(home);
                SdkUser ann = new SdkUser(server, runtime, new AnyChatListener() {})) {
            Path filler = home.resolve("filler");
            fill(filler);

            ann.loggedIn("Ann");
            SdkUser.await(ann.client().enterRoom(1, ""));
            fillTheLogsLastPage(server);
            server.awaitOutput(FULL);
            assertEquals(DISKSPACELIMITED, sent(ann, source), server::output);

            Files.delete(filler);
            assertEquals(0, sent(ann, source), server::output);
            try (SdkUser ben = new SdkUser(server, runtime, new AnyChatListener() {})) {
                ben.loggedIn("Ben");
                SdkUser.await(ben.client().enterRoom(1, ""));
            }
        }
    }

    /** The log's last page may have room where the disk has none. */
    private void fillTheLogsLastPage(ServerProcess server) {
        for (int i = 0; i < MOST_LOGINS && !server.output().contains(FULL); i++) {
            try (SdkUser guest = new SdkUser(server, runtime, new AnyChatListener() {})) {
                guest.loggedIn("Guest" + i);
                SdkUser.await(guest.client().enterRoom(1, ""));
            }
        }
    }

    private static int sent(SdkUser user, Path file) {
        return SdkUser.codeOf(
                user.client().transFile(AnyChatClient.SERVER, file, 0, 0, 0).done());
    }
}
