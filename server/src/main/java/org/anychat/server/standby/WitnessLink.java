package org.anychat.server.standby;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.anychat.runtime.config.StandbyConfig;
import org.anychat.runtime.standby.NewClients;
import org.anychat.runtime.standby.StandbySecret;
import org.anychat.runtime.standby.WitnessContact;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's socket to its witness, and what its operator is told of it. Starts and ends on one context. */
final class WitnessLink implements WitnessContact.Owner {
    private static final Logger log = LoggerFactory.getLogger(WitnessLink.class);

    /** Above what the lease of a master that has died may last. */
    private static final long DENIED_MS = 4_000;

    private final Vertx vertx;
    private final StandbyConfig.Witness config;
    private final String name;
    private final WitnessContact contact;
    private final Supplier<WitnessContact.Wish> wish;
    private final RareWords silence = new RareWords();
    private final RareWords waiting = new RareWords();
    private DatagramSocket socket;
    private long timer = -1;
    private boolean answered;

    /** Wishes are asked for on the link's context. */
    WitnessLink(
            Vertx vertx,
            StandbyConfig.Witness config,
            StandbySecret secret,
            long life,
            Supplier<WitnessContact.Wish> wish) {
        this.vertx = vertx;
        this.config = config;
        this.name = SocketNames.of(config.ip(), config.udpPort());
        this.wish = wish;
        this.contact = new WitnessContact(
                secret, new WitnessContact.Contender(life, config.serveWithout()), this, new SecureRandom());
    }

    Future<Void> start() {
        boolean ipV6 = config.ip().indexOf(':') >= 0;
        socket = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(ipV6));
        socket.exceptionHandler(failure -> log.debug("A datagram to the witness failed", failure));
        socket.handler(packet -> contact.onDatagram(packet.data().getBytes(), Clock.nowMs()));
        return socket.listen(0, ipV6 ? "::" : "0.0.0.0")
                .onSuccess(bound -> {
                    log.info(
                            "The witness of this server is {}: new clients are taken with its lease, or while the other"
                                    + " server says that it takes none",
                            name);
                    onTick();
                    timer = vertx.setPeriodic(WitnessContact.TICK_MS, tick -> onTick());
                })
                .mapEmpty();
    }

    private void onTick() {
        long now = Clock.nowMs();
        contact.onTick(now);
        boolean answers = contact.answers(now) && (answered || contact.hasAnswered());
        if (answers && !answered) {
            log.info("The witness at {} answers", name);
            silence.forget();
        } else if (!contact.answers(now) && silence.maySpeak(now)) {
            log.error(
                    contact.isRefused()
                            ? "The witness at {} has another SDKAuthPass, so that it gives this server nothing. Set the"
                                    + " same on all three."
                            : "The witness at {} does not answer: should this server and the other one lose each other"
                                    + " now, {}. Does it run with the same SDKAuthPass, and is its UDP port open?",
                    name,
                    config.serveWithout() ? "both may take new clients" : "neither may take new clients");
        }
        answered = answers;
    }

    @Override
    public WitnessContact.Wish wish() {
        return wish.get();
    }

    @Override
    public void send(byte[] datagram) {
        socket.send(Buffer.buffer(datagram), config.udpPort(), config.ip())
                .onFailure(failure -> log.debug("A datagram to the witness failed", failure));
    }

    /** Whether new clients may be taken, for any thread. */
    NewClients clients() {
        return contact.clients();
    }

    /** Whether the lease is this server's, for any thread. */
    boolean holdsLease() {
        return contact.holdsLease(Clock.nowMs());
    }

    /** Whether the witness has answered lately, for any thread. */
    boolean answers() {
        return contact.answers(Clock.nowMs());
    }

    /** Whether a server that takes no clients yet may begin to. */
    boolean permitsTakeOver() {
        long now = Clock.nowMs();
        return contact.holdsLease(now) || (config.serveWithout() && !contact.answers(now));
    }

    /** A slave whose master has been silent for a while and that is not permitted to serve. */
    void sayWhetherWaiting(boolean waits, long silentMs, String master) {
        long now = Clock.nowMs();
        if (!waits) {
            waiting.forget();
        } else if (silentMs > DENIED_MS && waiting.maySpeak(now)) {
            log.error(
                    contact.answers(now)
                            ? "The master at {} is silent here, but has the lease of the witness: the network between the"
                                    + " two is cut. This server refuses new clients with 111."
                            : "The master at {} is silent, and so is the witness: this server refuses new clients with"
                                    + " 111 until one of them answers (ServeWithoutWitness=0).",
                    master);
        }
    }

    long epoch() {
        return contact.epoch();
    }

    Future<Void> stop() {
        vertx.cancelTimer(timer);
        return socket == null ? Future.succeededFuture() : socket.close();
    }
}
