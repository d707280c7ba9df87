package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.client.Reconnected;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;

/** People in rooms under live media, spread over the gateways of a cluster, and what a fault costs them. */
final class Crowd implements AutoCloseable {
    private static final long SECONDS = 60;
    private static final int SETTLED_PACKETS = 50;
    /** What takes longer than the longest time-out of a call is told in detail. */
    private static final long SLOW_MS = 5_000;

    private static final Executor SHORTLY = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private final ClientRuntime runtime = ClientRuntime.create(1);
    private final List<String> gateways;
    private final List<Member> members = new ArrayList<>();
    private final List<SoundMeter> meters = new ArrayList<>();
    private final Diary diary = new Diary();
    private final AtomicLong sessionsLost = new AtomicLong();
    private final AtomicLong seen = new AtomicLong();
    private final AtomicInteger newcomers = new AtomicInteger();

    private record Member(String name, int room, AnyChatClient client) {}

    /** Something that happens to the cluster. */
    @FunctionalInterface
    interface Fault {
        void happen() throws Exception;
    }

    /** Of people who know all of these addresses, and who come in by each in turn. */
    Crowd(List<String> gateways) {
        this.gateways = gateways;
    }

    /** Fills rooms with one who publishes and others who watch. */
    void fill(int rooms, int viewers) throws InterruptedException {
        for (int room = 1; room <= rooms; room++) {
            AnyChatClient publisher = enter("Publisher" + room, room);
            for (int viewer = 1; viewer <= viewers; viewer++) {
                enter("Viewer" + room + "-" + viewer, room);
            }
            answered(() -> publisher.publish(Sample.video(), Sample.audio()));
            for (Member member : members) {
                if (member.room() == room && member.client() != publisher) {
                    SoundMeter meter = new SoundMeter(member.name());
                    meters.add(meter);
                    answered(() -> member.client().subscribe(meter));
                }
            }
        }
        settle();
        seen.set(0);
    }

    private AnyChatClient enter(String name, int room) {
        AnyChatClient client = client(members.size(), new Watch(name));
        members.add(new Member(name, room, client));
        SdkUser.await(client.connect());
        answered(() -> client.login(name, ""));
        answered(() -> client.enterRoom(room, ""));
        return client;
    }

    private AnyChatClient client(int first, AnyChatListener listener) {
        var builder = AnyChatClient.builder().runtime(runtime).listener(listener);
        for (int i = 0; i < gateways.size(); i++) {
            String host = gateways.get((first + i) % gateways.size());
            if (i == 0) {
                builder.server(host, LabCluster.TCP_PORT);
            } else {
                builder.otherServer(host, LabCluster.TCP_PORT);
            }
        }
        return builder.build();
    }

    /** Lets something happen, waits until all is well again, and says what it has cost. */
    Toll.Cost suffer(Fault fault) throws Exception {
        return suffer(fault, 0);
    }

    /** As {@link #suffer(Fault)}, but looks for so many seconds at least, as some faults are noticed late. */
    Toll.Cost suffer(Fault fault, int seconds) throws Exception {
        settle();
        return endure(fault, seconds);
    }

    /** As {@link #suffer(Fault, int)} where media has been away before. */
    Toll.Cost endure(Fault fault, int seconds) throws Exception {
        Map<String, User> before = users();
        meters.forEach(SoundMeter::restart);
        sessionsLost.set(0);
        seen.set(0);
        diary.restart();
        long startNs = System.nanoTime();
        fault.happen();
        CompletableFuture<Long> newcomer = again("newcomer", startNs, this::comeAndGo);
        List<CompletableFuture<Long>> requests = members.stream()
                .map(member ->
                        again(member.name(), startNs, () -> member.client().snapshot()))
                .toList();
        long requestsMs = requests.stream()
                .map(SdkUser::await)
                .max(Comparator.naturalOrder())
                .orElse(0L);
        long newcomerMs = SdkUser.await(newcomer);
        rest(startNs + TimeUnit.SECONDS.toNanos(seconds));
        settle();
        assertEquals(before, users(), "who is there, and how");
        long gapMs = meters.stream().mapToLong(SoundMeter::longestGapMs).max().orElse(0);
        if (Math.max(gapMs, Math.max(requestsMs, newcomerMs)) > SLOW_MS) {
            System.out.println("CHAOS   slow: " + meters + System.lineSeparator() + diary);
        }
        return new Toll.Cost(
                requestsMs,
                newcomerMs,
                gapMs,
                meters.stream().mapToLong(SoundMeter::lost).max().orElse(0),
                sessionsLost.get(),
                seen.get());
    }

