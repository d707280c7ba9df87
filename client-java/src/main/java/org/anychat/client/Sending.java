package org.anychat.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferRequest;

/** One transfer from this client, once the server has taken its offer. For the client's loop. */
final class Sending {
    private static final int CHUNK_BYTES = 32_768;

    /** Where the bytes come from. */
    interface Source {
        /** Completes on the loop. */
        CompletableFuture<byte[]> read(long offset, int length);
    }

    private final TransferContext context;
    private final OutgoingTransfer transfer;
    private final Source source;
    private final IntConsumer forget;
    private long sent = -1;
    private long limit;
    private boolean reading;
    private boolean over;

    /** {@code forget} is told the number once it is over. */
    Sending(TransferContext context, OutgoingTransfer transfer, Source source, IntConsumer forget) {
        this.context = context;
        this.transfer = transfer;
        this.source = source;
        this.forget = forget;
    }

    OutgoingTransfer transfer() {
        return transfer;
    }

    void onProgress(ServerEvent.TransProgress event) {
        sent = Math.max(sent, event.offset());
        limit = event.limit();
        LongConsumer progress = transfer.transferred(event.offset());
        context.call(() -> progress.accept(event.offset()));
        pump();
    }

    void end(int code) {
        over = true;
        forget.accept(transfer.taskId());
        if (code == ErrorCode.SUCCESS.number()) {
            context.call(() -> transfer.end().complete(null));
        } else {
            AnyChatException reason = new AnyChatException(code, "");
            context.call(() -> transfer.end().completeExceptionally(reason));
        }
    }

    private void pump() {
        if (over || reading || sent >= limit) {
            return;
        }
        reading = true;
        int length = (int) Math.min(CHUNK_BYTES, limit - sent);
        CompletableFuture<?> unused = source.read(sent, length).whenComplete(this::onRead);
    }

    private void onRead(byte[] data, Throwable failure) {
        reading = false;
        if (over) {
            return;
        }
        if (failure != null) {
            context.cancel(transfer.taskId(), ErrorCode.TRANSFILE_READFAIL);
            end(ErrorCode.TRANSFILE_READFAIL.number());
            return;
        }
        long offset = sent;
        sent += data.length;
        // What becomes of it is told by transProgress and transEnd, and by the end of the link.
        context.send(id -> new TransferRequest.TransChunk(id, transfer.taskId(), offset, data));
        pump();
    }
}
