package org.anychat.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.anychat.client.media.FrameVerifier;
import org.anychat.client.media.MediaKind;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.StreamProgress;
import org.anychat.client.media.Subscriber;
import org.anychat.client.media.TrackStatistics;
import org.anychat.protocol.Limits;
import org.anychat.protocol.P2pRequest;
import org.anychat.protocol.ServerEvent;

/** The end at which a stream comes, and what the application has of it, which is what the publisher has signed. */
final class ReceivingEdge extends Edge {
    private static final long LOOK_MS = 100;
    /** A stream that comes again so soon was held up, and not lost. */
    private static final long SOON_NS = TimeUnit.SECONDS.toNanos(1);
    /** The server may have refused to take the word, or be another one. */
    private static final long REPEAT_NS = TimeUnit.SECONDS.toNanos(1);

    private final TrackHandover handover;
    private final TrackHandover.Feed feed;
    private final Subscriber connection;
    private final ScheduledFuture<?> watch;
    private final LongSupplier nowNs = System::nanoTime;
    private final Listening listening = new Listening(nowNs);
    private final KindWatch kinds = new KindWatch();
    private boolean connected;
    private boolean begun;
    private boolean carries;
    private boolean starved;
    /** Whether it starved as nothing came at all. */
    private boolean silenced;

    private long starvedNs;
    private long toldNs;
    private long answeredNs;
    private long answers;
    private long heard;
    private long packets;
    private long frames;
    private long rejected;

