package org.anychat.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.DirectPeer;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.TrackStatistics;

/** A connection with another user, of one attempt, and what the application has of it. For the client's loop. */
final class DirectConnection implements Farewells.Leaving {
    private static final long LOOK_MS = 100;

    private final int userId;
    private final int attempt;
    private final boolean offers;
    private final Hooks hooks;
    private final Listening listening = new Listening(System::nanoTime);
    private final TrackHandover handover;
    private final TrackHandover.Feed feed;
    private final DirectPeer peer;
    private final ScheduledFuture<?> watch;

    private SharedSources.Taps taps = new SharedSources.Taps(List.of());
    private boolean taken;
    private boolean connected;
    private boolean begun;
    private boolean carries;
    private boolean over;
    private long answeredNs;
    private long answers;

    /** What a connection needs of its surroundings, and tells them. */
    interface Hooks {
        DirectPeer peer(int userId, boolean offers, MediaSink sink);

        boolean isOpen(int userId, MediaKind kind);

        /** Completes when the server has taken it. */
        CompletableFuture<Void> signal(DirectConnection connection, String sdp);

        void onConnected(DirectConnection connection);

        /** The application has all that the other has open by this connection. */
        void onCarries(DirectConnection connection);

        /** Nothing comes by it, or never did. Once, and not after it was given up. */
        void onFailed(DirectConnection connection);
    }

    DirectConnection(int userId, int attempt, boolean offers, TrackHandover handover, EventLoop loop, Hooks hooks) {
        this.userId = userId;
        this.attempt = attempt;
        this.offers = offers;
        this.hooks = hooks;
        this.handover = handover;
        this.feed = handover.openDirect();
        this.peer = hooks.peer(userId, offers, feed);
        this.watch = loop.scheduleAtFixedRate(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> unusedBeginning = peer.connected().thenRun(this::onConnected);
        CompletableFuture<Void> unusedEnd = peer.closed().thenAccept(reason -> fail());
    }

    int userId() {
        return userId;
    }

    int attempt() {
        return attempt;
    }

    /** Makes the offer, on the side that is to make it. */
    void begin() {
        if (offers) {
            tell(peer.offer(handover.relayedVideo(userId)));
        }
    }

    /** Takes what the other says, once: an answer, or an offer, which is answered. */
    void take(String sdp) {
        if (taken) {
            return;
        }
        taken = true;
        if (offers) {
            peer.accept(sdp);
        } else {
            tell(peer.answer(sdp, handover.relayedVideo(userId)));
        }
    }

    private void tell(CompletableFuture<String> description) {
        CompletableFuture<Void> unused = description
                .thenCompose(sdp -> over ? CompletableFuture.completedFuture(null) : hooks.signal(this, sdp))
                .exceptionally(failure -> {
                    fail();
                    return null;
                });
    }

    /** Sends this from now on. */
    void send(SharedSources.Taps next, int gop) {
        taps.close();
        taps = over ? new SharedSources.Taps(List.of()) : next;
        peer.send(taps.sources());
        peer.gop(gop);
    }

    void gop(int frames) {
        peer.gop(frames);
    }

    /** Of the tracks that the application has this way. */
    List<TrackStatistics> statistics() {
        return peer.statistics().stream()
                .filter(one -> feed.shows(userId, one.track().codec().kind()))
                .toList();
    }

    @Override
    public void fallSilent() {
        over = true;
        taps.close();
        peer.send(List.of());
    }

    @Override
    public void giveWay() {
        over = true;
        feed.giveWay();
    }

    @Override
    public boolean isNeeded() {
        return feed.isNeeded();
    }

    @Override
    public void close() {
        over = true;
        watch.cancel(false);
        taps.close();
        peer.close();
        feed.close();
    }

    private void onConnected() {
        if (!over) {
            connected = true;
            listening.begin();
            hooks.onConnected(this);
        }
    }

    private void fail() {
        if (!over) {
            over = true;
            hooks.onFailed(this);
        }
    }

    private void look() {
        if (over || !connected) {
            return;
        }
        List<MediaKind> open = Arrays.stream(MediaKind.values())
                .filter(kind -> hooks.isOpen(userId, kind))
                .toList();
        listen(!open.isEmpty());
        if (over) {
            return;
        }
        if (!begun && !open.isEmpty() && handover.isRelayed(userId)) {
            begun = open.stream().allMatch(feed::hasBrought);
            if (begun) {
                feed.begin();
            }
        }
        if (begun && open.contains(MediaKind.VIDEO) && !feed.shows(userId, MediaKind.VIDEO)) {
            peer.requestKeyFrame();
        }
        if (begun && !carries && open.stream().allMatch(kind -> feed.shows(userId, kind))) {
            carries = true;
            hooks.onCarries(this);
        }
        if (begun) {
            miss(open);
        }
    }

    /** A picture that stands still sends nothing: whoever is silent is asked, and an answer is heard as a packet is. */
    private void listen(boolean expected) {
        if (peer.answeredNs() != answeredNs) {
            answeredNs = peer.answeredNs();
            answers++;
        }
        listening.look(peer.packets() + answers, expected);
        if (begun && listening.isSilent()) {
            fail();
        } else if (listening.isDoubtful()) {
            peer.ask();
        }
    }

    private void miss(List<MediaKind> open) {
        for (MediaKind kind : MediaKind.values()) {
            if (listening.misses(kind, open.contains(kind) && feed.misses(userId, kind))) {
                fail();
            }
        }
    }
}
