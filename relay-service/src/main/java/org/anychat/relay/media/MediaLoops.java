package org.anychat.relay.media;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.anychat.webrtc.transport.DatagramSender;
import org.anychat.webrtc.udp.UdpPort;
import org.anychat.webrtc.udp.UdpSettings;

/**
 * A relay's media loops: one socket each, all of one port, so that the kernel spreads the clients over them.
 * {@link #open} and {@link #close} are for one thread; the rest is for any.
 */
public final class MediaLoops {
    /** The most loops that there can be: the name of a connectivity check has one character for the loop. */
    public static final int MAX_LOOPS = 64;

    private static final String ICE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private final LoopSettings settings;
    private final MediaEvents events;
    private final SessionDirectory directory = new SessionDirectory();
    private final List<Opened> opened = new ArrayList<>();
    private volatile List<MediaLoop> loops = List.of();
    /** Null but for a moment of the start. */
    private volatile EchoListener echoes;

    private final List<EventLoop> threads = new ArrayList<>();
    private final StreamTickets tickets;
    private StreamDoor door;

    /** A loop with what it runs on. */
    private record Opened(MediaLoop loop, UdpPort port, Future<?> timer) {}

    /**
     * Makes no loops yet.
     *
     * @param settings what the loops share
     * @param events told what becomes of connections, on the loops
     */
    public MediaLoops(LoopSettings settings, MediaEvents events) {
        this.settings = settings;
        this.events = events;
        this.tickets = new StreamTickets(settings.random());
    }

    /**
     * Opens one loop per thread. Where it fails, {@link #close} closes those that were opened.
     *
     * @param threads event loops, 1 to 64; only loops with epoll can share a port, of others give one
     * @param bind the address of the port; port 0 takes a free one
     * @return the bound address, or the reason why it could not be bound
     */
    public CompletionStage<InetSocketAddress> open(List<EventLoop> threads, InetSocketAddress bind) {
        this.threads.addAll(threads);
        UdpSettings alone = UdpSettings.of(bind);
        CompletionStage<InetSocketAddress> first = open(threads.get(0), threads.size() > 1 ? alone.shared() : alone);
        return first.thenCompose(bound -> openOthers(threads, bound));
    }

    /**
     * Opens the TCP port, for ICE-TCP (RFC 6544), when the loops are open. Where it fails it may be tried again elsewhere.
     *
     * @param bind the address of the port; port 0 takes a free one
     * @param limits how many connections there may be
     * @return the bound address, or the reason why it could not be bound
     */
    public CompletionStage<InetSocketAddress> openStreams(InetSocketAddress bind, StreamLimits limits) {
        StreamDoor opening = new StreamDoor(this, threads, limits);
        return opening.open(bind).thenApply(bound -> {
            enterBy(opening);
            return bound;
        });
    }

    private synchronized void enterBy(StreamDoor opened) {
        door = opened;
    }

    private synchronized CompletionStage<Void> closeDoor() {
        return door == null ? CompletableFuture.completedFuture(null) : door.close();
    }

    /**
     * Leave for gateways to bring clients' connections to that port.
     *
     * @return the booth
     */
    public StreamTickets tickets() {
        return tickets;
    }

    /**
     * Finds out whether checks with a name would reach a session.
     *
     * @param ufrag the relay's part of the user name of a check
     * @param result told on a loop, or at once
     */
    public void findSession(String ufrag, Consumer<Boolean> result) {
        MediaLoop owner = ownerOf(ufrag);
        if (owner == null || !owner.proxy().findSession(ufrag, result)) {
            result.accept(false);
        }
    }

    private CompletionStage<InetSocketAddress> openOthers(List<EventLoop> threads, InetSocketAddress bound) {
        CompletionStage<InetSocketAddress> all = CompletableFuture.completedFuture(bound);
        for (EventLoop thread : threads.subList(1, threads.size())) {
            UdpSettings shared = UdpSettings.of(bound).shared();
            all = all.thenCompose(before -> open(thread, shared));
        }
        return all;
    }

    private CompletionStage<InetSocketAddress> open(EventLoop thread, UdpSettings udp) {
        UdpPort port = new UdpPort(thread, udp);
        InetSocketAddress anyPort = new InetSocketAddress(udp.local().getAddress(), 0);
        MediaLoop loop = attach(thread, port, () -> new UdpPort(thread, UdpSettings.of(anyPort)));
        return port.open(loop.router()).thenApply(bound -> {
            Future<?> timer = thread.scheduleAtFixedRate(
                    loop::onTimer, MediaLoop.TICK_NS, MediaLoop.TICK_NS, TimeUnit.NANOSECONDS);
            add(new Opened(loop, port, timer));
            return bound;
        });
    }

    /** Makes a loop on a thread, a way out, and ports for links; datagrams and ticks are the caller's to bring. */
    synchronized MediaLoop attach(Executor thread, DatagramSender sender, Supplier<UdpPort> linkPorts) {
        MediaLoop loop = new MediaLoop(loops.size(), this, thread, sender, linkPorts);
        List<MediaLoop> all = new ArrayList<>(loops);
        all.add(loop);
        loops = List.copyOf(all);
        return loop;
    }

