package org.anychat.contracts;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * Buffers and files on their way between the gateways of sender and receiver. Each of the two keeps its own end of a
 * transfer; a chunk is sent only once the receiver's acknowledgements leave room for it, so neither gateway, nor the
 * bus, ever holds more of a transfer than its window. Part of {@link GatewayApi}.
 */
public interface TransferApi {
    /**
     * Offers a transfer to a receiver.
     *
     * @param request the offer
     * @return done once it is in the receiver's outgoing queue
     */
    @BusCall(fails = {ServiceError.INVALID_USER_ID, ServiceError.TRANSFER_REFUSED})
    Future<Done> offerTransfer(TransferOffer request);

    /**
     * Bytes for a receiver that has accepted; in order.
     *
     * @param event the bytes
     */
    @BusCall
    void transferChunk(TransferChunk event);

    /**
     * How far a receiver has come; the first one accepts the offer.
     *
     * @param event how far
     */
    @BusCall
    void transferProgress(TransferProgress event);

    /**
     * The other end of a transfer is gone.
     *
     * @param event why
     */
    @BusCall
    void transferEnded(TransferEnded event);

    /** What is transferred. */
    enum Kind {
        /** A buffer of at most 1 MiB. */
        BUFFER,
        /** A file. */
        FILE
    }

    /**
     * What is to be transferred.
     *
     * @param kind buffer or file
     * @param name the file's name without a path, safe on every system; empty for a buffer
     * @param size in bytes, above 0
     * @param sha256 lower-case hex over all bytes, empty where a buffer has none
     * @param wParam any number
     * @param lParam any number
     * @param flags any number
     */
    record Content(Kind kind, String name, long size, String sha256, int wParam, int lParam, int flags) {}

    /**
     * An offer.
     *
     * @param to the receiver's session
     * @param task the transfer's number, unique among those of both sessions
     * @param sender the sender's session
     * @param gateway the sender's gateway
     * @param from the sender
     * @param content what is offered
     */
    record TransferOffer(SessionId to, int task, SessionId sender, NodeId gateway, UserId from, Content content) {}

    /**
     * Bytes.
     *
     * @param to the receiver's session
     * @param task the transfer
     * @param offset where they belong
     * @param data the bytes, 1 to 65536
     */
    record TransferChunk(SessionId to, int task, long offset, Buffer data) {
        @Override
        public String toString() {
            return "TransferChunk[to=" + to + ", task=" + task + ", offset=" + offset + ", bytes=" + data.length()
                    + "]";
        }
    }

    /**
     * An acknowledgement.
     *
     * @param to the sender's session
     * @param task the transfer
     * @param offset bytes that the receiver has, from the first on
     */
    record TransferProgress(SessionId to, int task, long offset) {}

    /**
     * The end of a transfer before its time.
     *
     * @param to the session that is told
     * @param task the transfer
     * @param code why, a number of the error table
     */
    record TransferEnded(SessionId to, int task, int code) {}
}
