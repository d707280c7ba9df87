package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferContent;
import org.anychat.protocol.TransferRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Transfers of the SDK against a server that answers as the test tells it. */
@Timeout(60)
class TransfersIT {
    private static final int TASK = 4_712;

    @TempDir
    Path folder;

    private final BlockingQueue<ClientRequest> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private volatile ProtocolServer.Peer server;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private AnyChatClient connected() throws Exception {
        ProtocolServer listening = ProtocolServer.start((request, peer) -> {
            server = peer;
            if (request instanceof ClientRequest.Connect) {
                ProtocolServer.greet(request, peer);
                return;
            }
            peer.send(
                    request instanceof TransferRequest.TransOffer
                            ? Reply.success(request.id(), new ReplyBody.TransOffered(TASK))
                            : Reply.success(request.id()));
            requests.add(request);
        });
        AnyChatClient client = AnyChatClient.builder()
                .server("127.0.0.1", listening.port())
                .listener(new Listener())
                .build();
        opened.addAll(List.of(client, listening));
        client.connect().get(20, TimeUnit.SECONDS);
        return client;
    }

    private final class Listener implements AnyChatListener {
        @Override
        public void onTransFileOffer(IncomingFile file) {
            events.add(file);
        }

        @Override
        public void onTransBufferEx(ReceivedBuffer buffer) {
            events.add(buffer);
        }
    }

    private <T> T request(Class<T> kind) throws InterruptedException {
        return kind.cast(requests.poll(20, TimeUnit.SECONDS));
    }

    private <T> T event(Class<T> kind) throws InterruptedException {
        return kind.cast(events.poll(20, TimeUnit.SECONDS));
    }

