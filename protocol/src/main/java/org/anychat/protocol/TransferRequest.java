package org.anychat.protocol;

/** What a client asks for buffers and files: to send, take, end them, and how far they have come. */
public sealed interface TransferRequest extends ClientRequest {
    /**
     * Sends bytes to any user; a binary message.
     *
     * @param id 1 to 2^31-1
     * @param userId the receiver
     * @param data 1 to 65536 bytes; not copied, so the maker gives the array away
     */
    @SuppressWarnings("ArrayRecordComponent")
    record TransBuffer(int id, int userId, byte[] data) implements TransferRequest {
        @Override
        public RequestType type() {
            return RequestType.TRANS_BUFFER;
        }
    }

    /**
     * Offers a larger buffer or a file to any user, or a file to the server.
     *
     * @param id 1 to 2^31-1
     * @param userId the receiver, or {@link Limits#SERVER}
     * @param content what is offered
     */
    record TransOffer(int id, int userId, TransferContent content) implements TransferRequest {
        @Override
        public RequestType type() {
            return RequestType.TRANS_OFFER;
        }
    }

    /**
     * Sends bytes of a transfer that was accepted; a binary message.
     *
     * @param id 1 to 2^31-1
     * @param taskId the transfer
     * @param offset where they belong: right behind those before, below the limit of {@link ServerEvent.TransProgress}
     * @param data 1 to 65536 bytes; not copied, so the maker gives the array away
     */
    @SuppressWarnings("ArrayRecordComponent")
    record TransChunk(int id, int taskId, long offset, byte[] data) implements TransferRequest {
        @Override
        public RequestType type() {
            return RequestType.TRANS_CHUNK;
        }
    }

    /**
     * Accepts a transfer, and says how far it has come.
     *
     * @param id 1 to 2^31-1
     * @param taskId the transfer
     * @param offset bytes that the receiver has, from the first on; above 0 in the first one resumes
     */
    record TransAck(int id, int taskId, long offset) implements TransferRequest {
        @Override
        public RequestType type() {
            return RequestType.TRANS_ACK;
        }
    }

    /**
     * Refuses or ends a transfer.
     *
     * @param id 1 to 2^31-1
     * @param taskId the transfer
     * @param code why, for the other side; above 0
     */
    record TransCancel(int id, int taskId, int code) implements TransferRequest {
        @Override
        public RequestType type() {
            return RequestType.TRANS_CANCEL;
        }
    }

    /**
     * Asks how far a transfer has come.
     *
     * @param id 1 to 2^31-1
     * @param taskId the transfer
     */
    record TransInfo(int id, int taskId) implements TransferRequest {
        @Override
        public RequestType type() {
            return RequestType.TRANS_INFO;
        }
    }
}
