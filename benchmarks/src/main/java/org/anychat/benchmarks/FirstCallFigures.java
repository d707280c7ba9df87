package org.anychat.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.anychat.client.AnyChatClient;
import org.anychat.client.ClientRuntime;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Start to ready, idle memory, and join to first frame, on this machine. The server is a process of its own; the viewers
 * are the Java SDK, one after another, in a room where one user publishes the sample (a key frame a second).
 */
@Command(
        name = "first-call",
        mixinStandardHelpOptions = true,
        description = "Start to ready, idle memory, join to first frame (what runs where no figure is named).")
final class FirstCallFigures implements Callable<Integer> {
    private static final long STEP_SECONDS = 30;
    private static final long IDLE_SECONDS = 10;

    @Mixin
    private ServerOptions serverOptions;

    @Option(names = "--starts", defaultValue = "5", description = "Starts to take the median of.")
    private int starts;

    @Option(names = "--joins", defaultValue = "30", description = "Joins to take the median of.")
    private int joins;

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println("machine: " + Machine.describe());
        long[] readyMs = new long[starts];
        for (int i = 0; i < starts; i++) {
            try (MeasuredServer server = serverOptions.start()) {
                readyMs[i] = server.readyMs();
            }
        }
        print("start to ready", readyMs);
        try (MeasuredServer server = serverOptions.start()) {
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            System.out.printf("idle memory (RSS) after %d s: %d MiB%n", IDLE_SECONDS, server.rssKiB() / 1024);
            measureJoins(server);
            System.out.printf("memory (RSS) after %d joins: %d MiB%n", joins, server.rssKiB() / 1024);
        }
        return 0;
    }

    private void measureJoins(MeasuredServer server) {
        try (ClientRuntime runtime = ClientRuntime.create(1);
                AnyChatClient publisher = enter(server, runtime, "Publisher")) {
            await(publisher.publish(Sample.video(), Sample.audio()));
            long[] joinMs = new long[joins];
            long[] frameMs = new long[joins];
            for (int i = 0; i < joins; i++) {
                measureJoin(server, runtime, joinMs, frameMs, i);
            }
            print("join (first byte sent to the room's reply)", joinMs);
            print("join to first key frame, after the link's first byte", frameMs);
        }
    }

    private static void measureJoin(
            MeasuredServer server, ClientRuntime runtime, long[] joinMs, long[] frameMs, int index) {
        CompletableFuture<Long> firstFrameNs = new CompletableFuture<>();
        long begunNs = System.nanoTime();
        try (AnyChatClient viewer = enter(server, runtime, "Viewer" + index)) {
            joinMs[index] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNs);
            await(viewer.subscribe(new MediaSink() {
                @Override
                public void onFrame(RemoteTrack track, EncodedFrame frame) {
                    if (track.codec().kind() == MediaKind.VIDEO) {
                        firstFrameNs.complete(System.nanoTime());
                    }
                }
            }));
            frameMs[index] = TimeUnit.NANOSECONDS.toMillis(await(firstFrameNs) - begunNs);
        }
    }

    private static AnyChatClient enter(MeasuredServer server, ClientRuntime runtime, String name) {
        AnyChatClient client = AnyChatClient.builder()
                .server("127.0.0.1", server.tcpPort())
                .runtime(runtime)
                .build();
        await(client.connect());
        await(client.login(name, ""));
        await(client.enterRoom(1, ""));
        return client;
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(STEP_SECONDS, TimeUnit.SECONDS).join();
    }

    private static void print(String what, long[] valuesMs) {
        long[] sorted = valuesMs.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%s: median %d ms, lowest %d, highest %d, of %d%n",
                what, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    static void deleteTree(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