    /** Lets time pass, as the fault is one that lasts. */
    static void rest(long untilNs) {
        long leftNs = untilNs - System.nanoTime();
        if (leftNs > 0) {
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(leftNs, TimeUnit.NANOSECONDS))
                    .join();
        }
    }

    /** Waits until every viewer has sound and picture. */
    void settle() throws InterruptedException {
        for (SoundMeter meter : meters) {
            try {
                meter.awaitMore(SETTLED_PACKETS, SECONDS);
            } catch (AssertionError e) {
                throw new AssertionError(meter + System.lineSeparator() + diary, e);
            }
        }
    }

    /** Everybody in every room as one of each room sees it, by name; fails where somebody is there twice. */
    private Map<String, User> users() {
        Map<String, User> all = new TreeMap<>();
        for (Member member : members) {
            for (User user : answered(() -> member.client().snapshot()).users()) {
                User other = all.put(user.name(), user);
                if (other != null) {
                    assertEquals(other, user, "the same of everybody, whoever is asked");
                }
            }
        }
        assertEquals(members.size(), all.size(), () -> "everybody once: " + all.keySet());
        return all;
    }

    /** Somebody new, who enters a room in which nobody else is. */
    CompletableFuture<Void> comeAndGo() {
        int first = newcomers.get() % gateways.size();
        return comeAndGo(client(first, new AnyChatListener() {}));
    }

    /** The same by that gateway and no other. */
    CompletableFuture<Void> comeAndGo(String gateway) {
        return comeAndGo(AnyChatClient.builder()
                .runtime(runtime)
                .server(gateway, LabCluster.TCP_PORT)
                .build());
    }

    /** Somebody new, whose sound a relay takes in. */
    CompletableFuture<Void> comePublishAndGo() {
        AnyChatClient client = client(newcomers.get() % gateways.size(), new AnyChatListener() {});
        return visit(client, () -> client.publish(Sample.audio()));
    }

    private CompletableFuture<Void> comeAndGo(AnyChatClient client) {
        return visit(client, () -> CompletableFuture.completedFuture(null));
    }

    private CompletableFuture<Void> visit(AnyChatClient client, Supplier<CompletableFuture<Void>> there) {
        int number = newcomers.incrementAndGet();
        return client.connect()
                .thenCompose(connected -> client.login("Newcomer" + number, ""))
                .thenCompose(login -> client.enterRoom(1_000 + number, ""))
                .thenCompose(room -> there.get())
                .thenCompose(done -> client.leaveRoom())
                .whenComplete((left, failure) -> client.close());
    }

    /** When it was done, in milliseconds since the start; what is refused is tried again. */
    private CompletableFuture<Long> again(String who, long startNs, Supplier<? extends CompletableFuture<?>> request) {
        return request.get()
                .<Long>thenApply(done -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs))
                .exceptionallyCompose(refused -> {
                    diary.add(who, refused);
                    return CompletableFuture.runAsync(() -> {}, SHORTLY)
                            .thenCompose(waited -> again(who, startNs, request));
                });
    }

    /** The reply, where need be that to a later one of the same requests. */
    static <T> T answered(Supplier<CompletableFuture<T>> request) {
        AssertionError last = null;
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < untilNs) {
            try {
                return SdkUser.await(request.get());
            } catch (AssertionError refused) {
                last = refused;
                CompletableFuture.runAsync(() -> {}, SHORTLY).join();
            }
        }
        throw new AssertionError("never answered", last);
    }

    @Override
    public void close() {
        members.forEach(member -> member.client().close());
        runtime.close();
    }

    /** Counts what nobody should notice. */
    private final class Watch implements AnyChatListener {
        private final String name;

        Watch(String name) {
            this.name = name;
        }

        @Override
        public void onUserAtRoom(ServerEvent.UserAtRoom event) {
            diary.add(name, event);
            seen.incrementAndGet();
        }

        @Override
        public void onMediaState(ServerEvent.MediaState event) {
            diary.add(name, event);
        }

        @Override
        public void onMediaMoved(ServerEvent.MediaMoved event) {
            diary.add(name, event);
        }

        @Override
        public void onReconnecting(ServerEvent.LinkClose event) {
            diary.add(name, "reconnecting, " + event);
        }

        @Override
        public void onReconnected(Reconnected event) {
            diary.add(name, event);
            if (!event.resumed()) {
                sessionsLost.incrementAndGet();
            }
        }

        @Override
        public void onLinkClose(ServerEvent.LinkClose event) {
            diary.add(name, event);
            sessionsLost.incrementAndGet();
        }
    }
}
