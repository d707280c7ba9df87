package org.anychat.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Starts the servers under test and fills their rooms. */
record ForwardingLab(
        ServerOptions options,
        NativeTools tools,
        String address,
        List<String> serverCore,
        List<String> loadCore,
        Queue<Forwarder> started) {
    ForwardingLab(
            ServerOptions options, NativeTools tools, String address, List<String> serverCore, List<String> loadCore) {
        this(options, tools, address, serverCore, loadCore, new ConcurrentLinkedQueue<>());
    }

    static final String ANYCHAT = "anychat";
    /** Another build of this project's server. */
    static final String ANYCHAT_OTHER = "anychat-other";

    static final String JANUS = "janus";
    static final String MUMBLE = "mumble";
    static final String FLOOR_PLAIN = "floor-plain";
    static final String FLOOR_GSO = "floor-gso";

    private static final long STEP_SECONDS = 120;
    private static final int AT_ONCE = 20;

    /** Fails with what to install, before anything is measured. */
    static void requireInstalled(List<String> names) throws IOException {
        for (String name : names) {
            switch (name) {
                case JANUS -> JanusForwarder.program();
                case MUMBLE -> MumbleForwarder.program();
                case ANYCHAT, ANYCHAT_OTHER, FLOOR_PLAIN, FLOOR_GSO -> {}
                default -> throw new IOException("no such server: " + name);
            }
        }
    }

    Forwarder start(String name) throws IOException, InterruptedException {
        LoadProcess load = LoadProcess.start(tools, loadCore);
        try {
            Forwarder server = start(name, load);
            started.add(server);
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            load.close();
            throw e;
        }
    }

    /** Ends all that has been started, from another thread than that which measures. */
    void endAll() {
        for (Forwarder server = started.poll(); server != null; server = started.poll()) {
            server.close();
        }
    }

    private Forwarder start(String name, LoadProcess load) throws IOException, InterruptedException {
        return switch (name) {
            case ANYCHAT -> AnyChatForwarder.start(name, options, load, address, serverCore);
            case ANYCHAT_OTHER -> AnyChatForwarder.start(name, options.other(), load, address, serverCore);
            case MUMBLE -> MumbleForwarder.start(load, address, serverCore);
            case JANUS -> JanusForwarder.start(load, address, serverCore);
            case FLOOR_PLAIN, FLOOR_GSO ->
                FloorForwarder.start(tools, name.substring(name.indexOf('-') + 1), load, address, serverCore);
            default -> throw new IllegalArgumentException("no such server: " + name);
        };
    }

    /** One who publishes in a room, and so many who watch. */
    static List<Forwarder.Member> fillFanOut(Forwarder server, MediaLoad media, int viewers) {
        Forwarder.Member publisher = await(server.join(1, 0));
        await(publisher.publish(media));
        server.load().sending(true);
        return addViewers(server, 1, viewers);
    }

    static List<Forwarder.Member> addViewers(Forwarder server, int firstNumber, int count) {
        return byTurns(
                count,
                i -> server.join(1, firstNumber + i)
                        .thenCompose(member -> member.watch().thenApply(keys -> member)));
    }

    static void leave(List<Forwarder.Member> members) {
        byTurns(members.size(), i -> members.get(i).leave().thenApply(done -> members.get(i)));
    }

    /** Users of the first room who do not watch yet. */
    static List<Forwarder.Member> addMembers(Forwarder server, int firstNumber, int count) {
        return byTurns(count, i -> server.join(1, firstNumber + i));
    }

    static void watch(List<Forwarder.Member> members) {
        byTurns(members.size(), i -> members.get(i).watch());
    }

    private static <T> List<T> byTurns(int count, IntFunction<CompletableFuture<T>> begin) {
        List<T> done = new ArrayList<>();
        for (int from = 0; from < count; from += AT_ONCE) {
            List<CompletableFuture<T>> begun = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
                begun.add(begin.apply(i));
            }
            begun.forEach(one -> done.add(await(one)));
        }
        return done;
    }

    /** Rooms of so many, all of whom publish and watch the others. */
    static void fillRooms(Forwarder server, MediaLoad media, int rooms, int members) {
        List<Forwarder.Member> all = new ArrayList<>();
        for (int i = 0; i < rooms * members; i++) {
            all.add(await(server.join(1 + i / members, i)));
        }
        all.forEach(member -> await(member.publish(media)));
        server.load().sending(true);
        all.forEach(member -> await(member.watch()));
    }

    /** Its result; what fails, takes too long or is interrupted is a {@link CompletionException}. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new CompletionException(new IOException("no answer within " + STEP_SECONDS + " s", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}
