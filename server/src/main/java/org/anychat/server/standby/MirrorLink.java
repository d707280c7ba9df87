package org.anychat.server.standby;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Set;
import org.anychat.gateway.Reception;
import org.anychat.runtime.standby.MasterContact;
import org.anychat.runtime.standby.MirrorMessage;
import org.anychat.runtime.standby.RecordMirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slave's end of the mirror: one WebSocket over TLS to the master's gateway at a time. Lives on one context. */
final class MirrorLink {
    private static final Logger log = LoggerFactory.getLogger(MirrorLink.class);
    /** What a master wants of its slave. */
    private static final Set<String> FOR_MASTER = Set.of(DoubleLogins.SERVICE, OperatorExchange.SERVICE);

    private static final int MAX_FRAME_BYTES = 1_048_576;
    private static final int MAX_MESSAGE_BYTES = 64 * 1_048_576;
    private static final int CONNECT_MS = 2_000;
    /** Well below the minute after which the master's HTTP closes what is idle. */
    private static final long PING_MS = 15_000;

    private final Vertx vertx;
    private final Context context;
    private final String host;
    private final RecordMirror own;
    private final Listener listener;
    private WebSocketClient client;
    private WebSocket socket;
    private MirrorStream stream;
    private long pings = -1;
    private int attempt;
    private boolean opening;

    /** Who hears of the mirror. */
    interface Listener {
        /** It is open, and everything comes anew. */
        void onOpen();

        /** False where it is nothing that a master says. */
        boolean onMessage(MirrorMessage message);
    }

    MirrorLink(Vertx vertx, String host, RecordMirror own, Listener listener) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.host = host;
        this.own = own;
        this.listener = listener;
    }

    boolean isOpen() {
        return socket != null;
    }

    /** Whether it is about to be. */
    boolean isOpening() {
        return opening;
    }

    /** Opens it, in the place of one that may be open still. */
    void open(MasterContact.Master master) {
        close();
        attempt++;
        int mine = attempt;
        opening = true;
        client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setSsl(true)
                .setVerifyHost(false)
                .setTrustOptions(TrustOptions.wrap(new PinnedCertificate(master.certificate())))
                .setConnectTimeout(CONNECT_MS)
                .setMaxFrameSize(MAX_FRAME_BYTES)
                .setMaxMessageSize(MAX_MESSAGE_BYTES));
        client.connect(new WebSocketConnectOptions()
                        .setHost(host)
                        .setPort(master.tcpPort())
                        .setURI(Reception.DOOR_PATH)
                        .addHeader(HttpHeaders.AUTHORIZATION, "Bearer " + master.mirrorToken()))
                .onSuccess(opened -> onOpened(opened, mine))
                .onFailure(failure -> onNotOpened(failure, mine));
    }

    private void onNotOpened(Throwable failure, int mine) {
        if (mine == attempt) {
            opening = false;
            log.warn("The mirror of the master at {} does not open: {}", host, failure.getMessage());
        }
    }

    private void onOpened(WebSocket opened, int mine) {
        if (mine != attempt) {
            opened.close();
            return;
        }
        opening = false;
        socket = opened;
        opened.exceptionHandler(failure -> log.debug("The master's mirror failed", failure));
        opened.closeHandler(closed -> onClosed(mine));
        listener.onOpen();
        opened.textMessageHandler(text -> {
            MirrorMessage message = MirrorMessage.parse(text).orElse(null);
            if (mine == attempt && (message == null || !listener.onMessage(message))) {
                log.warn("The master at {} says what no master says; its mirror is opened anew", host);
                opened.close();
            }
        });
        stream = MirrorStream.start(context, opened, own, key -> FOR_MASTER.contains(key.service()));
        pings = vertx.setPeriodic(PING_MS, tick -> opened.writePing(Buffer.buffer("standby")));
    }

    private void onClosed(int mine) {
        if (mine == attempt) {
            close();
        }
    }

    void close() {
        attempt++;
        opening = false;
        vertx.cancelTimer(pings);
        if (stream != null) {
            stream.close();
            stream = null;
        }
        socket = null;
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
