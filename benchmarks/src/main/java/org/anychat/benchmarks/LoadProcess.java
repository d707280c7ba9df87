package org.anychat.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The load program (load.c): media peers of one server under test. Commands may be given from any thread. */
final class LoadProcess implements AutoCloseable {
    private static final long START_SECONDS = 30;
    private static final long ANSWER_SECONDS = 30;
    private static final long NANOS_PER_US = 1000;
    private static final long POLL_MS = 100;
    private static final String ENDED = "the load program has ended";

    private final Process process;
    private final PrintStream commands;
    private final Map<Integer, CompletableFuture<Long>> connected = new ConcurrentHashMap<>();
    private final Map<Integer, CompletableFuture<Long>> firstPackets = new ConcurrentHashMap<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final String fingerprint;
    private final AtomicInteger numbered = new AtomicInteger();
    private volatile boolean numbers;
    private volatile boolean ended;

    private LoadProcess(Process process, String fingerprint) {
        this.process = process;
        this.fingerprint = fingerprint;
        this.commands = new PrintStream(process.getOutputStream(), false, StandardCharsets.UTF_8);
    }

    static LoadProcess start(NativeTools tools, List<String> pinning) throws IOException {
        Process process = new ProcessBuilder(
                        NativeTools.command(pinning, tools.load().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String first = ReadLimit.read(process, START_SECONDS, process.inputReader()::readLine);
        if (first == null || !first.startsWith("fingerprint ")) {
            throw new IOException("the load program did not start: " + first);
        }
        LoadProcess load = new LoadProcess(process, first.substring(first.indexOf(' ') + 1));
        Thread reader = new Thread(load::readLines, "load");
        reader.setDaemon(true);
        reader.start();
        return load;
    }

    /** Of the certificate of all its peers, for SDP. */
    String fingerprint() {
        return fingerprint;
    }

    /** Connects a peer; the result is the time of {@link System#nanoTime} at which it has its keys. */
    CompletableFuture<Long> connect(int id, IceEnd local, IceEnd remote) {
        say("peer " + id + " " + remote.host() + " " + remote.port() + " " + local.ufrag() + " " + local.password()
                + " " + remote.ufrag() + " " + remote.password());
        return connected(id);
    }

    /** Makes a peer of the floor, which has neither ICE nor DTLS. */
    CompletableFuture<Long> connectRaw(int id, IceEnd remote, boolean viewer) {
        say("raw " + id + " " + remote.host() + " " + remote.port() + (viewer ? " viewer" : " publisher"));
        return connected(id);
    }

    /** Connects a peer of a Mumble server; done when a packet has come back, so that voice goes by UDP. */
    CompletableFuture<Long> connectMumble(int id, String host, int port, MumbleLink.Keys keys) {
        say("mumble " + id + " " + host + " " + port + " " + keys.key() + " " + keys.clientNonce() + " "
                + keys.serverNonce());
        return connected(id);
    }

    /** Opens a socket that has no connection and knows what is needed for checks, right or wrong. */
    void stranger(int id, IceEnd local, IceEnd remote) {
        say("stranger " + id + " " + remote.host() + " " + remote.port() + " " + local.ufrag() + " " + remote.ufrag()
                + " " + remote.password());
    }

    /** Lets a peer or a stranger send so many packets a second of a kind that no good client sends (attack.c); 0: no more. */
    void attack(int id, String kind, int perSecond) {
        say("attack " + id + " " + kind + " " + perSecond);
    }

    /** Closes a peer's socket, without a word to the server; its id is not used again. */
    void leave(int id) {
        say("leave " + id);
    }

    /** What a peer sends whenever the senders are on. */
    void sends(int id, MediaLoad media) {
        if (media.video()) {
            say("video " + id + " " + MediaLoad.videoSsrc(id) + " " + MediaLoad.VIDEO_PAYLOAD_TYPE + " "
                    + media.framesPerSecond() + " " + media.packetsPerFrame() + " " + media.packetBytes() + " "
                    + media.spacingUs());
        }
        if (media.audioPerSecond() > 0) {
            say("audio " + id + " " + MediaLoad.audioSsrc(id) + " " + MediaLoad.AUDIO_PAYLOAD_TYPE + " "
                    + media.audioPerSecond() + " " + MediaLoad.AUDIO_BYTES);
        }
    }

    /** Whether its peers are to have transport-wide numbers where the server agrees, as browsers do. Before they connect. */
    void numbers(boolean on) {
        numbers = on;
    }

    boolean numbers() {
        return numbers;
    }

    /** Lets a peer number what it sends and tell of what comes, where the two descriptions agree on that. */
    void numbered(int id, MediaDescriptions.Numbering numbering) {
        if (numbers && numbering.extensionId() > 0) {
            say("numbers " + id + " " + numbering.extensionId() + " " + numbering.rtxPayloadType());
            numbered.incrementAndGet();
        }
    }

    /** How many do. */
    int numberedPeers() {
        return numbered.get();
    }

    /** Lets all senders send, or stop. */
    void sending(boolean on) {
        say(on ? "go" : "hush");
    }

    /** Every how many packets one is opened, which tells how long it took. */
    void sampleEvery(int packets) {
        say("sample " + packets);
    }

    /** Begins to count anew. */
    void reset() {
        say("reset");
    }

    /** What was counted. */
    LoadReport report() throws InterruptedException {
        return LoadReport.parse(ask("report"));
    }

    /**
     * The CPU time of a process since it began, in microseconds, by the kernel's clock of it, which knows its threads that
     * have ended too and does not count by ticks.
     */
    long cpuUs(long pid) throws IOException, InterruptedException {
        String[] words = ask("clock " + pid).split(" ", 3);
        long ns = Long.parseLong(words[2]);
        if (ns < 0) {
            throw new IOException("process " + pid + " has ended");
        }
        return ns / NANOS_PER_US;
    }

    private String ask(String question) throws InterruptedException {
        synchronized (answers) {
            say(question);
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
            while (!ended && System.nanoTime() < deadlineNs) {
                String line = answers.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    return line;
                }
            }
        }
        throw new IllegalStateException(ended ? ENDED : "the load program does not answer");
    }

    /** The time of {@link System#nanoTime} at which a peer got its first packet. */
    CompletableFuture<Long> firstPacket(int id) {
        return awaited(firstPackets, id);
    }

    @Override
    public void close() {
        process.destroy();
    }

    private CompletableFuture<Long> connected(int id) {
        return awaited(connected, id);
    }

    private CompletableFuture<Long> awaited(Map<Integer, CompletableFuture<Long>> some, int id) {
        CompletableFuture<Long> one = some.computeIfAbsent(id, key -> new CompletableFuture<>());
        if (ended) {
            one.completeExceptionally(new IOException(ENDED));
        }
        return one;
    }

    private synchronized void say(String command) {
        commands.println(command);
        commands.flush();
    }

    private void readLines() {
        try {
            BufferedReader lines = process.inputReader();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                onLine(line, line.split(" ", 3));
            }
        } catch (IOException e) {
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        } finally {
            ended = true;
            for (Map<Integer, CompletableFuture<Long>> some : List.of(connected, firstPackets)) {
                some.values().forEach(one -> one.completeExceptionally(new IOException(ENDED)));
            }
        }
    }

    private void onLine(String line, String[] words) {
        switch (words[0]) {
            case "connected" -> connected(Integer.parseInt(words[1])).complete(Long.parseLong(words[2]));
            case "first" -> firstPacket(Integer.parseInt(words[1])).complete(Long.parseLong(words[2]));
            case "failed" -> connected(Integer.parseInt(words[1])).completeExceptionally(new IOException(line));
            case "report", "clock" -> answers.add(line);
            default -> System.err.println("load: " + line);
        }
    }
}
