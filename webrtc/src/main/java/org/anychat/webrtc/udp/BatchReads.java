package org.anychat.webrtc.udp;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * How an epoll loop reads a socket: a few datagrams at a time, and again as long as there were as many as could be taken
 * and a turn has room for more. So where little has come it is looked at once, and the places of no large batch are
 * prepared for it.
 */
final class BatchReads extends DefaultMaxMessagesRecvByteBufAllocator {
    /** One system call takes so many; for each there is a place to prepare, whether it is filled or not. */
    static final int BATCH = 8;

    /** Between two ends of a batch for the receiver. */
    static final int TURN = 32;

    BatchReads() {
        super(TURN);
    }

    @Override
    @SuppressWarnings("deprecation") // Netty has no other kind of handle for its own channels.
    public Handle newHandle() {
        return new Reads();
    }

    /** Netty counts datagrams here, not reads, and for each the bytes of its whole place. */
    private final class Reads extends MaxMessageHandle {
        @Override
        public int guess() {
            return UdpReader.MAX_LENGTH * BATCH;
        }

        /** Netty's channel asks as if there were always more, and would find nothing each time. */
        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return lastBytesRead() == attemptedBytesRead() && super.continueReading(maybeMore);
        }
    }
}
