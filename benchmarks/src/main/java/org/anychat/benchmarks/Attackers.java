package org.anychat.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A publisher and a viewer in a room of their own, with a load of their own, that send bad input when they are told to. */
final class Attackers implements AutoCloseable {
    private static final int ROOM = 2;
    private static final int PUBLISHER = 1000;
    private static final int VIEWER = 1001;
    private static final int STRANGER = 90_000;
    private static final int SILENT_VIEWERS = 10;
    private static final int SECTIONS = 1000;
    private static final int LONG_SDP = 1 << 20;
    private static final int DESCRIPTIONS_PER_SECOND = 20;
    private static final MediaLoad TENFOLD = new MediaLoad(26, 40, 1188, 0, 50);

    private final AnyChatForwarder server;
    private final BadInput input;
    private final int perSecond;
    private final AnyChatForwarder.Guest publisher;
    private final AnyChatForwarder.Guest viewer;
    private final AtomicLong descriptions = new AtomicLong();
    private final ScheduledExecutorService signalling = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "descriptions");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Forwarder.Member> silent = new ArrayList<>();
    private int nextSilent = VIEWER + 1;
    private ScheduledFuture<?> describing;

    Attackers(AnyChatForwarder server, BadInput input, int perSecond) {
        this.server = server;
        this.input = input;
        this.perSecond = perSecond;
        publisher = ForwardingLab.await(server.enter(ROOM, PUBLISHER));
        ForwardingLab.await(publisher.publish(MediaLoad.CALL));
        server.load().sending(true);
        viewer = ForwardingLab.await(server.enter(ROOM, VIEWER));
        viewer.numbersPackets(input == BadInput.TWCC_FORGED);
        ForwardingLab.await(viewer.watch());
        if (input.source == BadInput.Source.STRANGER) {
            server.load().stranger(STRANGER, viewer.watching(), viewer.watched());
        }
    }

    private void addSilent() {
        List<CompletableFuture<Long>> joining = new ArrayList<>();
        for (int i = 0; i < SILENT_VIEWERS; i++) {
            AnyChatForwarder.Guest one = ForwardingLab.await(server.enter(ROOM, nextSilent++));
            one.numbersPackets(true);
            silent.add(one);
            joining.add(one.watch());
        }
        joining.forEach(ForwardingLab::await);
    }

    private void removeSilent() {
        ForwardingLab.leave(silent);
        silent.clear();
    }

    /** Begins with the bad input, or ends it. */
    void attack(boolean on) {
        switch (input.source) {
            case STRANGER -> server.load().attack(STRANGER, input.kind, on ? perSecond : 0);
            case VIEWER -> server.load().attack(viewer.watchingPeer(), input.kind, on ? perSecond : 0);
            case PUBLISHER -> server.load().attack(publisher.publishingPeer(), input.kind, on ? perSecond : 0);
            case TENFOLD -> server.load().sends(publisher.publishingPeer(), on ? TENFOLD : MediaLoad.CALL);
            case NOBODY -> {}
            case SILENT -> {
                if (on) {
                    addSilent();
                } else {
                    removeSilent();
                }
            }
            case DESCRIPTION -> describe(on);
        }
    }

    private void describe(boolean on) {
        if (on) {
            long periodMs = TimeUnit.SECONDS.toMillis(1) / DESCRIPTIONS_PER_SECOND;
            describing = signalling.scheduleAtFixedRate(this::describeOnce, 0, periodMs, TimeUnit.MILLISECONDS);
        } else if (describing != null) {
            describing.cancel(false);
        }
    }

    /** Counts what the server has answered. */
    private void describeOnce() {
        CompletableFuture<?> answered;
        if (input == BadInput.SDP_SECTIONS) {
            String section = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";
            answered = publisher.ask(
                    "publish",
                    Map.of("sdp", "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n" + section.repeat(SECTIONS)));
        } else {
            // Whoever sends that is thrown out, so each has a link of its own.
            answered = server.sendAlone("{\"id\":1,\"type\":\"publish\",\"sdp\":\"" + "a".repeat(LONG_SDP) + "\"}");
        }
        CompletableFuture<?> unused = answered.thenRun(descriptions::incrementAndGet);
    }

    /** Done when they count anew: they have only what the call's load leaves them of its core. */
    void reset() throws InterruptedException {
        server.load().reset();
        server.load().report();
        descriptions.set(0);
    }

    LoadReport report() throws InterruptedException {
        return server.load().report();
    }

    /** How many pieces of bad input there are to be in a second; 0 for none at all. */
    double intendedPerSecond() {
        return switch (input.source) {
            case NOBODY -> 0;
            case DESCRIPTION -> DESCRIPTIONS_PER_SECOND;
            case SILENT -> SILENT_VIEWERS;
            case TENFOLD -> TENFOLD.packetsPerSecond();
            case STRANGER, VIEWER, PUBLISHER -> perSecond;
        };
    }

    /** Of a report, how many pieces of bad input there were. */
    long sent(LoadReport report, double seconds) {
        return switch (input.source) {
            case DESCRIPTION -> descriptions.get();
            case SILENT -> Math.round(seconds * silent.size());
            case TENFOLD -> report.sent();
            default -> report.attacks();
        };
    }

    @Override
    public void close() {
        signalling.shutdownNow();
    }
}
