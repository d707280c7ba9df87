package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.client.Reconnected;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes of a cluster survive under live media: standing still, dying together, coming back. */
@Tag("slow")
class ClusterChaosSystemTest {
    private static final String CONTROL = "auth,room,license";
    private static final long SECONDS = 30;
    /** Above what the others wait before they give a process up, and time for the rest. */
    private static final long TAKE_OVER_MS = 10_000;

    @TempDir
    Path folder;

    private ClientRuntime runtime;
    private ClusterProcesses cluster;
    private ServerProcess first;
    private ServerProcess second;
    private ServerProcess gateway;
    private SdkUser ann;
    private SdkUser ben;
    private final FrameMeter meter = new FrameMeter();
    private final BlockingQueue<Reconnected> reconnected = new LinkedBlockingQueue<>();
    private final BlockingQueue<ServerEvent> roomEvents = new LinkedBlockingQueue<>();

    @BeforeEach
    void openARoomWithMedia() throws Exception {
        runtime = ClientRuntime.create(1);
        cluster = new ClusterProcesses(folder, 6, Map.of());
        first = cluster.start("first", CONTROL);
        first.awaitReady();
        second = cluster.start("second", CONTROL);
        gateway = cluster.start("gateway", "gateway");
        ServerProcess relay = cluster.start("relay", "relay");
        for (ServerProcess process : List.of(second, gateway, relay)) {
            process.awaitReady();
        }
        ann = inRoom("Ann");
        ben = inRoom("Ben");
        // The relay may not have reported yet.
        again(() -> ann.client().publish(Sample.video(), Sample.audio()));
        SdkUser.await(ben.client().subscribe(meter));
        meter.awaitMore(20, SECONDS);
        meter.restart();
    }

    @AfterEach
    void close() {
        ann.close();
        ben.close();
        cluster.close();
        runtime.close();
    }

