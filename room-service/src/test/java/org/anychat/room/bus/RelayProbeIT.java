package org.anychat.room.bus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.ProbeRelay;
import org.anychat.contracts.RoomApi.ProbeTarget;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RelayProbeIT {
    private final Vertx vertx = Vertx.vertx();
    private final RelayProbe probe = new RelayProbe(vertx);

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static ProbeRelay wish(ProbeTarget... targets) {
        return new ProbeRelay(new NodeId("relay-1"), List.of(targets));
    }

    private void assertRefused(ProbeRelay wish) {
        Future<?> refused = probe.send(wish);
        assertTrue(refused.failed());
        assertEquals(ServiceError.BAD_PARAMETER, ((ServiceException) refused.cause()).error());
    }

    @Test
    void shouldSendWhatIsAskedFor() throws Exception {
        byte[] datagram = {1, 2, 3};
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(20_000);

            assertTrue(probe.send(wish(new ProbeTarget("127.0.0.1", socket.getLocalPort(), Buffer.buffer(datagram))))
                    .succeeded());

            DatagramPacket packet = new DatagramPacket(new byte[10], 10);
            socket.receive(packet);
            assertArrayEquals(datagram, Arrays.copyOf(packet.getData(), packet.getLength()));
        }
    }

    @Test
    void shouldBeOfNoUseForAFlood() {
        ProbeTarget target = new ProbeTarget("127.0.0.1", 9, Buffer.buffer("x"));
        assertRefused(wish());
        assertRefused(wish(new ProbeTarget("127.0.0.1", 9, Buffer.buffer(new byte[65]))));
        assertRefused(wish(new ProbeTarget("127.0.0.1", 0, Buffer.buffer("x"))));
        assertRefused(wish(new ProbeTarget("", 9, Buffer.buffer("x"))));
        assertRefused(new ProbeRelay(new NodeId("relay-1"), Collections.nCopies(17, target)));
        for (int i = 0; i < 8; i++) {
            assertTrue(probe.send(wish(target)).succeeded());
        }

        assertRefused(wish(target));
    }
}
