package org.anychat.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;
import org.anychat.gateway.GatewayConfig.LinkLimits;
import org.anychat.gateway.GatewayConfig.Listen;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Limits;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferContent;
import org.anychat.protocol.TransferRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buffers and files between clients of two gateways on one bus, and from clients to the server. */
class TransferIT {
    private static final int CHUNK = 65_536;

    @TempDir
    Path directory;

    private TestGateway gateway;
    private TestClient ann;
    private TestClient ben;

    @BeforeEach
    void start() {
        gateway = TestGateway.start(directory, LinkLimits.STANDARD);
        GatewayServiceVerticle second = new GatewayServiceVerticle(onFreePort(gateway.config), gateway.bus);
        TestGateway.await(gateway.vertx.deployVerticle(second));
        ann = gateway.client(TestClient.Transport.FRAMED);
        ben = gateway.client(TestClient.Transport.WEB_SOCKET, second.tcpPorts().get(0));
        ann.login("Ann");
        ben.login("Ben");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static GatewayConfig onFreePort(GatewayConfig config) {
        Listen listen = config.listen();
        return new GatewayConfig(
                new NodeId("gateway-2"),
                new Listen(
                        listen.address(),
                        List.of(0),
                        listen.certificateFile(),
                        listen.privateKeyFile(),
                        listen.certificateEnds(),
                        false),
                false,
                config.server(),
                config.client(),
                config.limits(),
                config.files(),
                config.keeping(),
                Optional.empty());
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static TransferContent file(String name, byte[] bytes) {
        return new TransferContent(TransferContent.Kind.FILE, name, bytes.length, sha256(bytes), 7, -8, 9);
    }

    private static TransferContent buffer(int size) {
        return new TransferContent(TransferContent.Kind.BUFFER, "", size, "", 1, 2, 3);
    }

    private static Reply offer(TestClient from, int to, TransferContent content) {
        return from.request(id -> new TransferRequest.TransOffer(id, to, content));
    }

    private static int offered(TestClient from, int to, TransferContent content) {
        return ((ReplyBody.TransOffered)
                        TestClient.expectSuccess(offer(from, to, content)).body())
                .taskId();
    }

    private static Reply chunk(TestClient from, int task, long offset, byte... data) {
        return from.request(id -> new TransferRequest.TransChunk(id, task, offset, data));
    }

    private static Reply ack(TestClient from, int task, long offset) {
        return from.request(id -> new TransferRequest.TransAck(id, task, offset));
    }

    /** Sends the bytes as the receiver lets it, and returns the code at the end. */
    private static int send(TestClient from, int task, byte[] bytes) {
        long sent = -1;
        while (true) {
            ServerEvent event = from.next(ServerEvent.class);
            if (event instanceof ServerEvent.TransEnd end) {
                return end.code();
            }
            ServerEvent.TransProgress progress = (ServerEvent.TransProgress) event;
            sent = Math.max(sent, progress.offset());
            while (sent < progress.limit()) {
                int end = (int) Math.min(sent + CHUNK, progress.limit());
                byte[] data = Arrays.copyOfRange(bytes, (int) sent, end);
                long offset = sent;
                from.send(id -> new TransferRequest.TransChunk(id, task, offset, data));
                sent = end;
            }
        }
    }

    private static byte[] receive(TestClient to, int task, int from, int size) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        to.send(id -> new TransferRequest.TransAck(id, task, from));
        while (from + received.size() < size) {
            ServerEvent.TransChunk chunk = to.next(ServerEvent.TransChunk.class);
            assertEquals(from + received.size(), chunk.offset());
            received.writeBytes(chunk.data());
            long have = from + (long) received.size();
            to.send(id -> new TransferRequest.TransAck(id, task, have));
        }
        return received.toByteArray();
    }

    @Test
    void shouldCarryABufferToAUserOfAnotherGateway() throws Exception {
        byte[] bytes = bytes(Limits.BUFFER_EX_BYTES);
        int task = offered(ann, -3, buffer(bytes.length));
        ServerEvent.TransOffer offer = ben.next(ServerEvent.TransOffer.class);
        assertEquals(new ServerEvent.TransOffer(task, -2, buffer(bytes.length)), offer);
        assertEquals(1, task % 2);

        CompletableFuture<Integer> sender = CompletableFuture.supplyAsync(() -> send(ann, task, bytes));
        assertArrayEquals(bytes, receive(ben, task, 0, bytes.length));
        assertEquals(0, sender.get(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldCarryMoreThanTheRateOfOtherMessagesWouldLet() throws Exception {
        byte[] bytes = bytes(TestGateway.MAX_FILE_BYTES_INT);
        int chunk = 16_384;
        int task = offered(ann, -3, file("large.bin", bytes));
        ben.next(ServerEvent.TransOffer.class);
        ben.send(id -> new TransferRequest.TransAck(id, task, 0));
        ann.next(ServerEvent.TransProgress.class);

        for (int offset = 0; offset < bytes.length; offset += chunk) {
            byte[] data = Arrays.copyOfRange(bytes, offset, offset + chunk);
            TestClient.expectSuccess(chunk(ann, task, offset, data));
            ben.next(ServerEvent.TransChunk.class);
            int have = offset + chunk;
            TestClient.expectSuccess(ack(ben, task, have));
        }
        assertEquals(0, ann.next(ServerEvent.TransEnd.class).code());
    }

    @Test
    void shouldResumeWhereTheReceiverSays() throws Exception {
        byte[] bytes = bytes(300_000);
        int task = offered(ann, -3, file("report.pdf", bytes));
        ben.next(ServerEvent.TransOffer.class);

        CompletableFuture<Integer> sender = CompletableFuture.supplyAsync(() -> send(ann, task, bytes));
        assertArrayEquals(Arrays.copyOfRange(bytes, 200_000, 300_000), receive(ben, task, 200_000, 300_000));
        assertEquals(0, sender.get(20, TimeUnit.SECONDS));
    }

    @Test
    void shouldMakeNamesSafeForTheReceiver() {
        offered(ann, -3, file("..\\..\\nul", bytes(10)));

        assertEquals("_nul", ben.next(ServerEvent.TransOffer.class).content().name());
    }

    @Test
    void shouldHoldTheSenderBackWhileTheReceiverDoesNotAcknowledge() {
        byte[] bytes = bytes(1_000_000);
        int task = offered(ann, -3, file("report.pdf", bytes));
        TestClient.expectSuccess(ack(ben, task, 0));
        ServerEvent.TransProgress progress = ann.next(ServerEvent.TransProgress.class);
        assertEquals(new ServerEvent.TransProgress(task, 0, Limits.TRANSFER_WINDOW_BYTES), progress);

        for (int offset = 0; offset < progress.limit(); offset += CHUNK) {
            TestClient.expectSuccess(chunk(ann, task, offset, Arrays.copyOfRange(bytes, offset, offset + CHUNK)));
        }
        assertEquals(62, chunk(ann, task, progress.limit(), (byte) 1).code());
        assertEquals(715, ben.next(ServerEvent.TransEnd.class).code());
    }

    @Test
    void shouldKeepHeartbeatsGoingBesideAReceiverThatDoesNotRead() {
        byte[] bytes = bytes(1_000_000);
        int task = offered(ann, -3, file("report.pdf", bytes));
        TestClient.expectSuccess(ack(ben, task, 0));
        ann.next(ServerEvent.TransProgress.class);
        ben.pause();

        for (int offset = 0; offset < Limits.TRANSFER_WINDOW_BYTES; offset += CHUNK) {
            TestClient.expectSuccess(chunk(ann, task, offset, Arrays.copyOfRange(bytes, offset, offset + CHUNK)));
        }
        TestClient.expectSuccess(ann.request(ClientRequest.Heartbeat::new));
        assertEquals(0, gateway.verticle.counters().value(GatewayCounter.SLOW_READER));
    }

    @Test
    void shouldRefuseChunksOutOfOrder() {
        int task = offered(ann, -3, file("report.pdf", bytes(1_000)));
        TestClient.expectSuccess(ack(ben, task, 0));
        ann.next(ServerEvent.TransProgress.class);

        ann.send(id -> new TransferRequest.TransChunk(id, task, 100, new byte[] {1}));
        assertEquals(715, ann.next(ServerEvent.TransEnd.class).code());
        assertEquals(21, ann.next(Reply.class).code());
        assertEquals(715, ben.next(ServerEvent.TransEnd.class).code());
        assertEquals(716, chunk(ann, task, 0, (byte) 1).code());
    }

    @Test
    void shouldRefuseChunksBeforeTheReceiverHasAccepted() {
        int task = offered(ann, -3, file("report.pdf", bytes(1_000)));

        assertEquals(21, chunk(ann, task, 0, (byte) 1).code());
    }

    @Test
    void shouldRefuseAcknowledgementsOfWhatNeverCame() {
        int task = offered(ann, -3, file("report.pdf", bytes(1_000)));
        TestClient.expectSuccess(ack(ben, task, 0));

        assertEquals(21, ack(ben, task, 1_000).code());
    }

    @Test
    void shouldKnowOnlyOnesOwnTransfers() {
        int task = offered(ann, -3, file("report.pdf", bytes(1_000)));
        TestClient cat = gateway.client();
        cat.login("Cat");

        assertEquals(716, chunk(cat, task, 0, (byte) 1).code());
        assertEquals(716, ack(cat, task, 0).code());
        assertEquals(
                716,
                cat.request(id -> new TransferRequest.TransCancel(id, task, 6)).code());
        assertEquals(
                716, cat.request(id -> new TransferRequest.TransInfo(id, task)).code());
        assertEquals(
                701, cat.request(id -> new TransferRequest.TransInfo(id, 7)).code());
        assertEquals(716, ack(ann, task, 0).code());
        assertEquals(716, chunk(ben, task, 0, (byte) 1).code());
    }

    @Test
    void shouldTellHowFarItIs() {
        byte[] bytes = bytes(1_000);
        int task = offered(ann, -3, file("report.pdf", bytes));
        assertFalse(info(ann, task).accepted());
        TestClient.expectSuccess(ack(ben, task, 0));
        ann.next(ServerEvent.TransProgress.class);
        TestClient.expectSuccess(chunk(ann, task, 0, Arrays.copyOf(bytes, 400)));
        ben.next(ServerEvent.TransChunk.class);
        TestClient.expectSuccess(ack(ben, task, 400));
        ann.next(ServerEvent.TransProgress.class);

        ReplyBody.TransferInfo info = info(ann, task);
        assertEquals(
                List.of(task, -3, 1_000L, 400L),
                List.of(info.taskId(), info.userId(), info.size(), info.transferred()));
        assertTrue(info.accepted());
        assertEquals(-2, info(ben, task).userId());
    }

    private static ReplyBody.TransferInfo info(TestClient client, int task) {
        return (ReplyBody.TransferInfo)
                TestClient.expectSuccess(client.request(id -> new TransferRequest.TransInfo(id, task)))
                        .body();
    }

    @Test
    void shouldTellTheOtherSideOfACancel() {
        int first = offered(ann, -3, file("report.pdf", bytes(1_000)));
        TestClient.expectSuccess(ann.request(id -> new TransferRequest.TransCancel(id, first, 6)));
        assertEquals(new ServerEvent.TransEnd(first, 6), ben.next(ServerEvent.TransEnd.class));

        int second = offered(ann, -3, file("report.pdf", bytes(1_000)));
        TestClient.expectSuccess(ben.request(id -> new TransferRequest.TransCancel(id, second, 710)));
        assertEquals(new ServerEvent.TransEnd(second, 710), ann.next(ServerEvent.TransEnd.class));
    }

    @Test
    void shouldTellTheOtherSideOfALostLink() {
        int fromAnn = offered(ann, -3, file("report.pdf", bytes(1_000)));
        int fromBen = offered(ben, -2, file("answer.pdf", bytes(2_000)));
        ann.next(ServerEvent.TransOffer.class);

        ben.close();

        ServerEvent.TransEnd one = ann.next(ServerEvent.TransEnd.class);
        ServerEvent.TransEnd other = ann.next(ServerEvent.TransEnd.class);
        assertTrue(
                List.of(one, other)
                        .containsAll(List.of(
                                new ServerEvent.TransEnd(fromAnn, 205), new ServerEvent.TransEnd(fromBen, 101))),
                one + " " + other);
    }

    @Test
    void shouldRefuseOffersThatAreWrong() {
        byte[] large = new byte[TestGateway.MAX_FILE_BYTES_INT + 1];
        assertEquals(205, offer(ann, 77, file("report.pdf", bytes(10))).code());
        assertEquals(711, offer(ann, -3, file("empty", new byte[0])).code());
        assertEquals(712, offer(ann, -3, file("large", large)).code());
        assertEquals(712, offer(ann, 0, file("large", large)).code());
        assertEquals(21, offer(ann, -3, buffer(0)).code());
        assertEquals(21, offer(ann, -3, buffer(Limits.BUFFER_EX_BYTES + 1)).code());
        assertEquals(21, offer(ann, 0, buffer(10)).code());
        assertEquals(21, offer(ann, -2, buffer(10)).code());
    }

    @Test
    void shouldRefuseAFloodOfOffers() {
        for (int i = 1; i <= Limits.TRANSFERS; i++) {
            offered(ann, -3, buffer(i));
        }
        assertEquals(700, offer(ann, -3, buffer(99)).code());

        TestClient cat = gateway.client();
        cat.login("Cat");
        assertEquals(700, offer(cat, -3, buffer(99)).code());
    }

    @Test
    void shouldRefuseTheSameFileTwiceAtOnce() {
        offered(ann, -3, file("report.pdf", bytes(1_000)));

        assertEquals(714, offer(ann, -3, file("again.pdf", bytes(1_000))).code());
    }

    @Test
    void shouldStoreAFileForTheServer() throws Exception {
        byte[] bytes = bytes(3_000_000);
        int task = offered(ann, 0, file("../报告.pdf", bytes));
        assertEquals(0, task % 2);

        assertEquals(0, send(ann, task, bytes));
        assertArrayEquals(bytes, Files.readAllBytes(directory.resolve("temp/guest-Ann/报告.pdf")));
    }

    @Test
    void shouldResumeAFileForTheServerAfterALostLink() throws Exception {
        byte[] bytes = bytes(1_000_000);
        int cut = offered(ann, 0, file("report.pdf", bytes));
        ann.next(ServerEvent.TransProgress.class);
        // Not waiting for the reply, which the progress may overtake.
        ann.send(id -> new TransferRequest.TransChunk(id, cut, 0, Arrays.copyOf(bytes, CHUNK)));
        while (ann.next(ServerEvent.TransProgress.class).offset() < CHUNK) {
            // Until it is on the disk.
        }
        ann.close();
        gateway.auth.awaitLogout();

        TestClient again = gateway.client();
        again.login("Ann");
        int task = offered(again, 0, file("report.pdf", bytes));
        ServerEvent.TransProgress progress = again.next(ServerEvent.TransProgress.class);
        assertEquals(CHUNK, progress.offset());
        for (long offset = CHUNK; offset < progress.limit(); offset += CHUNK) {
            long end = Math.min(offset + CHUNK, progress.limit());
            chunk(again, task, offset, Arrays.copyOfRange(bytes, (int) offset, (int) end));
        }
    }

    @Test
    void shouldRefuseAFileForTheServerThatIsNotWhatWasOffered() {
        byte[] bytes = bytes(1_000);
        int task = offered(ann, 0, file("report.pdf", bytes));

        assertEquals(715, send(ann, task, new byte[1_000]));
        assertFalse(Files.exists(directory.resolve("temp/guest-Ann/report.pdf")));
    }

    @Test
    void shouldRefuseFilesForTheServerAboveTheQuotaAndGoOnServing() {
        byte[] bytes = bytes(6_000_000);
        assertEquals(0, send(ann, offered(ann, 0, file("first", bytes)), bytes));

        assertEquals(43, offer(ann, 0, file("second", bytes(5_000_000))).code());
        byte[] small = bytes(1_000);
        assertEquals(0, send(ann, offered(ann, 0, file("third", small)), small));
    }
}
