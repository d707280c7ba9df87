package org.anychat.gateway.port;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.gateway.link.LinkSettings;
import org.anychat.gateway.link.RawConnection;

/** A connection from its first byte to the moment at which it is clear what it speaks. */
final class NewConnection {
    private final Vertx vertx;
    private final GatewayCounters counters;
    private final long connectMs;
    private final NetSocket socket;
    private final Consumer<Buffer> framed;
    private final Consumer<Buffer> web;
    private final Consumer<Buffer> media;
    private final Buffer bytes = Buffer.buffer();
    private long silenceTimer;

    /** Each consumer takes over the connection together with what was read of it. */
    NewConnection(
            LinkSettings settings,
            NetSocket socket,
            Consumer<Buffer> framed,
            Consumer<Buffer> web,
            Consumer<Buffer> media) {
        this.vertx = settings.vertx();
        this.counters = settings.counters();
        this.connectMs = settings.limits().connectMs();
        this.socket = socket;
        this.framed = framed;
        this.web = web;
        this.media = media;
    }

    /** Begins to read; {@code onClosed} is told when the connection is over, whoever has it then. */
    void start(Runnable onClosed) {
        silenceTimer = vertx.setTimer(connectMs, timer -> refuse(GatewayCounter.SILENT_CONNECTION));
        // The end of a connection has one handler per owner; this one is every owner's.
        socket.closeHandler(closed -> vertx.cancelTimer(silenceTimer));
        RawConnection.channel(socket).closeFuture().addListener(closed -> onClosed.run());
        socket.handler(this::onBytes);
    }

    private void onBytes(Buffer more) {
        bytes.appendBuffer(more);
        switch (FirstBytes.of(bytes.getBytes())) {
            case UNDECIDED -> {}
            case HTTP -> handOver(web);
            case FRAMED -> handOver(framed);
            case ICE_TCP -> handOver(media);
            case UNKNOWN -> refuse(GatewayCounter.UNKNOWN_FIRST_BYTES);
        }
    }

    private void handOver(Consumer<Buffer> next) {
        vertx.cancelTimer(silenceTimer);
        socket.handler(null);
        next.accept(bytes);
    }

    private void refuse(GatewayCounter reason) {
        vertx.cancelTimer(silenceTimer);
        counters.count(reason);
        socket.handler(null);
        socket.close();
    }
}
