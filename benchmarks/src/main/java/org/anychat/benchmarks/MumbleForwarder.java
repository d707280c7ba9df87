package org.anychat.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Mumble's server of Debian's packages, for audio alone: all members are in its root channel, each with a control channel. */
final class MumbleForwarder implements Forwarder {
    private static final String INSTALL =
            "Mumble's server is not there (Debian: apt-get install --no-install-recommends mumble-server).";
    /** As the package names it since 1.5, and before. */
    private static final List<String> PROGRAMS =
            List.of("/usr/bin/mumble-server", "/usr/sbin/mumble-server", "/usr/sbin/murmurd");

    private static final int CONNECT_MS = 5000;

    private final PeerProcess server;
    private final LoadProcess load;
    private final String address;
    private final Queue<MumbleLink> links = new ConcurrentLinkedQueue<>();

    private MumbleForwarder(PeerProcess server, LoadProcess load, String address) {
        this.server = server;
        this.load = load;
        this.address = address;
    }

    static MumbleForwarder start(LoadProcess load, String address, List<String> pinning)
            throws IOException, InterruptedException {
        String program = program();
        PeerProcess server = PeerProcess.start("Mumble's server", pinning, (folder, port) -> {
            configure(folder, address, port);
            return List.of(program, "-fg", "-ini", folder + "/server.ini");
        });
        server.awaitStart(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, server.port()), CONNECT_MS);
            }
        });
        return new MumbleForwarder(server, load, address);
    }

    /** Where the server is; the failure says how to get it. */
    static String program() throws IOException {
        return PROGRAMS.stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElseThrow(() -> new IOException(INSTALL));
    }

    @Override
    public String name() {
        return ForwardingLab.MUMBLE;
    }

    @Override
    public ProcessCosts costs() {
        return new ProcessCosts(server.process().pid());
    }

    @Override
    public LoadProcess load() {
        return load;
    }

    @Override
    public CompletableFuture<Member> join(int room, int number) {
        MumbleLink link = MumbleLink.open(address, server.port(), "user" + number);
        links.add(link);
        return link.ready().thenApply(keys -> new Talker(link, keys, number));
    }

    @Override
    public void close() {
        links.forEach(MumbleLink::close);
        load.close();
        server.close();
    }

    /** All clients come from one address and say nothing on their control channels, which would get them banned or thrown out. */
    private static void configure(Path folder, String address, int port) throws IOException {
        Files.writeString(
                folder.resolve("server.ini"),
                String.join(
                        "\n",
                        "database=" + folder + "/server.sqlite",
                        "uname=" + System.getProperty("user.name"),
                        "host=" + address,
                        "port=" + port,
                        "users=5000",
                        "bandwidth=558000",
                        "timeout=36000",
                        "autobanAttempts=0",
                        "opusthreshold=0",
                        "bonjour=false",
                        "ice=",
                        "welcometext=",
                        ""));
    }

    /** A user, whose one peer sends and receives. */
    private final class Talker implements Member {
        private final MumbleLink link;
        private final MumbleLink.Keys keys;
        private final int number;

        Talker(MumbleLink link, MumbleLink.Keys keys, int number) {
            this.link = link;
            this.keys = keys;
            this.number = number;
        }

        @Override
        public int watchingPeer() {
            return number;
        }

        @Override
        public CompletableFuture<Long> publish(MediaLoad media) {
            if (media.video()) {
                throw new IllegalArgumentException("Mumble has no video");
            }
            CompletableFuture<Long> connected = watch();
            load.sends(number, media);
            return connected;
        }

        /** Whoever is in the channel hears all others. */
        @Override
        public CompletableFuture<Long> watch() {
            return load.connectMumble(number, address, server.port(), keys);
        }

        @Override
        public CompletableFuture<?> leave() {
            link.close();
            load.leave(number);
            return CompletableFuture.completedFuture(null);
        }
    }
}
