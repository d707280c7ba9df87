package org.anychat.system;

import static org.anychat.system.SdkUser.await;
import static org.anychat.system.SdkUser.codeOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.anychat.client.AnyChatClient;
import org.anychat.client.ClientRuntime;
import org.anychat.client.IncomingFile;
import org.anychat.client.OutgoingTransfer;
import org.anychat.client.ReceivedBuffer;
import org.anychat.client.ReceivedFile;
import org.anychat.protocol.ServerEvent.LinkClose;
import org.anychat.testsupport.CuttableProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buffers and files through the real server, with links that break in the middle. */
class TransferSystemTest {
    private static final int LARGE_BYTES = 20 << 20;
    private static final long CUT_AT_BYTES = 5 << 20;

    private static ServerProcess server;
    private static ClientRuntime runtime;

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private final SdkEvents annEvents = new SdkEvents();
    private final SdkEvents benEvents = new SdkEvents();
    private CuttableProxy link;
    private SdkUser annUser;
    private SdkUser benUser;
    private AnyChatClient ann;
    private int benId;

    @BeforeAll
    static void startServer() {
        // What a client does by itself that gets its session back is not the subject here.
        server = ServerProcess.start(
                home, "SessionKeepSeconds=0", "[Function Settings]", "TempFileQuotaMB=44", "TransFileMaxMB=25");
        runtime = ClientRuntime.create(2);
    }

    @AfterAll
    static void stopServer() {
        runtime.close();
        server.close();
    }

    @BeforeEach
    void logIn() {
        link = CuttableProxy.to(server.tcpPort());
        annUser = new SdkUser(link.port(), runtime, annEvents);
        benUser = new SdkUser(server, runtime, benEvents);
        ann = annUser.client();
        annUser.loggedIn("Ann");
        benId = benUser.loggedIn("Ben");
    }