    private synchronized void add(Opened open) {
        opened.add(open);
    }

    /**
     * Closes all connections, then the ports.
     *
     * @return done when nothing is left
     */
    public synchronized CompletionStage<Void> close() {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        closing.add(closeDoor().toCompletableFuture());
        for (Opened open : opened) {
            closing.add(close(open).toCompletableFuture());
        }
        opened.clear();
        return CompletableFuture.allOf(closing.toArray(new CompletableFuture<?>[0]));
    }

    /**
     * Closes the ports alone, so that peers hear nothing any more.
     *
     * @return done when the ports are free
     */
    public synchronized CompletionStage<Void> abort() {
        List<CompletableFuture<Void>> closing = new ArrayList<>();
        closing.add(closeDoor().toCompletableFuture());
        for (Opened open : opened) {
            open.timer().cancel(false);
            open.loop().proxy().abort();
            closing.add(closePorts(open).toCompletableFuture());
        }
        opened.clear();
        return CompletableFuture.allOf(closing.toArray(new CompletableFuture<?>[0]));
    }

    private static CompletionStage<Void> close(Opened open) {
        CompletableFuture<Void> sessionsClosed = new CompletableFuture<>();
        open.timer().cancel(false);
        if (!open.loop().proxy().closeAll(() -> sessionsClosed.complete(null))) {
            sessionsClosed.complete(null);
        }
        return sessionsClosed.thenCompose(done -> closePorts(open));
    }

    /** The one that is asked first, as a question may open the other. */
    private static CompletionStage<Void> closePorts(Opened open) {
        return open.port().close().thenCompose(done -> open.loop().closeOtherPort());
    }

    /**
     * Counts what is held for connections: sessions, their names and addresses, publications.
     *
     * @return 0 when nobody is there
     */
    public CompletionStage<Integer> countHeld() {
        CompletableFuture<Integer> sum = CompletableFuture.completedFuture(directory.size());
        for (MediaLoop loop : loops) {
            CompletableFuture<Integer> held = new CompletableFuture<>();
            if (!loop.proxy().countHeld(held::complete)) {
                held.completeExceptionally(new IllegalStateException("media loop " + loop.index() + " is overloaded"));
            }
            sum = sum.thenCombine(held, Integer::sum);
        }
        return sum;
    }

    /**
     * What the loops hold, all together; a loop that is overloaded is left out.
     *
     * @return the sums
     */
    public CompletionStage<LoopFigures> figures() {
        CompletableFuture<LoopFigures> sum = CompletableFuture.completedFuture(LoopFigures.NONE);
        for (MediaLoop loop : loops) {
            CompletableFuture<LoopFigures> held = new CompletableFuture<>();
            if (!loop.proxy().figures(held::complete)) {
                held.complete(LoopFigures.NONE);
            }
            sum = sum.thenCombine(held, LoopFigures::plus);
        }
        return sum;
    }

    /**
     * What the ways out of the ports dropped, because the system did not take it in time or would not send it.
     *
     * @return datagrams since the ports were opened
     */
    public synchronized long unsent() {
        return opened.stream()
                .map(open -> open.port().counters())
                .mapToLong(port -> port.dropped() + port.sendErrors())
                .sum();
    }

    /**
     * How long all loops together have worked.
     *
     * @return nanoseconds since the start
     */
    public long busyNs() {
        return loops.stream().mapToLong(loop -> loop.busy().valueNs()).sum();
    }

    /**
     * The loops.
     *
     * @return in the order of their index
     */
    public List<MediaLoop> loops() {
        return loops;
    }

    /**
     * How the names in a loop's ICE credentials begin, so that every loop knows whose check it has got.
     *
     * @param loop the loop of the connection's room
     * @return one ice-char
     */
    public static String ufragPrefix(MediaLoop loop) {
        return ICE_CHARS.substring(loop.index(), loop.index() + 1);
    }

    /**
     * Lets somebody hear of STUN indications.
     *
     * @param listener told on the loops, or null for nobody
     */
    public void listen(EchoListener listener) {
        echoes = listener;
    }

    boolean isEcho(byte[] data, int offset, int length) {
        EchoListener listener = echoes;
        return listener != null && listener.onIndication(data, offset, length);
    }

    /** The loop of a name, or null where it is none of ours. */
    MediaLoop ownerOf(String ufrag) {
        int index = ufrag.isEmpty() ? -1 : ICE_CHARS.indexOf(ufrag.charAt(0));
        List<MediaLoop> all = loops;
        return index < 0 || index >= all.size() ? null : all.get(index);
    }

    LoopSettings settings() {
        return settings;
    }

    MediaEvents events() {
        return events;
    }

    SessionDirectory directory() {
        return directory;
    }
}