    @Test
    void shouldGoOnWhileTheActiveControlProcessStandsStillAndAfterwards() throws Exception {
        ReplyBody.Room before = SdkUser.await(ben.client().snapshot());
        long stoppedNs = System.nanoTime();
        first.signal("STOP");
        try (SdkUser cho = inRoom("Cho")) {
            long takenOverMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stoppedNs);
            System.out.println(
                    "active control process stands still: a new user was in the room after " + takenOverMs + " ms");
            assertTrue(takenOverMs < TAKE_OVER_MS, "taken over after " + takenOverMs + " ms");
            assertEquals(List.of("Ann", "Ben"), members(before), cluster::output);
            assertEquals(List.of("Ann", "Ben", "Cho"), members(snapshotOf(cho)), cluster::output);

            first.signal("CONT");
            first.awaitOutput("Joining the cluster anew");
            first.awaitOutput("This process stands by as room");
            assertEquals(List.of("Ann", "Ben", "Cho"), members(snapshotOf(ben)), cluster::output);
        }
        System.out.println(
                "active control process stood still: longest time without a frame " + meter.longestGapMs() + " ms");
        assertTrue(meter.longestGapMs() < 1_500, "media stood still for " + meter.longestGapMs() + " ms");
    }

    @Test
    void shouldFindTheRoomAgainAfterAllControlProcessesHaveDied() throws Exception {
        ReplyBody.Room before = SdkUser.await(ben.client().snapshot());
        first.kill();
        second.kill();
        // Nobody but gateway and relay is left.
        meter.awaitMore(100, SECONDS);
        ServerProcess third = cluster.start("third", CONTROL);
        third.awaitReady();

        ReplyBody.Room after = snapshotOf(ben);
        assertEquals(members(before), members(after), cluster::output);
        try (SdkUser cho = inRoom("Cho")) {
            assertEquals(List.of("Ann", "Ben", "Cho"), members(snapshotOf(cho)), cluster::output);
        }
        System.out.println("both control processes killed, a third one started: longest time without a frame "
                + meter.longestGapMs() + " ms");
        assertTrue(meter.longestGapMs() < 1_500, "media stood still for " + meter.longestGapMs() + " ms");
    }

    @Test
    void shouldTakeTheClientsOfADeadGatewayToAnotherUnseen() throws Exception {
        ServerProcess other = cluster.start("other", "gateway");
        other.awaitReady();
        try (SdkUser dan = wanderer("Dan", other)) {
            killUnder(dan, "gateway", () -> gateway.kill());
        }
    }

    @Test
    void shouldTakeThemThereThoughTheActiveControlProcessDiesWithIt() throws Exception {
        ServerProcess other = cluster.start("other", "gateway");
        other.awaitReady();
        try (SdkUser dan = wanderer("Dan", other)) {
            killUnder(dan, "gateway and active control process", () -> {
                gateway.kill();
                first.kill();
            });
        }
    }

    /** Dan comes back through the other gateway; the others, who know of none, are in the room as long as it keeps them. */
    private void killUnder(SdkUser dan, String what, Runnable kill) throws Exception {
        List<String> before = members(snapshotOf(dan));
        FrameMeter frames = new FrameMeter();
        SdkUser.await(dan.client().subscribe(frames));
        frames.awaitMore(20, SECONDS);
        roomEvents.clear();
        frames.restart();
        long killedNs = System.nanoTime();
        kill.run();
        Reconnected back = reconnected.poll(SECONDS, TimeUnit.SECONDS);
        long backMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killedNs);

        assertNotNull(back, cluster::output);
        assertTrue(back.resumed(), cluster::output);
        assertEquals(before, members(snapshotOf(dan)), cluster::output);
        frames.awaitMore(20, SECONDS);
        System.out.println(what + " killed: the session went on at another gateway after " + backMs
                + " ms; longest time without a frame " + frames.longestGapMs() + " ms");
        assertTrue(frames.longestGapMs() < 1_500, "media stood still for " + frames.longestGapMs() + " ms");
        assertEquals(List.of(), List.copyOf(roomEvents), cluster::output);
    }

    /** Somebody at the gateway that will die, who knows of another. */
    private SdkUser wanderer(String name, ServerProcess other) {
        SdkUser user = new SdkUser(AnyChatClient.builder()
                .server("127.0.0.1", gateway.tcpPort())
                .otherServer("127.0.0.1", other.tcpPort())
                .runtime(runtime)
                .listener(new AnyChatListener() {
                    @Override
                    public void onReconnected(Reconnected event) {
                        reconnected.add(event);
                    }

                    @Override
                    public void onUserAtRoom(ServerEvent.UserAtRoom event) {
                        roomEvents.add(event);
                    }
                })
                .build());
        SdkUser.await(user.client().connect());
        SdkUser.await(user.client().login(name, ""));
        SdkUser.await(user.client().enterRoom(1, ""));
        return user;
    }

    /** While nobody is active, requests wait, and fail after their deadline; people try again. */
    private <T> T again(Supplier<CompletableFuture<T>> request) {
        Executor later = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (true) {
            try {
                return SdkUser.await(request.get());
            } catch (AssertionError refused) {
                if (System.nanoTime() > untilNs) {
                    throw new AssertionError(cluster.output(), refused);
                }
                CompletableFuture.runAsync(() -> {}, later).join();
            }
        }
    }

    private ReplyBody.Room snapshotOf(SdkUser user) {
        return again(user.client()::snapshot);
    }

    private SdkUser inRoom(String name) {
        SdkUser user = new SdkUser(gateway, runtime, new AnyChatListener() {});
        SdkUser.await(user.client().connect());
        again(() -> user.client().login(name, ""));
        again(() -> user.client().enterRoom(1, ""));
        return user;
    }

    private static List<String> members(ReplyBody.Room room) {
        return room.users().stream().map(User::name).sorted().toList();
    }
}
