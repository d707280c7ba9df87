package org.anychat.client;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.TransferContent;
import org.anychat.protocol.TransferRequest;

/** The buffers and files that one client sends and receives. All methods are for the client's loop. */
final class Transfers {
    private final TransferContext context;
    private final AnyChatListener listener;
    private final Map<Integer, Sending> sending = new HashMap<>();
    private final Map<Integer, Receiving> receiving = new HashMap<>();
    /** The last buffer to each user: the next waits for it, so that they come in order. */
    private final Map<Integer, CompletableFuture<Void>> lastBuffers = new HashMap<>();

    Transfers(TransferContext context, AnyChatListener listener) {
        this.context = context;
        this.listener = listener;
    }

    void sendBuffer(OutgoingTransfer transfer, int userId, TransferContent content, byte[] bytes) {
        transfer.size(bytes.length);
        Sending.Source source = (offset, length) ->
                CompletableFuture.completedFuture(Arrays.copyOfRange(bytes, (int) offset, (int) offset + length));
        CompletableFuture<Void> before = lastBuffers.getOrDefault(userId, CompletableFuture.completedFuture(null));
        lastBuffers.put(userId, transfer.end());
        CompletableFuture<?> unused = before.handleAsync(
                (done, failure) -> {
                    offer(transfer, userId, content, source);
                    return null;
                },
                context.loop());
        CompletableFuture<?> unusedEnd = transfer.end()
                .handleAsync((done, failure) -> lastBuffers.remove(userId, transfer.end()), context.loop());
    }

    void sendFile(OutgoingTransfer transfer, int userId, TransferContent unread, Path file) {
        Sending.Source source = (offset, length) -> CompletableFuture.supplyAsync(
                        () -> TransferFiles.read(file, offset, length), context.files())
                .thenApplyAsync(data -> data, context.loop());
        CompletableFuture<?> unused = CompletableFuture.supplyAsync(() -> TransferFiles.describe(file), context.files())
                .whenCompleteAsync(
                        (read, failure) -> {
                            if (failure != null) {
                                fail(transfer, failure);
                                return;
                            }
                            transfer.size(read.size());
                            TransferContent content = new TransferContent(
                                    unread.kind(),
                                    unread.name(),
                                    read.size(),
                                    read.sha256(),
                                    unread.wParam(),
                                    unread.lParam(),
                                    unread.flags());
                            offer(transfer, userId, content, source);
                        },
                        context.loop());
    }

    private void offer(OutgoingTransfer transfer, int userId, TransferContent content, Sending.Source source) {
        if (transfer.end().isDone()) {
            return;
        }
        CompletableFuture<?> unused = context.request(
                        id -> new TransferRequest.TransOffer(id, userId, content), ReplyBody.TransOffered.class)
                .whenComplete((offered, failure) -> {
                    if (failure != null) {
                        fail(transfer, failure);
                    } else if (transfer.end().isDone()) {
                        context.cancel(offered.taskId(), ErrorCode.CANCEL);
                    } else {
                        transfer.offered(offered.taskId());
                        sending.put(offered.taskId(), new Sending(context, transfer, source, sending::remove));
                    }
                });
    }

    private void fail(OutgoingTransfer transfer, Throwable failure) {
        boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
        Throwable reason = wrapped ? failure.getCause() : failure;
        context.call(() -> transfer.end().completeExceptionally(reason));
    }

    void cancel(OutgoingTransfer transfer) {
        Sending started = sending.remove(transfer.taskId());
        if (started != null) {
            context.cancel(transfer.taskId(), ErrorCode.CANCEL);
            started.end(ErrorCode.CANCEL.number());
        } else {
            fail(transfer, new AnyChatException(ErrorCode.CANCEL, ""));
        }
    }

    void onEvent(ServerEvent event) {
        if (event instanceof ServerEvent.TransChunk chunk) {
            Receiving to = receiving.get(chunk.taskId());
            if (to != null) {
                to.onChunk(chunk.offset(), chunk.data());
            }
        } else if (event instanceof ServerEvent.TransProgress progress) {
            Sending from = sending.get(progress.taskId());
            if (from != null) {
                from.onProgress(progress);
            }
        } else if (event instanceof ServerEvent.TransOffer offer) {
            onOffer(offer);
        } else if (event instanceof ServerEvent.TransEnd end) {
            onEnd(end);
        }
    }

    private void onOffer(ServerEvent.TransOffer offer) {
        if (offer.content().kind() == TransferContent.Kind.FILE) {
            IncomingFile file = new IncomingFile(offer.taskId(), offer.from(), offer.content(), new Decisions());
            receiving.put(
                    offer.taskId(),
                    new ReceivingFile(
                            context,
                            file,
                            received -> context.call(() -> listener.onTransFile(received)),
                            receiving::remove));
            context.call(() -> listener.onTransFileOffer(file));
            return;
        }
        receiving.put(
                offer.taskId(),
                new ReceivingBuffer(
                        context,
                        offer,
                        received -> context.call(() -> listener.onTransBufferEx(received)),
                        receiving::remove));
        context.acknowledge(offer.taskId(), 0);
    }

    private void onEnd(ServerEvent.TransEnd end) {
        Sending from = sending.remove(end.taskId());
        if (from != null) {
            from.end(end.code());
        }
        Receiving to = receiving.remove(end.taskId());
        if (to != null) {
            to.end(end.code());
        }
    }

    /** The link or the login is over. */
    void endAll(int code) {
        List.copyOf(sending.values()).forEach(from -> from.end(code));
        List.copyOf(receiving.values()).forEach(to -> to.end(code));
        sending.clear();
        receiving.clear();
    }

    /** What the application does about a file that is offered; from any thread. */
    private final class Decisions implements IncomingFile.Decision {
        @Override
        public void accept(IncomingFile file, Path target) {
            onLoop(file, receivingFile -> receivingFile.accept(target));
        }

        @Override
        public void reject(IncomingFile file) {
            onLoop(file, ReceivingFile::reject);
        }

        private void onLoop(IncomingFile file, Consumer<ReceivingFile> action) {
            context.loop().execute(() -> {
                if (receiving.get(file.taskId()) instanceof ReceivingFile known) {
                    action.accept(known);
                } else {
                    AnyChatException over = new AnyChatException(ErrorCode.TRANSFILE_NOTASK, "");
                    context.call(() -> file.received().completeExceptionally(over));
                }
            });
        }
    }
}