    /** Fails with a {@link org.anychat.client.media.MediaException} where the publisher has no key. */
    ReceivingEdge(
            ServerEvent.P2pTry order,
            Hooks hooks,
            TrackHandover handover,
            EventLoop loop,
            StreamProgress before,
            BiFunction<FrameVerifier, MediaSink, Subscriber> connections) {
        super(order, hooks);
        this.handover = handover;
        FrameVerifier verifier = new FrameVerifier(
                order.stream().key(),
                hooks.roomId(),
                publisher(),
                () -> loop.execute(this::onForged),
                () -> loop.execute(this::fail),
                nowNs);
        verifier.goOnAfter(before);
        this.feed = handover.openDirect();
        this.connection = connections.apply(verifier, feed);
        this.watch = loop.scheduleAtFixedRate(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> unusedBeginning = connection.connected().thenRun(this::onConnected);
        CompletableFuture<Void> unusedEnd = connection.closed().thenAccept(reason -> fail());
    }

    Subscriber connection() {
        return connection;
    }

    /** Whether all that is open comes this way. */
    boolean carries() {
        return carries && !isOver();
    }

    @Override
    void begin() {
        // The other end offers.
    }

    @Override
    void describe(String sdp) {
        tell(connection.describedAnswer(sdp));
    }

    /** Of the tracks that the application has this way. */
    List<TrackStatistics> statistics() {
        return connection.statistics().stream()
                .filter(one -> feed.shows(publisher(), one.track().codec().kind()))
                .toList();
    }

    @Override
    Integer delayMs() {
        long roundTripNs = connection.roundTripNs();
        return roundTripNs < 0 ? null : (int) Math.min(Limits.DELAY_MS, TimeUnit.NANOSECONDS.toMillis(roundTripNs / 2));
    }

    @Override
    public void giveWay() {
        super.giveWay();
        feed.giveWay();
    }

    @Override
    public boolean isNeeded() {
        return feed.isNeeded();
    }

    @Override
    public void close() {
        super.close();
        watch.cancel(false);
        connection.close();
        feed.close();
    }

    private void onConnected() {
        connected = true;
        listening.begin();
        report(P2pRequest.State.CONNECTED);
    }

    private void onForged() {
        if (!isOver()) {
            hooks().onForged(this);
        }
    }

    private void look() {
        if (isOver() || !connected) {
            return;
        }
        List<MediaKind> open = Arrays.stream(MediaKind.values())
                .filter(kind -> hooks().isOpen(publisher(), kind))
                .toList();
        listening.look(heard() + answers(), !open.isEmpty());
        boolean withheld = isWithheld(open);
        if (begun && (withheld || listening.isSilent())) {
            starve();
        } else if (isPublishers() && listening.isDoubtful()) {
            connection.ask();
        }
        if (starved && !begun && isToRepeat()) {
            tellStarved();
        }
        if (!begun && !open.isEmpty() && handover.isRelayed(publisher())) {
            takeOver(open);
        }
        if (begun) {
            follow(open);
        }
    }

    /** Whether one kind comes no more though it is open. A picture may stand still, so one is asked for first. */
    private boolean isWithheld(List<MediaKind> open) {
        long listenedNs = listening.listenedNs();
        for (MediaKind kind : MediaKind.values()) {
            kinds.look(kind, connection.frames(kind), begun && open.contains(kind), listenedNs);
        }
        if (kinds.isDoubtful(MediaKind.VIDEO, listenedNs)) {
            connection.requestKeyFrame();
        }
        return kinds.isWithheld(stepsDown(), listenedNs);
    }

    /** An edge does not know how deep it is: of those that the publisher does not send by, one that nothing may follow is the last. */
    private int stepsDown() {
        if (isPublishers()) {
            return 0;
        }
        return ttl() > 0 ? 1 : 2;
    }

    /** Packets of which nothing but frames come that are not taken are not heard. */
    private long heard() {
        long nowPackets = connection.packets();
        long nowFrames = connection.frames();
        long nowRejected = connection.rejected();
        if (nowFrames > frames || nowRejected == rejected) {
            heard += nowPackets - packets;
        }
        packets = nowPackets;
        frames = nowFrames;
        rejected = nowRejected;
        return heard;
    }

    /**
     * A picture that stands still sends nothing. Of the publisher itself an answer is heard as a packet is; one who passes on
     * what others send may be there, and have nothing to pass on.
     */
    private long answers() {
        if (isPublishers() && connection.answeredNs() != answeredNs) {
            answeredNs = connection.answeredNs();
            answers++;
        }
        return answers;
    }

    private boolean isPublishers() {
        return publisher() == userId();
    }

    /** Nothing of the stream comes, or not all of it, though the connection may be there: the relay is needed until it comes again. */
    private void starve() {
        // Where it has not carried since, the server knows.
        boolean isNews = carries || !starved || isToRepeat();
        begun = false;
        carries = false;
        starved = true;
        starvedNs = nowNs.getAsLong();
        silenced = listening.isSilent();
        feed.pause();
        if (isNews) {
            tellStarved();
        }
    }

    private boolean isToRepeat() {
        return nowNs.getAsLong() - toldNs >= REPEAT_NS;
    }

    private void tellStarved() {
        toldNs = nowNs.getAsLong();
        report(P2pRequest.State.STARVED);
    }

    /** What comes takes the place of the relay's media once all of it is there. */
    private void takeOver(List<MediaKind> open) {
        begun = open.stream().allMatch(feed::hasBrought);
        if (begun) {
            feed.begin();
        } else if (open.contains(MediaKind.VIDEO) && !feed.hasBrought(MediaKind.VIDEO)) {
            connection.requestKeyFrame();
        }
    }

    private void follow(List<MediaKind> open) {
        if (open.contains(MediaKind.VIDEO) && !feed.shows(publisher(), MediaKind.VIDEO)) {
            connection.requestKeyFrame();
        }
        if (!carries && open.stream().allMatch(kind -> feed.shows(publisher(), kind))) {
            carries = true;
            if (starved && silenced && nowNs.getAsLong() - starvedNs < SOON_NS) {
                listening.bePatient();
            }
            starved = false;
            report(P2pRequest.State.DIRECT);
            hooks().onCarries(this);
        }
        for (MediaKind kind : MediaKind.values()) {
            if (listening.misses(kind, open.contains(kind) && feed.misses(publisher(), kind))) {
                fail();
            }
        }
    }
}
