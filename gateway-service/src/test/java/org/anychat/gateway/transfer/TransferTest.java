package org.anychat.gateway.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.contracts.NodeId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.TransferApi.Content;
import org.anychat.contracts.TransferApi.Kind;
import org.anychat.contracts.UserId;
import org.anychat.gateway.transfer.Transfer.Verdict;
import org.anychat.protocol.Limits;
import org.junit.jupiter.api.Test;

class TransferTest {
    private static final int SIZE = 1_000_000;
    private static final int WINDOW = Limits.TRANSFER_WINDOW_BYTES;
    private static final long SECOND_NS = 1_000_000_000;
    private static final Transfer.Peer BEN = new Transfer.Peer(new UserId(-3), new SessionId("ben"), new NodeId("far"));

    private final Transfer transfer = offer(2, "ab");

    private static Transfer offer(int task, String sha256) {
        return new Transfer(task, true, BEN, new Content(Kind.FILE, "f", SIZE, sha256, 0, 0, 0), 0);
    }

    @Test
    void shouldRefuseBytesBeforeTheReceiverHasAccepted() {
        assertEquals(Verdict.OUT_OF_ORDER, transfer.take(0, 10));
    }

    @Test
    void shouldLetAWindowPassAndNoMore() {
        transfer.acknowledge(0, 0);

        assertEquals(WINDOW, transfer.limit());
        assertEquals(Verdict.TAKEN, transfer.take(0, WINDOW));
        assertEquals(Verdict.BEYOND_LIMIT, transfer.take(WINDOW, 1));
        transfer.acknowledge(100, 0);
        assertEquals(Verdict.TAKEN, transfer.take(WINDOW, 100));
        assertEquals(Verdict.BEYOND_LIMIT, transfer.take(WINDOW + 100, 1));
    }

    @Test
    void shouldRefuseBytesThatBelongElsewhere() {
        transfer.acknowledge(0, 0);
        transfer.take(0, 100);

        assertEquals(Verdict.OUT_OF_ORDER, transfer.take(0, 100));
        assertEquals(Verdict.OUT_OF_ORDER, transfer.take(101, 100));
        assertEquals(Verdict.TAKEN, transfer.take(100, 100));
    }

    @Test
    void shouldGoOnWhereTheReceiverSays() {
        assertEquals(0, transfer.acknowledge(SIZE - 10, 0));

        assertEquals(Verdict.OUT_OF_ORDER, transfer.take(0, 10));
        assertEquals(Verdict.BEYOND_LIMIT, transfer.take(SIZE - 10, 11));
        assertEquals(Verdict.TAKEN, transfer.take(SIZE - 10, 10));
        assertFalse(transfer.isComplete());
        transfer.acknowledge(SIZE, 0);
        assertTrue(transfer.isComplete());
    }

    @Test
    void shouldRefuseAcknowledgementsOfWhatWasNotSent() {
        assertEquals(-1, transfer.acknowledge(SIZE + 1L, 0));
        assertEquals(-1, transfer.acknowledge(-1, 0));
        transfer.acknowledge(0, 0);
        transfer.take(0, 100);

        assertEquals(-1, transfer.acknowledge(101, 0));
        transfer.acknowledge(50, 0);
        assertEquals(-1, transfer.acknowledge(49, 0));
    }

    @Test
    void shouldCountChunksOfSomeSizeOnceTheyAreAcknowledged() {
        transfer.acknowledge(0, 0);
        transfer.take(0, 1);
        transfer.take(1, 16_384);
        transfer.take(16_385, 65_536);

        assertEquals(0, transfer.acknowledge(1, 0));
        assertEquals(0, transfer.acknowledge(16_384, 0));
        assertEquals(2, transfer.acknowledge(81_921, 0));
        assertEquals(0, transfer.acknowledge(81_921, 0));
    }

    @Test
    void shouldTellHowFastAndHowLongItStands() {
        transfer.acknowledge(1_000, 0);
        transfer.take(1_000, 1_000);
        transfer.acknowledge(2_000, SECOND_NS);

        assertEquals(8_000, transfer.bitrateBps(SECOND_NS));
        assertEquals(2_000, transfer.idleMs(3 * SECOND_NS));
    }

    @Test
    void shouldNotTakeARepeatedAcknowledgementForProgress() {
        transfer.acknowledge(0, 0);
        transfer.acknowledge(0, SECOND_NS);

        assertEquals(1_000, transfer.idleMs(SECOND_NS));
    }

    @Test
    void shouldBoundTheTransfersOfASession() {
        TransferTable table = new TransferTable();
        for (int i = 1; i <= Limits.TRANSFERS; i++) {
            assertTrue(table.add(offer(2 * i, "file" + i)));
        }

        assertFalse(table.add(offer(100, "another")));
        assertTrue(table.isSending(-3, transferContent("file1")));
        assertFalse(table.isSending(-4, transferContent("file1")));
        assertTrue(table.remove(table.find(2).orElseThrow()));
        assertFalse(table.isSending(-3, transferContent("file1")));
        assertFalse(table.add(offer(4, "same number")));
        assertTrue(table.add(offer(100, "another")));
    }

    private static Content transferContent(String sha256) {
        return new Content(Kind.FILE, "other name", SIZE, sha256, 1, 2, 3);
    }
}
