package org.anychat.gateway.session;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.TransferApi.Content;
import org.anychat.gateway.transfer.FileNames;
import org.anychat.gateway.transfer.ServerFiles;
import org.anychat.gateway.transfer.Transfer;
import org.anychat.gateway.transfer.Upload;

/** The files that clients send to the server: their blocking work, in order per file, on threads of its own. */
final class Uploads {
    private static final int THREADS = 4;
    private static final long LONGEST_MINUTES = 10;

    /** A file, and the last piece of work on it that was begun. */
    private static final class Running {
        final Upload upload;
        Future<?> last = Future.succeededFuture();

        Running(Upload upload) {
            this.upload = upload;
        }
    }

    private final ServerFiles files;
    private final WorkerExecutor workers;
    private final Map<Transfer, Running> running = new HashMap<>();

    Uploads(Vertx vertx, ServerFiles files) {
        this.files = files;
        this.workers = vertx.createSharedWorkerExecutor("anychat-files", THREADS, LONGEST_MINUTES, TimeUnit.MINUTES);
    }

    /** Opens a file; fails with a {@link org.anychat.gateway.transfer.TransferException}. */
    Future<Upload> open(ClientLogin owner, Content content) {
        String folder = owner.user().isGuest()
                ? "guest-" + ownerName(owner)
                : owner.user().toString();
        return work(() -> files.open(folder, content));
    }

    private static String ownerName(ClientLogin owner) {
        return FileNames.safe(owner.name());
    }

    void begin(Transfer transfer, Upload upload) {
        running.put(transfer, new Running(upload));
    }

    /** Writes behind what was written before; the future has how much is there then. */
    Future<Long> write(Transfer transfer, byte[] data) {
        return next(transfer, upload -> upload.write(data));
    }

    /** Checks the file and gives it its name. */
    Future<Path> finish(Transfer transfer) {
        return next(transfer, Upload::finish).onComplete(done -> running.remove(transfer));
    }

    /** Ends a file before its time; what is to be resumed stays. */
    void end(Transfer transfer, boolean resumable) {
        next(transfer, upload -> {
            if (resumable) {
                upload.close();
            } else {
                upload.discard();
            }
            return null;
        });
        running.remove(transfer);
    }

    private interface Step<T> {
        T on(Upload upload) throws Exception;
    }

    private <T> Future<T> next(Transfer transfer, Step<T> step) {
        Running file = running.get(transfer);
        if (file == null) {
            return Future.failedFuture(new IllegalStateException("the transfer is over"));
        }
        Future<T> done = file.last.otherwiseEmpty().compose(before -> work(() -> step.on(file.upload)));
        file.last = done;
        return done;
    }

    private <T> Future<T> work(Callable<T> blocking) {
        return workers.executeBlocking(blocking, false);
    }
}
