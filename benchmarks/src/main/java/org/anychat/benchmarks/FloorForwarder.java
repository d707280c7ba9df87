package org.anychat.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The floor (floor.c): what receiving, AES-GCM and sending cost by themselves. One room, one publisher. */
final class FloorForwarder implements Forwarder {
    private static final long START_SECONDS = 30;

    private final Process process;
    private final String mode;
    private final IceEnd server;
    private final LoadProcess load;

    private FloorForwarder(Process process, String mode, IceEnd server, LoadProcess load) {
        this.process = process;
        this.mode = mode;
        this.server = server;
        this.load = load;
    }

    /** The mode is {@code plain} for sendmmsg alone, {@code gso} for segmented datagrams too. */
    static FloorForwarder start(NativeTools tools, String mode, LoadProcess load, String address, List<String> pinning)
            throws IOException {
        int port = PeerProcess.freeUdpPort();
        Process process = new ProcessBuilder(
                        NativeTools.command(pinning, tools.floor().toString(), address, Integer.toString(port), mode))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!"ready".equals(ReadLimit.read(process, START_SECONDS, process.inputReader()::readLine))) {
            throw new IOException("the floor did not start");
        }
        return new FloorForwarder(process, mode, new IceEnd("", "", address, port), load);
    }

    @Override
    public String name() {
        return "floor-" + mode;
    }

    @Override
    public ProcessCosts costs() {
        return new ProcessCosts(process.pid());
    }

    @Override
    public LoadProcess load() {
        return load;
    }

    @Override
    public CompletableFuture<Member> join(int room, int number) {
        return CompletableFuture.completedFuture(new Peer(number));
    }

    @Override
    public void close() {
        load.close();
        process.destroyForcibly();
    }

    /** A peer that the floor knows by its first datagram. */
    private final class Peer implements Member {
        private final int number;

        Peer(int number) {
            this.number = number;
        }

        @Override
        public int watchingPeer() {
            return 2 * number + 1;
        }

        @Override
        public CompletableFuture<Long> publish(MediaLoad media) {
            CompletableFuture<Long> keys = load.connectRaw(2 * number, server, false);
            load.sends(2 * number, media);
            return keys;
        }

        @Override
        public CompletableFuture<Long> watch() {
            return load.connectRaw(watchingPeer(), server, true);
        }

        @Override
        public CompletableFuture<?> leave() {
            return CompletableFuture.failedFuture(new UnsupportedOperationException("nobody leaves the floor"));
        }
    }
}
