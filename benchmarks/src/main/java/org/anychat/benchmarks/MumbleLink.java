package org.anychat.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The control channel of one client of a Mumble server: TLS, each message with its kind and length before it. */
final class MumbleLink implements AutoCloseable {
    /** What the voice channel is sealed with, in hexadecimal. */
    record Keys(String key, String clientNonce, String serverNonce) {}

    private static final int VERSION = 0;
    private static final int AUTHENTICATE = 2;
    private static final int REJECT = 4;
    private static final int SERVER_SYNC = 5;
    private static final int CRYPT_SETUP = 15;
    /** 1.3.4, whose clients know Opus and OCB2. */
    private static final int CLIENT_VERSION = 0x010304;

    private static final int REJECT_REASON = 2;
    private static final int CRYPT_KEY = 1;
    private static final int CRYPT_CLIENT_NONCE = 2;
    private static final int CRYPT_SERVER_NONCE = 3;
    private static final int MAX_MESSAGE = 1 << 23;
    private static final SSLContext TLS = trustingContext();

    private final CompletableFuture<Keys> ready = new CompletableFuture<>();
    private final String host;
    private final int port;
    private final String name;
    private volatile SSLSocket socket;
    private volatile boolean closed;
    private Keys keys;

    private MumbleLink(String host, int port, String name) {
        this.host = host;
        this.port = port;
        this.name = name;
    }

    /** Logs a user in by that name, who is in the root channel from then on. */
    static MumbleLink open(String host, int port, String name) {
        MumbleLink link = new MumbleLink(host, port, name);
        Thread thread = new Thread(link::run, "mumble-" + name);
        thread.setDaemon(true);
        thread.start();
        return link;
    }

    /** Done when the server has told all that there is. */
    CompletableFuture<Keys> ready() {
        return ready;
    }

    @Override
    public void close() {
        closed = true;
        SSLSocket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                System.err.println("signalling: " + e);
            }
        }
    }

    private void run() {
        try {
            socket = (SSLSocket) TLS.getSocketFactory().createSocket(host, port);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            send(out, VERSION, new MumbleFields().with(1, CLIENT_VERSION).with(2, "forwarding figures"));
            send(out, AUTHENTICATE, new MumbleFields().with(1, name).with(5, 1));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (!closed) {
                int kind = in.readUnsignedShort();
                int length = in.readInt();
                if (length < 0 || length > MAX_MESSAGE) {
                    throw new IOException("not a message of Mumble: " + length + " bytes");
                }
                onMessage(kind, in.readNBytes(length));
            }
        } catch (IOException e) {
            if (!ready.completeExceptionally(e) && !closed) {
                System.err.println("signalling of " + name + ": " + e);
            }
        }
    }

    private static void send(DataOutputStream out, int kind, MumbleFields fields) throws IOException {
        byte[] message = fields.encode();
        out.writeShort(kind);
        out.writeInt(message.length);
        out.write(message);
        out.flush();
    }

    private void onMessage(int kind, byte[] message) throws IOException {
        switch (kind) {
            case CRYPT_SETUP -> onKeys(MumbleFields.bytesOf(message));
            case SERVER_SYNC -> ready.complete(keys);
            case REJECT -> {
                byte[] why = MumbleFields.bytesOf(message).getOrDefault(REJECT_REASON, new byte[0]);
                throw new IOException("refused: " + new String(why, StandardCharsets.UTF_8));
            }
            default -> {
                // Channels, users and settings are nothing to the load.
            }
        }
    }

    private void onKeys(Map<Integer, byte[]> fields) {
        if (fields.containsKey(CRYPT_KEY)) {
            HexFormat hex = HexFormat.of();
            keys = new Keys(
                    hex.formatHex(fields.get(CRYPT_KEY)),
                    hex.formatHex(fields.get(CRYPT_CLIENT_NONCE)),
                    hex.formatHex(fields.get(CRYPT_SERVER_NONCE)));
        }
    }

    /** The server has made its certificate itself. */
    private static SSLContext trustingContext() {
        X509TrustManager anybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {anybody}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
