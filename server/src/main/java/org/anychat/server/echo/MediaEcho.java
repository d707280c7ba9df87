package org.anychat.server.echo;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.MediaException;
import org.anychat.client.media.MediaResources;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.Publisher;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.media.Subscriber;
import org.anychat.server.echo.EchoOutcome.Step;
import org.anychat.server.echo.EchoOutcome.Way;
import org.anychat.webrtc.ice.IceCandidate.Transport;

/**
 * One round of media: offers to send, finds out which addresses of the relay answer, connects by one of them, sends a few
 * packets and waits until they come back. Closes whatever it has opened, however it ends. Everything runs on the loop.
 */
public final class MediaEcho {
    private static final int ENOUGH_PACKETS = 10;
    private static final long DEADLINE_MS = 7_000;
    private static final long TCP_DEADLINE_MS = 10_000;

    private final MediaResources resources;
    private final Executor blocking;
    private final EchoSignalling signalling;
    private final List<InetSocketAddress> inside;
    private final boolean tcpToo;
    private final MarkedTone tone;
    private final CompletableFuture<EchoOutcome> outcome = new CompletableFuture<>();
    private Publisher publisher;
    private Subscriber subscriber;
    private Step step = Step.PUBLISH;
    private List<Way> ways = List.of();
    private List<Way> usable = List.of();

    /**
     * Makes an echo that has not begun.
     *
     * @param resources the loop and its surroundings
     * @param blocking where the addresses are tried
     * @param signalling carries the descriptions; closed at the end
     * @param inside further addresses of the relay, used where none of those that clients are told answers
     * @param tcpToo whether its TCP addresses are tried, and used where none of UDP answers
     */
    public MediaEcho(
            MediaResources resources,
            Executor blocking,
            EchoSignalling signalling,
            List<InetSocketAddress> inside,
            boolean tcpToo) {
        this.tcpToo = tcpToo;
        this.resources = resources;
        this.blocking = blocking;
        this.signalling = signalling;
        this.inside = List.copyOf(inside);
        this.tone = new MarkedTone(resources.random().nextLong());
    }

    /**
     * Runs it. Any thread, once.
     *
     * @return how it went, within some seconds; never fails
     */
    public CompletionStage<EchoOutcome> run() {
        resources.loop().execute(this::begin);
        return outcome;
    }

    private void begin() {
        long deadlineMs = tcpToo ? TCP_DEADLINE_MS : DEADLINE_MS;
        var timer = resources
                .loop()
                .schedule(() -> end(step, "no end within " + deadlineMs + " ms"), deadlineMs, TimeUnit.MILLISECONDS);
        CompletionStage<EchoOutcome> unused = outcome.whenComplete((ended, failure) -> timer.cancel(false));
        try {
            publisher = new Publisher(resources, List.of(tone));
        } catch (RuntimeException e) {
            end(Step.PUBLISH, String.valueOf(e.getMessage()));
            return;
        }
        RelayDescription offer = new RelayDescription(publisher.offer());
        onLoop(signalling.publish(offer.sdp()), answer -> tryAddresses(offer, new RelayDescription(answer)));
    }

    private void tryAddresses(RelayDescription offer, RelayDescription answer) {
        step = Step.ICE;
        List<InetSocketAddress> told = List.copyOf(answer.addresses(Transport.UDP));
        List<InetSocketAddress> tcp = tcpToo ? List.copyOf(answer.addresses(Transport.TCP)) : List.of();
        List<InetSocketAddress> all = new ArrayList<>(told);
        inside.stream().filter(address -> !told.contains(address)).forEach(all::add);
        AddressChecks checks = new AddressChecks(offer, answer, resources.random());
        CompletableFuture<List<Way>> tried = new CompletableFuture<>();
        blocking.execute(() -> {
            List<Way> found = new ArrayList<>();
            checks.run(all).forEach((address, rtt) -> found.add(new Way(address, told.contains(address), rtt)));
            checks.runTcp(tcp).forEach((address, rtt) -> found.add(new Way(address, true, true, rtt)));
            tried.complete(found);
        });
        onLoop(tried, found -> {
            ways = List.copyOf(found);
            connect(answer);
        });
    }

    private void connect(RelayDescription answer) {
        boolean byUdp = ways.stream().anyMatch(way -> !way.isTcp() && way.answers());
        boolean byAdvertised = ways.stream().anyMatch(way -> way.isTcp() != byUdp && way.advertised() && way.answers());
        usable = ways.stream()
                .filter(way -> way.answers() && way.isTcp() != byUdp && way.advertised() == byAdvertised)
                .toList();
        if (usable.isEmpty()) {
            end(Step.ICE, "");
            return;
        }
        step = Step.DTLS;
        onLoop(publisher.accept(answer.at(usable).sdp()), connected -> {
            step = Step.SUBSCRIBE;
            subscriber = new Subscriber(resources, new Sink());
            onLoop(signalling.subscribe(this::onOffer), done -> {});
        });
    }

    private void onOffer(int revision, String sdp) {
        resources.loop().execute(() -> {
            if (outcome.isDone()) {
                return;
            }
            try {
                String answer =
                        subscriber.answer(new RelayDescription(sdp).at(usable).sdp());
                step = Step.MEDIA;
                onLoop(signalling.answer(revision, answer), done -> {});
            } catch (MediaException e) {
                end(Step.SUBSCRIBE, e.getMessage());
            }
        });
    }

    /** Goes on on the loop, or ends with the step that is under way. */
    private <T> void onLoop(CompletionStage<T> stage, java.util.function.Consumer<T> next) {
        CompletionStage<Void> unused = stage.handleAsync(
                (value, failure) -> {
                    if (outcome.isDone()) {
                        return null;
                    }
                    if (failure == null) {
                        next.accept(value);
                    } else {
                        end(step, words(failure));
                    }
                    return null;
                },
                resources.loop());
    }

    private static String words(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private void end(Step failed, String why) {
        if (outcome.isDone()) {
            return;
        }
        if (publisher != null) {
            publisher.close();
        }
        if (subscriber != null) {
            subscriber.close();
        }
        signalling.close();
        outcome.complete(new EchoOutcome(failed, why, ways, tone.sent(), tone.received(), tone.medianRttMs()));
    }

    private final class Sink implements MediaSink {
        @Override
        public void onPacket(RemoteTrack track, byte[] buffer, int offset, int length) {
            if (tone.onPacket(buffer, offset, length) && tone.received() >= ENOUGH_PACKETS) {
                // Not from within the connection that is closed by it.
                resources.loop().execute(() -> end(null, ""));
            }
        }
    }
}
