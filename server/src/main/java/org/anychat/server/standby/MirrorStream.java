package org.anychat.server.standby;

import io.vertx.core.Context;
import io.vertx.core.http.WebSocketBase;
import java.util.List;
import java.util.function.Predicate;
import org.anychat.runtime.standby.MirrorFeed;
import org.anychat.runtime.standby.MirrorMessage;
import org.anychat.runtime.standby.RecordMirror;
import org.anychat.runtime.standby.RecordMirror.RecordKey;

/** Sends the records of this server over a WebSocket, as fast as the other side reads. Lives on the socket's context. */
final class MirrorStream {
    private static final int AT_ONCE = 64;

    private final Context context;
    private final WebSocketBase socket;
    private final MirrorFeed feed;
    private boolean closed;

    private MirrorStream(Context context, WebSocketBase socket, RecordMirror mirror, Predicate<RecordKey> which) {
        this.context = context;
        this.socket = socket;
        this.feed = new MirrorFeed(mirror, which, this::onChange);
    }

    /** Sends all there is, and then each change, of the records that are wanted. */
    static MirrorStream start(Context context, WebSocketBase socket, RecordMirror mirror, Predicate<RecordKey> which) {
        MirrorStream stream = new MirrorStream(context, socket, mirror, which);
        socket.drainHandler(drained -> stream.pump());
        stream.feed.open();
        return stream;
    }

    private void onChange() {
        context.runOnContext(here -> pump());
    }

    private void pump() {
        if (closed || socket.writeQueueFull()) {
            return;
        }
        List<MirrorMessage> messages = feed.next(AT_ONCE);
        // A socket that fails is closed, and its owner hears of that.
        messages.forEach(message -> socket.writeTextMessage(message.text()));
        if (!messages.isEmpty()) {
            // Others on this thread have their turn in between.
            onChange();
        }
    }

    void close() {
        closed = true;
        feed.close();
    }
}