    @AfterEach
    void close() throws IOException {
        annUser.close();
        benUser.close();
        link.close();
        Path stored = home.resolve("temp/guest-Ann");
        if (Files.exists(stored)) {
            try (Stream<Path> files = Files.list(stored)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    private void cutAfter(OutgoingTransfer transfer, long bytes) {
        CompletableFuture<Void> far = new CompletableFuture<>();
        transfer.onProgress(done -> {
            if (done >= bytes) {
                far.complete(null);
            }
        });
        await(far);
        link.cut();
        assertEquals(101, codeOf(transfer.done()));
        annEvents.next(LinkClose.class);
    }

    @Test
    void shouldResumeAFileToAUserAfterItsLinkBroke() throws IOException {
        Path source = file("large.bin", LARGE_BYTES);
        Path target = folder.resolve("received.bin");
        OutgoingTransfer first = ann.transFile(benId, source, 7, -8, 9);
        CompletableFuture<ReceivedFile> cut = benEvents.next(IncomingFile.class).accept(target);
        cutAfter(first, CUT_AT_BYTES);
        assertEquals(101, codeOf(cut));
        assertFalse(Files.exists(target));

        int annAgain = annUser.loggedIn("Ann");
        OutgoingTransfer second = ann.transFile(benId, source, 7, -8, 9);
        AtomicLong firstProgress = new AtomicLong(-1);
        IncomingFile offer = benEvents.next(IncomingFile.class);
        CompletableFuture<ReceivedFile> received =
                offer.onProgress(have -> firstProgress.compareAndSet(-1, have)).accept(target);
        await(second.done());

        ReceivedFile file = await(received);
        assertTrue(firstProgress.get() >= CUT_AT_BYTES, "resumed at " + firstProgress.get());
        assertEquals(-1, Files.mismatch(source, target));
        assertEquals(
                List.of(annAgain, target.toAbsolutePath(), second.taskId()),
                List.of(file.from(), file.path(), file.taskId()));
        assertEquals("large.bin", file.content().name());
        assertEquals(
                List.of(7, -8, 9),
                List.of(
                        file.content().wParam(),
                        file.content().lParam(),
                        file.content().flags()));
        assertEquals(file, benEvents.next(ReceivedFile.class));
    }

    @Test
    void shouldResumeAFileToTheServerAfterItsLinkBroke() throws IOException {
        Path source = file("报告 large.bin", LARGE_BYTES);
        cutAfter(ann.transFile(AnyChatClient.SERVER, source, 1, 2, 0), CUT_AT_BYTES);

        annUser.loggedIn("Ann");
        AtomicLong firstProgress = new AtomicLong(-1);
        OutgoingTransfer second = ann.transFile(AnyChatClient.SERVER, source, 1, 2, 0)
                .onProgress(have -> firstProgress.compareAndSet(-1, have));
        await(second.done());

        assertTrue(firstProgress.get() >= CUT_AT_BYTES, "resumed at " + firstProgress.get());
        Path stored = home.resolve("temp/guest-Ann/报告 large.bin");
        assertEquals(-1, Files.mismatch(source, stored));
        String log = Files.readString(home.resolve("AnyChatCoreServer.log"));
        assertTrue(log.contains("20971520 bytes at " + stored + ", wParam 1, lParam 2, task " + second.taskId()), log);
    }

    @Test
    void shouldBringBuffersInTheirOrder() {
        byte[] large = new byte[1 << 20];
        new Random(1).nextBytes(large);
        OutgoingTransfer first = ann.transBufferEx(benId, large, 1, 2, 3);
        ann.transBufferEx(benId, new byte[] {7}, 4, 5, 6);
        OutgoingTransfer last = ann.transBufferEx(benId, new byte[500_000], 7, 8, 9);
        await(last.done());

        ReceivedBuffer received = benEvents.next(ReceivedBuffer.class);
        assertArrayEquals(large, received.bytes());
        assertEquals(first.taskId(), received.taskId());
        assertEquals(List.of(1, 2, 3), List.of(received.wParam(), received.lParam(), received.flags()));
        assertArrayEquals(new byte[] {7}, benEvents.next(ReceivedBuffer.class).bytes());
        assertEquals(500_000, benEvents.next(ReceivedBuffer.class).bytes().length);
    }

    @Test
    void shouldTellTheSenderOfARefusalAndTheReceiverOfACancel() throws IOException {
        OutgoingTransfer refused = ann.transFile(benId, file("a.bin", 1_000), 0, 0, 0);
        benEvents.next(IncomingFile.class).reject();
        assertEquals(6, codeOf(refused.done()));

        OutgoingTransfer cancelled = ann.transFile(benId, file("b.bin", LARGE_BYTES), 0, 0, 0);
        CompletableFuture<ReceivedFile> received =
                benEvents.next(IncomingFile.class).accept(folder.resolve("never.bin"));
        CompletableFuture<Void> begun = new CompletableFuture<>();
        cancelled.onProgress(have -> begun.complete(null));
        await(begun);
        assertEquals(cancelled.size(), await(ann.transInfo(cancelled.taskId())).size());
        cancelled.cancel();
        assertEquals(6, codeOf(cancelled.done()));
        assertEquals(6, codeOf(received));
        assertEquals(716, codeOf(ann.transInfo(cancelled.taskId())));
    }

    @Test
    void shouldRefuseWhatCannotBeSent() throws IOException {
        assertEquals(205, codeOf(ann.transFile(77, file("a.bin", 10), 0, 0, 0).done()));
        assertEquals(
                711, codeOf(ann.transFile(benId, file("empty.bin", 0), 0, 0, 0).done()));
        assertEquals(
                712,
                codeOf(ann.transFile(benId, file("huge.bin", 26 << 20), 0, 0, 0).done()));
        assertEquals(
                710,
                codeOf(ann.transFile(benId, folder.resolve("missing"), 0, 0, 0).done()));
        assertEquals(
                21,
                codeOf(ann.transBufferEx(benId, new byte[(1 << 20) + 1], 0, 0, 0)
                        .done()));
        assertEquals(205, codeOf(ann.transBufferEx(77, new byte[10], 0, 0, 0).done()));
    }

    /** What is unfinished of a file is replaced with the kernel's own full disk. */
    @Test
    void shouldTellOfAFullDiskAndGoOnServing() throws IOException {
        Path source = file("unlucky.bin", 9 << 20);
        cutAfter(ann.transFile(AnyChatClient.SERVER, source, 0, 0, 0), 1 << 20);
        annUser.loggedIn("Ann");
        try (Stream<Path> parts = Files.list(home.resolve("temp/.part"))) {
            for (Path part : parts.toList()) {
                Files.delete(part);
                Files.createSymbolicLink(part, Path.of("/dev/full"));
            }
        }

        assertEquals(
                43, codeOf(ann.transFile(AnyChatClient.SERVER, source, 0, 0, 0).done()));
        await(ann.transFile(AnyChatClient.SERVER, file("lucky.bin", 1_000), 0, 0, 0)
                .done());
        await(ann.enterRoom(1, ""));
    }

    @Test
    void shouldRefuseFilesAboveTheQuotaAndGoOnServing() throws IOException {
        await(ann.transFile(AnyChatClient.SERVER, file("first.bin", LARGE_BYTES), 0, 0, 0)
                .done());

        assertEquals(
                43,
                codeOf(ann.transFile(AnyChatClient.SERVER, file("second.bin", 25 << 20), 0, 0, 0)
                        .done()));
        await(ann.transFile(AnyChatClient.SERVER, file("third.bin", 1_000), 0, 0, 0)
                .done());
        await(ann.enterRoom(1, ""));
    }
}