    private static int codeOf(CompletableFuture<?> future) throws Exception {
        try {
            future.get(20, TimeUnit.SECONDS);
            return 0;
        } catch (ExecutionException e) {
            return ((AnyChatException) e.getCause()).code();
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static TransferContent file(byte[] bytes) {
        return new TransferContent(
                TransferContent.Kind.FILE, "a.bin", bytes.length, TransferFiles.sha256(bytes), 7, -8, 9);
    }

    private void chunk(int task, long offset, byte... data) {
        server.send(new ServerEvent.TransChunk(task, offset, data));
    }

    private IncomingFile offered(byte[] bytes) throws Exception {
        server.send(new ServerEvent.TransOffer(TASK, -3, file(bytes)));
        return event(IncomingFile.class);
    }

    private AnyChatClient begun() throws Exception {
        AnyChatClient client = connected();
        // The server knows its peer from the first request on.
        client.rooms().exceptionally(failure -> List.of());
        request(ClientRequest.Rooms.class);
        return client;
    }

    @Test
    void shouldSendOnlyWhatTheReceiverLetsItAndFromWhereItSays() throws Exception {
        byte[] bytes = bytes(100_000);
        AnyChatClient client = connected();
        OutgoingTransfer transfer = client.transFile(-3, Files.write(folder.resolve("a.bin"), bytes), 7, -8, 9);
        TransferRequest.TransOffer offer = request(TransferRequest.TransOffer.class);
        assertEquals(new TransferRequest.TransOffer(offer.id(), -3, file(bytes)), offer);

        server.send(new ServerEvent.TransProgress(TASK, 60_000, 70_000));
        TransferRequest.TransChunk first = request(TransferRequest.TransChunk.class);
        assertEquals(List.of(60_000L, 10_000), List.of(first.offset(), first.data().length));
        server.send(new ServerEvent.TransProgress(TASK, 70_000, 100_000));
        TransferRequest.TransChunk second = request(TransferRequest.TransChunk.class);
        assertEquals(List.of(70_000L, 30_000), List.of(second.offset(), second.data().length));
        assertFalse(transfer.done().isDone());
        server.send(new ServerEvent.TransEnd(TASK, 0));

        assertEquals(0, codeOf(transfer.done()));
        assertEquals(
                List.of(TASK, 100_000L, 70_000L), List.of(transfer.taskId(), transfer.size(), transfer.transferred()));
    }

    @Test
    void shouldFailWhereTheFileBecomesShorter() throws Exception {
        AnyChatClient client = connected();
        Path source = Files.write(folder.resolve("a.bin"), bytes(1_000));
        OutgoingTransfer transfer = client.transFile(-3, source, 0, 0, 0);
        request(TransferRequest.TransOffer.class);
        Files.write(source, bytes(10));
        server.send(new ServerEvent.TransProgress(TASK, 0, 1_000));

        assertEquals(713, codeOf(transfer.done()));
        assertEquals(713, request(TransferRequest.TransCancel.class).code());
    }

    @Test
    void shouldCancelWhatItSends() throws Exception {
        OutgoingTransfer transfer = connected().transBufferEx(-3, bytes(1_000), 0, 0, 0);
        request(TransferRequest.TransOffer.class);
        transfer.cancel();

        assertEquals(6, codeOf(transfer.done()));
    }

    @Test
    void shouldFailWhatItSendsWithTheLink() throws Exception {
        AnyChatClient client = connected();
        OutgoingTransfer transfer = client.transBufferEx(-3, bytes(1_000), 0, 0, 0);
        request(TransferRequest.TransOffer.class);
        client.transInfo(TASK).exceptionally(failure -> null);
        request(TransferRequest.TransInfo.class);
        server.drop();

        assertEquals(101, codeOf(transfer.done()));
    }

    @Test
    void shouldGiveAReceivedFileItsNameOnlyOnceItIsWholeAndRight() throws Exception {
        begun();
        byte[] bytes = bytes(50_000);
        Path target = folder.resolve("received.bin");
        CompletableFuture<ReceivedFile> received = offered(bytes).accept(target);
        assertEquals(0, request(TransferRequest.TransAck.class).offset());
        chunk(TASK, 0, Arrays.copyOf(bytes, 20_000));
        assertEquals(20_000, request(TransferRequest.TransAck.class).offset());
        assertFalse(Files.exists(target));
        chunk(TASK, 20_000, Arrays.copyOfRange(bytes, 20_000, 50_000));

        assertEquals(target.toAbsolutePath(), received.get(20, TimeUnit.SECONDS).path());
        assertEquals(50_000, request(TransferRequest.TransAck.class).offset());
        assertArrayEquals(bytes, Files.readAllBytes(target));
        assertEquals(List.of("received.bin"), names());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void shouldGoOnWithAPartOfTheSameFile() throws Exception {
        begun();
        byte[] bytes = bytes(50_000);
        Path target = folder.resolve("received.bin");
        CompletableFuture<ReceivedFile> cut = offered(bytes).accept(target);
        request(TransferRequest.TransAck.class);
        chunk(TASK, 0, Arrays.copyOf(bytes, 20_000));
        request(TransferRequest.TransAck.class);
        server.send(new ServerEvent.TransEnd(TASK, 101));
        assertEquals(101, codeOf(cut));

        CompletableFuture<ReceivedFile> received = offered(bytes).accept(target);
        assertEquals(20_000, request(TransferRequest.TransAck.class).offset());
        chunk(TASK, 20_000, Arrays.copyOfRange(bytes, 20_000, 50_000));
        received.get(20, TimeUnit.SECONDS);
        assertArrayEquals(bytes, Files.readAllBytes(target));
    }

    @Test
    void shouldRefuseBytesThatAreNotThoseOfTheOffer() throws Exception {
        begun();
        CompletableFuture<ReceivedFile> received = offered(bytes(1_000)).accept(folder.resolve("received.bin"));
        request(TransferRequest.TransAck.class);
        chunk(TASK, 0, new byte[1_000]);

        assertEquals(715, codeOf(received));
        assertEquals(715, request(TransferRequest.TransCancel.class).code());
        assertEquals(List.of(), names());
    }

    @Test
    void shouldNotReplaceAFileThatIsThere() throws Exception {
        begun();
        Path target = Files.write(folder.resolve("received.bin"), new byte[] {1});

        assertEquals(710, codeOf(offered(bytes(1_000)).accept(target)));
        assertEquals(710, request(TransferRequest.TransCancel.class).code());
        assertEquals(1, Files.size(target));
    }

    @Test
    void shouldRefuseChunksOutOfOrder() throws Exception {
        begun();
        CompletableFuture<ReceivedFile> received = offered(bytes(1_000)).accept(folder.resolve("received.bin"));
        request(TransferRequest.TransAck.class);
        chunk(TASK, 10, new byte[10]);

        assertEquals(715, codeOf(received));
        assertEquals(715, request(TransferRequest.TransCancel.class).code());
    }

    @Test
    void shouldRejectAFile() throws Exception {
        begun();
        IncomingFile file = offered(bytes(1_000));
        file.reject();

        assertEquals(6, request(TransferRequest.TransCancel.class).code());
        assertEquals(6, codeOf(file.accept(folder.resolve("never"))));
        assertEquals(List.of(), names());
    }

    @Test
    void shouldReceiveABufferByItself() throws Exception {
        begun();
        byte[] bytes = bytes(70_000);
        server.send(new ServerEvent.TransOffer(
                3, -3, new TransferContent(TransferContent.Kind.BUFFER, "", bytes.length, "", 1, 2, 3)));
        assertEquals(0, request(TransferRequest.TransAck.class).offset());
        chunk(3, 0, Arrays.copyOf(bytes, 65_536));
        chunk(3, 65_536, Arrays.copyOfRange(bytes, 65_536, 70_000));

        ReceivedBuffer buffer = event(ReceivedBuffer.class);
        assertArrayEquals(bytes, buffer.bytes());
        assertTrue(List.of(buffer.from(), buffer.taskId(), buffer.wParam(), buffer.lParam(), buffer.flags())
                .equals(List.of(-3, 3, 1, 2, 3)));
    }
}
