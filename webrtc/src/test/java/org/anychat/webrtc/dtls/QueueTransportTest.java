package org.anychat.webrtc.dtls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueueTransportTest {
    private static final int WAIT_MS = 100;
    private static final int BODY_LENGTH = 20;
    private static final byte[] CERTIFICATE = message(11, 1, BODY_LENGTH);

    private final DatagramQueue queue = new DatagramQueue();
    private final QueueTransport transport =
            new QueueTransport(DtlsRole.SERVER, queue, (data, offset, length) -> {}, new ComputingTurns(1));

    /** A record with a whole handshake message. */
    private static byte[] message(int type, int sequence, int length) {
        byte[] record = new byte[13 + 12 + length];
        record[0] = 22;
        record[1] = (byte) 0xFE;
        record[2] = (byte) 0xFD;
        record[12] = (byte) (12 + length);
        record[13] = (byte) type;
        record[16] = (byte) length;
        record[18] = (byte) sequence;
        record[24] = (byte) length;
        return record;
    }

    private int receive(int waitMs) {
        try {
            return transport.receive(new byte[QueueTransport.RECEIVE_LIMIT], 0, QueueTransport.RECEIVE_LIMIT, waitMs);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void gets(byte[] datagram) {
        queue.offer(datagram, 0, datagram.length);
        assertEquals(datagram.length, receive(WAIT_MS));
    }

    /** How long it has been silent while it waits anew, seen from the moment before that and from the one after. */
    private record Silence(long beforeNs, long afterNs) {}

    private Silence silence() throws Exception {
        long beforeNs = System.nanoTime();
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> receive(20_000));
        while (transport.silentNs(beforeNs - 1) == 0) {
            Thread.onSpinWait();
        }
        Silence silence = new Silence(transport.silentNs(beforeNs), transport.silentNs(System.nanoTime()));
        queue.close();
        assertThrows(ExecutionException.class, waiting::get);
        return silence;
    }

    @Test
    void shouldCountSilenceInSumWhileNothingNewComes() throws Exception {
        gets(CERTIFICATE);
        receive(WAIT_MS);
        receive(WAIT_MS);
        gets(CERTIFICATE);
        receive(WAIT_MS);

        long silentNs = silence().afterNs();

        assertTrue(silentNs >= TimeUnit.MILLISECONDS.toNanos(3 * WAIT_MS), silentNs + " ns");
    }

    @Test
    void shouldCountAnewWhenAMessageHasComeAsAWhole() throws Exception {
        gets(CERTIFICATE);
        receive(WAIT_MS);
        receive(WAIT_MS);
        gets(message(16, 2, BODY_LENGTH));

        long silentNs = silence().beforeNs();

        assertTrue(silentNs <= 0, silentNs + " ns");
    }

    @Test
    void shouldNotCountAnewForHeadersWithNothingBehindThem() throws Exception {
        gets(CERTIFICATE);
        receive(WAIT_MS);
        gets(message(16, 2, 0));
        receive(WAIT_MS);
        gets(message(15, 3, 0));
        receive(WAIT_MS);

        long silentNs = silence().afterNs();

        assertTrue(silentNs >= TimeUnit.MILLISECONDS.toNanos(3 * WAIT_MS), silentNs + " ns");
    }
}
