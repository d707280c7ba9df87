package org.anychat.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A buffer or a file that is being sent. Any thread. */
public final class OutgoingTransfer {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Runnable onCancel;
    private volatile LongConsumer progress = transferred -> {};
    private volatile int taskId;
    private volatile long size;
    private volatile long transferred;

    OutgoingTransfer(Consumer<OutgoingTransfer> onCancel) {
        this.onCancel = () -> onCancel.accept(this);
    }

    /**
     * The end of it.
     *
     * @return completes when the receiver has all of it and has checked it; fails with the code of the refusal or of what broke it: 6 where it was cancelled, 205
     *     without the receiver, 700 and 714 where there are too many or it is on its way already, 711 and 712 for a file that is empty or too large, 713 and
     *     715. The same file sent again goes on where it broke.
     */
    public CompletableFuture<Void> done() {
        return done.copy();
    }

    /**
     * The number under which both sides, and the server's log, know it.
     *
     * @return even for a file, odd for a buffer; 0 until the server has taken the offer.
     */
    public int taskId() {
        return taskId;
    }

    /**
     * How large it is.
     *
     * @return bytes; 0 until the file has been read once.
     */
    public long size() {
        return size;
    }

    /**
     * How much of it the receiver has.
     *
     * @return bytes, those from an earlier attempt included.
     */
    public long transferred() {
        return transferred;
    }

    /**
     * Asks to be told of progress.
     *
     * @param listener called with {@link #transferred()} where futures of the client complete.
     * @return this.
     */
    public OutgoingTransfer onProgress(LongConsumer listener) {
        progress = listener;
        return this;
    }

    /** Ends it before its time: {@link #done()} fails with 6. Where it is over, nothing happens. */
    public void cancel() {
        onCancel.run();
    }

    void offered(int newTaskId) {
        taskId = newTaskId;
    }

    void size(long newSize) {
        size = newSize;
    }

    LongConsumer transferred(long newTransferred) {
        transferred = newTransferred;
        return progress;
    }

    CompletableFuture<Void> end() {
        return done;
    }
}
