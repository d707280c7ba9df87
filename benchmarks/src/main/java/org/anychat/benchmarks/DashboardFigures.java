package org.anychat.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anychat.client.AnyChatClient;
import org.anychat.client.ClientRuntime;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The dashboard in a headless Chromium before a server with thousands of users in hundreds of rooms, some of whom move
 * from room to room all the time: how long the page lets an operator wait. Users are the Java SDK in this process, the
 * server is a process of its own.
 */
@Command(
        name = "dashboard",
        mixinStandardHelpOptions = true,
        description = "How long the dashboard lets an operator wait while thousands of users are there.")
final class DashboardFigures implements Callable<Integer> {
    private static final Pattern FIRST_PASSWORD = Pattern.compile("Name: (\\S+) +Password: (\\S+)");
    private static final long DEADLINE_SECONDS = 300;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 860;
    private static final int FULLEST_ROOM = 7;
    private static final int MORE_IN_FULLEST = 30;
    private static final int IN_FLIGHT = 64;

    @Mixin
    private ServerOptions serverOptions;

    @Option(names = "--users", defaultValue = "5000", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int users;

    @Option(names = "--rooms", defaultValue = "500", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int rooms;

    @Option(
            names = "--publishers",
            defaultValue = "6",
            description = "How many in room 1 send and get media besides. Default: ${DEFAULT-VALUE}.")
    private int publishers;

    @Option(
            names = "--moves",
            defaultValue = "20",
            description = "How many users change rooms each second. Default: ${DEFAULT-VALUE}.")
    private int movesPerSecond;

    @Option(
            names = "--rounds",
            defaultValue = "15",
            description = "Times through the pages. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--chromium",
            defaultValue = "/usr/bin/chromium",
            description = "The browser. Default: ${DEFAULT-VALUE}.")
    private Path chromium;

    private final List<AnyChatClient> clients = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.out.println("machine: " + Machine.describe());
        int limit = 2 * (users + publishers);
        ScheduledExecutorService mover = Executors.newSingleThreadScheduledExecutor();
        try (ClientRuntime runtime = ClientRuntime.create(1);
                MeasuredServer server = serverOptions.start(
                        "DemoUserLimit=" + limit,
                        "MaxLinksPerAddress=" + limit,
                        "[Function Settings]",
                        "AutoAddRoom=1")) {
            enterAll(server, runtime);
            startMedia();
            System.out.printf("%d users in %d rooms, %d with media%n", clients.size(), rooms, publishers);
            move(mover);
            visit(server);
            mover.shutdownNow();
            clients.forEach(AnyChatClient::close);
        } finally {
            mover.shutdownNow();
        }
        return 0;
    }

    private void visit(MeasuredServer server) throws IOException, InterruptedException {
        Matcher first = FIRST_PASSWORD.matcher(server.said());
        if (!first.find()) {
            throw new IOException("the server has told no first password:\n" + server.said());
        }
        try (Chromium browser = Chromium.start(chromium, WIDTH, HEIGHT)) {
            browser.open("http://localhost:" + server.tcpPort() + "/admin/", script());
            DashboardVisit visit = new DashboardVisit(browser, FULLEST_ROOM);
            visit.logIn(first.group(1), first.group(2));
            visit.goRound(users / 2);
            visit.forget();
            for (int round = 0; round < rounds; round++) {
                visit.goRound(1 + (1000 + round * 97) % users);
            }
            visit.print();
        }
    }

    private static String script() throws IOException {
        try (InputStream script = DashboardFigures.class.getResourceAsStream("interactions.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** So that each room has the same number of users, but for one. */
    private void enterAll(MeasuredServer server, ClientRuntime runtime) throws InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicInteger failed = new AtomicInteger();
        for (int i = 1; i <= users + publishers; i++) {
            if (!free.tryAcquire(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no user came in for " + DEADLINE_SECONDS + " s");
            }
            AnyChatClient client = AnyChatClient.builder()
                    .server("127.0.0.1", server.tcpPort())
                    .runtime(runtime)
                    .build();
            clients.add(client);
            String name = "Guest" + i;
            int room = i <= MORE_IN_FULLEST ? FULLEST_ROOM : i > users ? 1 : 1 + i % rooms;
            CompletableFuture<?> unused = client.connect()
                    .thenCompose(done -> client.login(name, ""))
                    .thenCompose(done -> client.enterRoom(room, ""))
                    .whenComplete((done, failure) -> {
                        failed.addAndGet(failure == null ? 0 : 1);
                        free.release();
                    });
        }
        free.acquire(IN_FLIGHT);
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " users did not come in");
        }
    }

    private void startMedia() {
        clients.subList(users, users + publishers).forEach(client -> {
            client.publish(Sample.video(), Sample.audio())
                    .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .join();
            client.subscribe(new MediaSink() {
                        @Override
                        public void onFrame(RemoteTrack track, EncodedFrame frame) {
                            // Nobody looks.
                        }
                    })
                    .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .join();
        });
    }

    /** From room to room, but for the first and the fullest, by which the visit knows its way. */
    private void move(ScheduledExecutorService mover) {
        AtomicInteger moves = new AtomicInteger();
        ScheduledFuture<?> unusedTimer = mover.scheduleAtFixedRate(
                () -> {
                    int move = moves.getAndIncrement();
                    AnyChatClient client =
                            clients.get(MORE_IN_FULLEST + Math.floorMod(move * 31, users - MORE_IN_FULLEST));
                    int room = FULLEST_ROOM + 1 + move % (rooms - FULLEST_ROOM);
                    CompletableFuture<?> unusedMove =
                            client.leaveRoom().thenCompose(done -> client.enterRoom(room, ""));
                },
                0,
                TimeUnit.SECONDS.toMicros(1) / movesPerSecond,
                TimeUnit.MICROSECONDS);
    }
}
