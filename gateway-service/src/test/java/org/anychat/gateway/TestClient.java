package org.anychat.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Decoded;
import org.anychat.protocol.Frame;
import org.anychat.protocol.FrameDecoder;
import org.anychat.protocol.Limits;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.RequestCodec;
import org.anychat.protocol.RequestType;
import org.anychat.protocol.ServerCodec;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.ServerMessage;

/** A client over whatever transport, to be driven from a test's thread. */
final class TestClient {
    enum Transport {
        FRAMED,
        FRAMED_TLS,
        WEB_SOCKET,
        WEB_SOCKET_TLS
    }

    /** What is received when the connection has ended. */
    record Closed() {}

    private static final long PATIENCE_S = 15;

    final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private final ConcurrentHashMap<Integer, RequestType> pending = new ConcurrentHashMap<>();
    private final FrameDecoder decoder = FrameDecoder.ofServerFrames();
    private NetSocket socket;
    private WebSocket webSocket;
    private int lastId;

    /** What makes connections; kept, because Vert.x closes the connections of a client that nobody holds. */
    static final class Connector {
        private final NetClient plain;
        private final NetClient tls;
        private final WebSocketClient webSocket;

        Connector(Vertx vertx) {
            plain = vertx.createNetClient();
            tls = vertx.createNetClient(
                    new NetClientOptions().setSsl(true).setTrustAll(true).setHostnameVerificationAlgorithm(""));
            webSocket = vertx.createWebSocketClient(new WebSocketClientOptions()
                    .setMaxFrameSize(Limits.SERVER_JSON_BYTES)
                    .setMaxMessageSize(Limits.SERVER_JSON_BYTES));
        }
    }

    private TestClient() {}

    static TestClient open(Connector connector, int port, Transport transport) {
        TestClient client = new TestClient();
        boolean tls = transport == Transport.FRAMED_TLS || transport == Transport.WEB_SOCKET_TLS;
        if (transport == Transport.FRAMED || transport == Transport.FRAMED_TLS) {
            client.openFramed(tls ? connector.tls : connector.plain, port);
        } else {
            client.openWebSocket(connector.webSocket, port, tls);
        }
        return client;
    }

    private void openFramed(NetClient connector, int port) {
        socket = TestGateway.await(connector.connect(port, "127.0.0.1").onSuccess(connected -> {
            connected.handler(this::onBytes);
            connected.closeHandler(closed -> received.add(new Closed()));
            connected.exceptionHandler(failure -> {});
        }));
    }

    private void openWebSocket(WebSocketClient connector, int port, boolean tls) {
        WebSocketConnectOptions target = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(Limits.WEB_SOCKET_PATH)
                .setSubProtocols(List.of(Limits.SUB_PROTOCOL))
                .setSsl(tls);
        if (tls) {
            target.setSslOptions(new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm(""));
        }
        webSocket = TestGateway.await(connector.connect(target).onSuccess(connected -> {
            connected.textMessageHandler(text -> onFrame(new Frame(Frame.JSON, text.getBytes(StandardCharsets.UTF_8))));
            connected.binaryMessageHandler(bytes -> onFrame(new Frame(Frame.BINARY, bytes.getBytes())));
            connected.closeHandler(closed -> received.add(new Closed()));
            connected.exceptionHandler(failure -> {});
        }));
    }

    private void onBytes(Buffer bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes.getBytes());
        while (input.hasRemaining()) {
            decoder.decode(input).ifPresent(this::onFrame);
        }
    }

    private void onFrame(Frame frame) {
        IntFunction<RequestType> known = pending::remove;
        Decoded<ServerMessage> decoded = ServerCodec.decode(frame, known);
        received.add(decoded instanceof Decoded.Valid<ServerMessage> valid ? valid.value() : decoded);
    }

    /** Sends without waiting. */
    int send(IntFunction<ClientRequest> request) {
        int id = ++lastId;
        ClientRequest made = request.apply(id);
        pending.put(id, made.type());
        send(RequestCodec.encode(made));
        return id;
    }

    void send(Frame frame) {
        if (socket != null) {
            socket.write(Buffer.buffer(frame.encode()));
        } else if (frame.type() == Frame.JSON) {
            webSocket.writeTextMessage(new String(frame.body(), StandardCharsets.UTF_8));
        } else {
            webSocket.writeBinaryMessage(Buffer.buffer(frame.body()));
        }
    }

    void sendRaw(byte... bytes) {
        socket.write(Buffer.buffer(bytes));
    }

    /** The next message, whatever it is. */
    Object next() {
        try {
            Object message = received.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next message of a kind; what comes before it is dropped. */
    <T> T next(Class<T> kind) {
        List<Object> before = new ArrayList<>();
        while (true) {
            Object message = next();
            if (kind.isInstance(message)) {
                return kind.cast(message);
            }
            before.add(message);
            if (message instanceof Closed) {
                throw new AssertionError("closed after " + before);
            }
        }
    }

    /** Sends and waits for the reply; what comes before it is dropped. */
    Reply request(IntFunction<ClientRequest> request) {
        int id = send(request);
        while (true) {
            Reply reply = next(Reply.class);
            if (reply.re() == id) {
                return reply;
            }
        }
    }

    TestClient connect() {
        expectSuccess(request(id -> new ClientRequest.Connect(id, Limits.VERSION, 5, "test")));
        return this;
    }

    ReplyBody.LoggedIn login(String name) {
        connect();
        Reply reply = request(id -> new ClientRequest.Login(id, name, ""));
        return (ReplyBody.LoggedIn) expectSuccess(reply).body();
    }

    ReplyBody.Room enter(int room) {
        Reply reply = request(id -> new ClientRequest.EnterRoom(id, room, ""));
        return (ReplyBody.Room) expectSuccess(reply).body();
    }

    static Reply expectSuccess(Reply reply) {
        if (reply.code() != 0) {
            throw new AssertionError(reply);
        }
        return reply;
    }

    /** Waits for the end and returns the code that came with it. */
    int closeCode() {
        int code = next(ServerEvent.LinkClose.class).code();
        next(Closed.class);
        return code;
    }

    void awaitClosed() {
        next(Closed.class);
    }

    void close() {
        if (socket != null) {
            socket.close();
        } else {
            webSocket.close();
        }
    }

    /** Stops reading, so that the gateway's output has nowhere to go. */
    void pause() {
        if (socket != null) {
            socket.pause();
        } else {
            webSocket.pause();
        }
    }
}
