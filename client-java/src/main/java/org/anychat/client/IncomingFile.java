package org.anychat.client;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.anychat.protocol.TransferContent;

/** A file that another user offers. It waits for a minute to be accepted or rejected. Any thread. */
public final class IncomingFile {
    /** What the client does about it. */
    interface Decision {
        void accept(IncomingFile file, Path target);

        void reject(IncomingFile file);
    }

    private final int taskId;
    private final int from;
    private final TransferContent content;
    private final Decision decision;
    private final CompletableFuture<ReceivedFile> received = new CompletableFuture<>();
    private volatile LongConsumer progress = transferred -> {};

    IncomingFile(int taskId, int from, TransferContent content, Decision decision) {
        this.taskId = taskId;
        this.from = from;
        this.content = content;
        this.decision = decision;
    }

    /**
     * The number under which both sides know the transfer.
     *
     * @return an even number.
     */
    public int taskId() {
        return taskId;
    }

    /**
     * Who sends it.
     *
     * @return the user.
     */
    public int from() {
        return from;
    }

    /**
     * What it is: name, size, checksum and the sender's parameters.
     *
     * @return the name is a plain file name, made safe by the server, but the sender's choice all the same.
     */
    public TransferContent content() {
        return content;
    }

    /**
     * Takes the file. Until it is whole and checked it has another name, with {@code .part} at the end; where such a part of the same bytes is there from before, the
     * transfer goes on with it.
     *
     * @param target where the file is to be; nothing may be there, its folder must.
     * @return completes when the file is there; fails with 710 where it cannot be made, 715 where it is not what was offered, or the code of what broke it.
     */
    public CompletableFuture<ReceivedFile> accept(Path target) {
        decision.accept(this, target);
        return received.copy();
    }

    /** Refuses the file, or ends it before its time: the sender gets code 6. Where it is over, nothing happens. */
    public void reject() {
        decision.reject(this);
    }

    /**
     * Asks to be told of progress.
     *
     * @param listener called with the bytes that are there, where futures of the client complete.
     * @return this.
     */
    public IncomingFile onProgress(LongConsumer listener) {
        progress = listener;
        return this;
    }

    LongConsumer progress() {
        return progress;
    }

    CompletableFuture<ReceivedFile> received() {
        return received;
    }
}
