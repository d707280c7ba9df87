package org.anychat.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.anychat.protocol.Limits;

/** Describes an {@link AnyChatClient}. For one thread; may build several clients. */
public final class AnyChatClientBuilder {
    /** The port that servers listen on unless their operator chose another. */
    public static final int DEFAULT_PORT = 8906;

    private static final int DEVICE_UNKNOWN = 0;
    private static final int LARGEST_DEVICE = 8;

    private ServerAddress first = new ServerAddress("127.0.0.1", DEFAULT_PORT);
    private final List<ServerAddress> others = new ArrayList<>();
    private boolean autoReconnect = true;
    private int upBps;
    private TlsTrust tls = TlsTrust.plainText();
    private int device = DEVICE_UNKNOWN;
    private String name = "anychat-java";
    private String serverPassword;
    private Duration requestTimeout = Duration.ofSeconds(10);
    private AnyChatListener listener = new AnyChatListener() {};
    private Executor callbackExecutor;
    private ClientRuntime runtime;

    AnyChatClientBuilder() {}

    /**
     * Which server. Without it: this machine, port 8906.
     *
     * @param serverHost name or address.
     * @param serverPort TCP port, 1 to 65535.
     * @return this.
     */
    public AnyChatClientBuilder server(String serverHost, int serverPort) {
        first = new ServerAddress(serverHost, serverPort);
        return this;
    }

    /**
     * Another address of the same platform, such as a standby: tried in turn where the others cannot be reached or refuse with 111. May be called several times.
     *
     * @param serverHost name or address.
     * @param serverPort TCP port, 1 to 65535.
     * @return this.
     */
    public AnyChatClientBuilder otherServer(String serverHost, int serverPort) {
        others.add(new ServerAddress(serverHost, serverPort));
        return this;
    }

    /**
     * Whether a lost link is brought back, with the session where the server keeps it and else with a new login ({@code BRAC_SO_NETWORK_AUTORECONNECT}, 47).
     * Without it: yes.
     *
     * @param on false: the application is told, and does what it wants.
     * @return this.
     */
    public AnyChatClientBuilder autoReconnect(boolean on) {
        autoReconnect = on;
        return this;
    }

    /**
     * How the link is secured. Without it: not at all, which servers take from their own machine only.
     *
     * @param trust which certificates are good enough.
     * @return this.
     */
    public AnyChatClientBuilder tls(TlsTrust trust) {
        tls = trust;
        return this;
    }

    /**
     * What others see as one's device.
     *
     * @param number 0 unknown, 1 Windows, 2 Android, 3 iOS, 4 web, 5 Linux, 6 Mac, 7 Windows Phone, 8 Windows CE.
     * @return this.
     * @throws IllegalArgumentException for any other number.
     */
    public AnyChatClientBuilder device(int number) {
        if (number < DEVICE_UNKNOWN || number > LARGEST_DEVICE) {
            throw new IllegalArgumentException("No device has the number " + number);
        }
        device = number;
        return this;
    }

    /**
     * What the application calls itself, for the server's log.
     *
     * @param application at most 64 characters.
     * @return this.
     */
    public AnyChatClientBuilder application(String application) {
        name = application;
        return this;
    }

    /**
     * The password that the server may want from every application.
     *
     * @param password as configured at the server; it does not travel.
     * @return this.
     */
    public AnyChatClientBuilder serverPassword(String password) {
        serverPassword = password;
        return this;
    }

    /**
     * How long a request waits for its reply. Without it: 10 seconds.
     *
     * @param timeout above 0.
     * @return this.
     */
    public AnyChatClientBuilder requestTimeout(Duration timeout) {
        requestTimeout = timeout;
        return this;
    }

    /**
     * Who is told of events.
     *
     * @param eventListener called one event at a time.
     * @return this.
     */
    public AnyChatClientBuilder listener(AnyChatListener eventListener) {
        listener = eventListener;
        return this;
    }

    /**
     * Where the listener is called and futures complete. Without it: on the client's loop.
     *
     * @param executor keeps the order and runs one task at a time, if the application is to see events in order.
     * @return this.
     */
    public AnyChatClientBuilder callbackExecutor(Executor executor) {
        callbackExecutor = executor;
        return this;
    }

    /**
     * Threads and media resources that several clients share. Without it each client has its own, and closes them with itself.
     *
     * @param shared closed by its owner, after the clients.
     * @return this.
     */
    public AnyChatClientBuilder runtime(ClientRuntime shared) {
        runtime = shared;
        return this;
    }

    /**
     * What this client can send, for servers with mesh trees ({@code RoutingPolicy=3}): they have it send its media, and pass on what it gets directly of others, to so many
     * viewers as fit in, besides to the relay. Without it: unknown, and it sends to the relay alone. Who sends directly and who receives learn each other's IP addresses.
     *
     * @param bitsPerSecond 0 for unknown, at most 20 000 000; more counts as that.
     * @return this.
     * @throws IllegalArgumentException for less than 0.
     */
    public AnyChatClientBuilder upBandwidth(int bitsPerSecond) {
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("No connection sends " + bitsPerSecond + " bits per second");
        }
        upBps = Math.min(bitsPerSecond, Limits.UP_BPS);
        return this;
    }

    /**
     * Builds the client. It does not connect yet.
     *
     * @return a client without a link.
     */
    public AnyChatClient build() {
        List<ServerAddress> servers = new ArrayList<>(List.of(first));
        servers.addAll(others);
        ClientOptions options = new ClientOptions(
                List.copyOf(servers),
                tls,
                device,
                name,
                serverPassword,
                requestTimeout.toMillis(),
                listener,
                callbackExecutor,
                autoReconnect,
                upBps);
        boolean ownsRuntime = runtime == null;
        return new AnyChatClient(options, ownsRuntime ? ClientRuntime.create(1) : runtime, ownsRuntime);
    }
}
