package org.anychat.client.bot;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatClientBuilder;
import org.anychat.client.AnyChatListener;
import org.anychat.client.DeviceState;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.SendStatistics;
import org.anychat.client.media.TrackStatistics;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ServerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One user that joins, and joins again two seconds after it failed or lost its link, until it is closed. Any thread may call it. */
final class Bot implements AnyChatListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Bot.class);
    private static final long RETRY_MS = 2_000;

    private final AnyChatClient client;
    private final String name;
    private final BotTask task;
    private volatile Timing timing = new Timing(0, 0, 0, 0);
    private volatile boolean joinedOnce;
    private volatile boolean joined;
    private volatile boolean closed;

    /**
     * When the steps of the last join were done, by {@link System#nanoTime}; 0 for those that were not.
     *
     * @param beganNs      before the link was opened
     * @param enteredNs    in the room
     * @param publishedNs  own media connected
     * @param subscribedNs receiving was asked for
     */
    record Timing(long beganNs, long enteredNs, long publishedNs, long subscribedNs) {}

    Bot(AnyChatClientBuilder builder, String name, BotTask task) {
        this.client = builder.listener(this).build();
        this.name = name;
        this.task = task;
    }

    void start() {
        if (closed) {
            return;
        }
        long beganNs = System.nanoTime();
        timing = new Timing(beganNs, 0, 0, 0);
        CompletableFuture<Void> unused = client.connect()
                .thenCompose(connected -> client.login(name, task.password()))
                .thenCompose(user -> client.enterRoom(task.roomId(), task.roomPassword()))
                .thenCompose(room -> onEntered(beganNs))
                .whenComplete((done, failure) -> onJoin(failure));
    }

    boolean joined() {
        return joined;
    }

    boolean joinedOnce() {
        return joinedOnce;
    }

    Timing timing() {
        return timing;
    }

    CompletableFuture<List<SendStatistics>> sendStatistics() {
        return client.sendStatistics();
    }

    CompletableFuture<List<TrackStatistics>> receiveStatistics() {
        return client.receiveStatistics();
    }

    /** Takes its leave of the server; completes when that is done, and fails at once where there is no link. */
    CompletableFuture<Void> leave() {
        closed = true;
        return client.logout();
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }

    @Override
    public void onLinkClose(ServerEvent.LinkClose event) {
        if (joined) {
            log.warn("{} lost its link: {} {}", name, event.code(), event.message());
            joined = false;
            retryLater();
        }
    }

    private CompletableFuture<Void> onEntered(long beganNs) {
        long enteredNs = System.nanoTime();
        timing = new Timing(beganNs, enteredNs, 0, 0);
        CompletableFuture<Void> subscribed = task.watch() ? subscribe() : CompletableFuture.completedFuture(null);
        return task.publish() ? subscribed.thenCombine(publish(), (one, other) -> null) : subscribed;
    }

    private CompletableFuture<Void> subscribe() {
        Timing before = timing;
        timing = new Timing(before.beganNs(), before.enteredNs(), before.publishedNs(), System.nanoTime());
        return client.subscribe(new MediaSink() {});
    }

    private CompletableFuture<Void> publish() {
        return client.publish(Sample.video(), Sample.audio())
                .thenRun(() -> {
                    Timing before = timing;
                    timing = new Timing(before.beganNs(), before.enteredNs(), System.nanoTime(), before.subscribedNs());
                })
                .thenCompose(published -> client.setCamera(DeviceState.OPEN))
                .thenCompose(camera -> client.setMicrophone(DeviceState.OPEN));
    }

    private void onJoin(Throwable failure) {
        if (failure == null) {
            joined = true;
            joinedOnce = true;
            log.info("{} joined room {}", name, task.roomId());
        } else if (!closed) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            log.warn("{} did not join: {}", name, cause.getMessage());
            CompletableFuture<Void> unused =
                    client.logout().handle((done, alreadyGone) -> null).thenRun(this::retryLater);
        }
    }

    private void retryLater() {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                this::start, CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS));
    }
}
