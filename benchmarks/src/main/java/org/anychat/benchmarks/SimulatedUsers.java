package org.anychat.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.anychat.client.AnyChatClient;
import org.anychat.client.ClientRuntime;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;

/** Users of a server in this process, each with a link and a login of its own: the Java SDK. */
final class SimulatedUsers implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 300;
    private static final int IN_FLIGHT = 16;

    private final int tcpPort;
    private final ClientRuntime runtime = ClientRuntime.create(1);
    private final ScheduledExecutorService mover = Executors.newSingleThreadScheduledExecutor();
    private final List<AnyChatClient> clients = new ArrayList<>();

    SimulatedUsers(int tcpPort) {
        this.tcpPort = tcpPort;
    }

    int size() {
        return clients.size();
    }

    /** Logs in until there are so many, each in the room that its number, from 1, has. */
    void enter(int count, IntUnaryOperator roomOf) throws InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicInteger failed = new AtomicInteger();
        for (int i = clients.size() + 1; i <= count; i++) {
            if (!free.tryAcquire(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no user came in for " + DEADLINE_SECONDS + " s");
            }
            AnyChatClient client = AnyChatClient.builder()
                    .server("127.0.0.1", tcpPort)
                    .runtime(runtime)
                    .build();
            clients.add(client);
            String name = "Guest" + i;
            int room = roomOf.applyAsInt(i);
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

    /** Has users send and get picture and sound. */
    void startMedia(int from, int count) {
        clients.subList(from, from + count).forEach(client -> {
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

    /** From now on so many users a second, of those between, change to the next of some rooms. */
    ScheduledFuture<?> move(int perSecond, int fromUser, int users, int fromRoom, int rooms) {
        AtomicInteger moves = new AtomicInteger();
        return mover.scheduleAtFixedRate(
                () -> {
                    int move = moves.getAndIncrement();
                    AnyChatClient client = clients.get(fromUser + Math.floorMod(move * 31, users));
                    int room = fromRoom + move % rooms;
                    CompletableFuture<?> unusedMove =
                            client.leaveRoom().thenCompose(done -> client.enterRoom(room, ""));
                },
                0,
                TimeUnit.SECONDS.toMicros(1) / perSecond,
                TimeUnit.MICROSECONDS);
    }

    @Override
    public void close() {
        mover.shutdownNow();
        clients.forEach(AnyChatClient::close);
        runtime.close();
    }
}
