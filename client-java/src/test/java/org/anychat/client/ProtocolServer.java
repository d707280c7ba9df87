package org.anychat.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import org.anychat.protocol.ClientConfig;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Decoded;
import org.anychat.protocol.Frame;
import org.anychat.protocol.FrameDecoder;
import org.anychat.protocol.Reply;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.RequestCodec;
import org.anychat.protocol.ServerCodec;
import org.anychat.protocol.ServerMessage;
import org.anychat.protocol.User;

/** A server on loopback that speaks the framed protocol and answers as a test tells it. One thread per connection. */
public final class ProtocolServer implements AutoCloseable {
    /** What {@link #greet} answers to {@code connect}. */
    static final String CHALLENGE = "00112233";

    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /** What the server does with a request. */
    public interface Behaviour {
        void onRequest(ClientRequest request, Peer peer);
    }

    /** One connected client. */
    public static final class Peer {
        private final Socket socket;

        Peer(Socket socket) {
            this.socket = socket;
        }

        public void send(ServerMessage message) {
            write(ServerCodec.encode(message).encode());
        }

        public void reply(ClientRequest request, ReplyBody body) {
            send(Reply.success(request.id(), body));
        }

        synchronized void write(byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void drop() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private ProtocolServer(ServerSocketFactory factory, Behaviour behaviour) throws IOException {
        this.listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.behaviour = behaviour;
        daemon(this::accept);
    }

    /** Starts one on a free port. */
    public static ProtocolServer start(Behaviour behaviour) throws IOException {
        return start(ServerSocketFactory.getDefault(), behaviour);
    }

    static ProtocolServer start(ServerSocketFactory factory, Behaviour behaviour) throws IOException {
        return new ProtocolServer(factory, behaviour);
    }

    /** Answers {@code connect}, {@code login} and {@code enterRoom} as a server in a good mood does, and ignores the rest. */
    public static void greet(ClientRequest request, Peer peer) {
        if (request instanceof ClientRequest.Connect) {
            peer.reply(request, connected(10, false));
        } else if (request instanceof ClientRequest.Login login) {
            peer.reply(request, new ReplyBody.LoggedIn(-2, login.name(), 0, "s1"));
        } else if (request instanceof ClientRequest.EnterRoom enter) {
            User ann = new User(-2, "Ann", 0, 0, 0, 5);
            peer.reply(request, new ReplyBody.Room(enter.roomId(), "Demo", 1, List.of(ann), true));
        }
    }

    static ReplyBody.Connected connected(int heartbeatSeconds, boolean authRequired) {
        ClientConfig config = new ClientConfig(
                new ClientConfig.Video(320, 240, 8, 32, 60_000, 1, 3, 3),
                new ClientConfig.Audio(16_000, 1, 16, 11, 15_850),
                List.of(),
                new ClientConfig.WebCodecs("H264", "opus"));
        return new ReplyBody.Connected(1, "test", "n1", heartbeatSeconds, authRequired, CHALLENGE, config);
    }

    /** The port that clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = listener.accept();
            sockets.add(socket);
            daemon(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        Peer peer = new Peer(socket);
        FrameDecoder decoder = FrameDecoder.ofClientFrames();
        byte[] chunk = new byte[4096];
        InputStream input = socket.getInputStream();
        for (int count = input.read(chunk); count >= 0; count = input.read(chunk)) {
            ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count);
            while (bytes.hasRemaining()) {
                Optional<Frame> frame = decoder.decode(bytes);
                frame.map(RequestCodec::decode).ifPresent(decoded -> onRequest(decoded, peer));
            }
        }
    }

    private void onRequest(Decoded<ClientRequest> decoded, Peer peer) {
        if (decoded instanceof Decoded.Valid<ClientRequest> valid) {
            behaviour.onRequest(valid.value(), peer);
        } else {
            throw new AssertionError("The client sent what is not the protocol: " + decoded);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | UncheckedIOException e) {
                // The test closed the socket, or the client did: the thread has nothing left to do.
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
