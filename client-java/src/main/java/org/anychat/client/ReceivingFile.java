package org.anychat.client;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.anychat.protocol.ErrorCode;

/** A file on its way to this client, from its offer on. */
final class ReceivingFile implements Receiving {
    private final TransferContext context;
    private final IncomingFile file;
    private final Consumer<ReceivedFile> whole;
    private final IntConsumer forget;
    /** All work on the file up to now, one piece after another, off the loop. */
    private CompletableFuture<?> work = CompletableFuture.completedFuture(null);

    private PartFile part;
    private boolean accepted;
    private long expected = -1;
    private boolean over;

    /** {@code forget} is told the number once it is over. */
    ReceivingFile(TransferContext context, IncomingFile file, Consumer<ReceivedFile> whole, IntConsumer forget) {
        this.context = context;
        this.file = file;
        this.whole = whole;
        this.forget = forget;
    }

    void accept(Path target) {
        if (over || accepted) {
            return;
        }
        accepted = true;
        onFile(() -> PartFile.open(target, file.content()), opened -> {
            part = opened;
            if (over) {
                onFile(this::closed, closed -> {});
                return;
            }
            expected = opened.written();
            if (expected == file.content().size()) {
                finish();
            } else {
                progress(expected);
            }
        });
    }

    void reject() {
        if (!over) {
            context.cancel(file.taskId(), ErrorCode.CANCEL);
            end(ErrorCode.CANCEL.number());
        }
    }

    @Override
    public void onChunk(long offset, byte[] data) {
        if (over) {
            return;
        }
        if (part == null || offset != expected || data.length > file.content().size() - expected) {
            fail(new AnyChatException(ErrorCode.TRANSFILE_FAILED, "bytes came that do not belong here"));
            return;
        }
        expected += data.length;
        boolean last = expected == file.content().size();
        onFile(
                () -> {
                    part.write(data);
                    return part.written();
                },
                written -> {
                    if (over) {
                        return;
                    }
                    if (last) {
                        finish();
                    } else {
                        progress(written);
                    }
                });
    }

    private void finish() {
        onFile(part::finish, path -> {
            if (over) {
                return;
            }
            setOver();
            progress(file.content().size());
            ReceivedFile received = new ReceivedFile(file.from(), file.taskId(), path, file.content());
            whole.accept(received);
            context.call(() -> file.received().complete(received));
        });
    }

    private void progress(long written) {
        context.acknowledge(file.taskId(), written);
        context.call(() -> file.progress().accept(written));
    }

    @Override
    public void end(int code) {
        if (over) {
            return;
        }
        setOver();
        if (part != null) {
            onFile(this::closed, closed -> {});
        }
        AnyChatException reason = new AnyChatException(code, "");
        context.call(() -> file.received().completeExceptionally(reason));
    }

    private void setOver() {
        over = true;
        forget.accept(file.taskId());
    }

    private PartFile closed() {
        part.close();
        return part;
    }

    private void fail(AnyChatException reason) {
        if (over) {
            return;
        }
        setOver();
        context.cancel(file.taskId(), reason.errorCode().orElse(ErrorCode.TRANSFILE_FAILED));
        if (part != null) {
            onFile(this::closed, closed -> {});
        }
        context.call(() -> file.received().completeExceptionally(reason));
    }

    private <T> void onFile(Supplier<T> blocking, Consumer<T> then) {
        CompletableFuture<T> step =
                work.handle((before, failure) -> null).thenApplyAsync(none -> blocking.get(), context.files());
        work = step;
        CompletableFuture<?> unused = step.whenCompleteAsync(
                (result, failure) -> {
                    if (failure == null) {
                        then.accept(result);
                    } else {
                        fail(reasonOf(failure));
                    }
                },
                context.loop());
    }

    private static AnyChatException reasonOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof AnyChatException known
                ? known
                : new AnyChatException(ErrorCode.TRANSFILE_FAILED, cause.toString());
    }
}
