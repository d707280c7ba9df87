package org.anychat.runtime.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.anychat.contracts.BusCall;
import org.anychat.contracts.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that stood still, by a clock that the test sets, or whose bus has gone, or others of which have. Other processes are the bare event bus. */
class StandstillIT {
    private static final String GREETER = "greeter";
    private static final long DEADLINE_SECONDS = 30;
    private static final long NOTICED_MS = 500;
    private static final NodeId SELF = new NodeId("self");

    private final AtomicLong nowNs = new AtomicLong(1);
    private final Vertx local = Vertx.vertx();
    private final Vertx cluster = Vertx.vertx();
    private final Vertx nextCluster = Vertx.vertx();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final Bus bus = Bus.clustered(local, SELF, nowNs::get);

    /** Some service. */
    public interface GreeterApi {
        /** Answers. */
        @BusCall(deadlineMs = 20_000)
        Future<Greeting> greet(Name request);
    }

    /** A request. */
    public record Name(String name) {}

    /** A reply. */
    public record Greeting(String text) {}

    @BeforeEach
    void attach() throws Exception {
        await(bus.attach(cluster));
    }

    @AfterEach
    void close() throws Exception {
        await(local.close());
        await(cluster.close());
        await(nextCluster.close());
    }

    private void greet() throws Exception {
        GreeterApi greeter = name -> {
            asked.add(name.name());
            return Future.succeededFuture(new Greeting("Hello " + name.name()));
        };
        await(bus.serve(GreeterApi.class, GREETER, greeter));
    }

    private Future<String> askFromElsewhere(Vertx from, String name) {
        return askFromElsewhere(from, name, TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
    }

    private Future<String> askFromElsewhere(Vertx from, String name, long timeoutMs) {
        DeliveryOptions options =
                new DeliveryOptions().setCodecName(ContractCodec.NAME).setSendTimeout(timeoutMs);
        return from.eventBus()
                .<Greeting>request(GREETER, new Name(name), options)
                .map(reply -> reply.body().text());
    }

    private void standStill() {
        nowNs.addAndGet(Pulse.STANDSTILL_NS + 1);
    }

    @Test
    void shouldLeaveUnreadWhatCameWhileItStoodStill() throws Exception {
        greet();
        assertEquals("Hello Ann", await(askFromElsewhere(cluster, "Ann")));
        standStill();
        assertTimeout(askFromElsewhere(cluster, "Ben", NOTICED_MS));
        // The first beat after it changes nothing.
        bus.beat();
        assertEquals(Pulse.STANDSTILL_NS + 1, bus.stoodStillNs());
        assertTimeout(askFromElsewhere(cluster, "Cho", NOTICED_MS));

        bus.detach();
        await(bus.attach(nextCluster));

        assertEquals("Hello Den", await(askFromElsewhere(nextCluster, "Den")));
        assertEquals("Ann", asked.poll());
        assertEquals("Den", asked.poll());
        assertEquals(0, bus.stoodStillNs());
    }

    @Test
    void shouldNotAnswerAfterItStoodStillWhatItWasAskedBefore() throws Exception {
        Promise<Greeting> answer = Promise.promise();
        Promise<Void> reached = Promise.promise();
        GreeterApi slow = name -> {
            reached.complete();
            return answer.future();
        };
        await(bus.serve(GreeterApi.class, GREETER, slow));
        Future<String> asking = askFromElsewhere(cluster, "Ann", NOTICED_MS);
        await(reached.future());
        standStill();

        answer.complete(new Greeting("of a time that is over"));

        assertTimeout(asking);
    }

    @Test
    void shouldAskAgainOnceItIsKnownWhoIsGone() throws Exception {
        Promise<Void> reached = Promise.promise();
        var gone = cluster.eventBus().<Name>consumer(GREETER, message -> reached.complete());
        Future<Greeting> asking = bus.proxy(GreeterApi.class, GREETER).greet(new Name("Ann"));
        await(reached.future());
        await(gone.unregister());
        cluster.eventBus().<Name>consumer(GREETER, StandstillIT::answer);

        bus.onNodeForgotten();

        assertEquals("Good evening Ann", await(asking).text());
    }

    @Test
    void shouldAskOnTheNextBusWhatItWantsToKnowAfterItStoodStill() throws Exception {
        bus.proxy(GreeterApi.class, GREETER);
        cluster.eventBus().<Name>consumer(GREETER, message -> asked.add("before"));
        standStill();

        Future<Greeting> asking = bus.proxy(GreeterApi.class, GREETER).greet(new Name("Ann"));
        bus.detach();
        await(bus.attach(nextCluster));
        nextCluster.eventBus().<Name>consumer(GREETER, StandstillIT::answer);

        assertEquals("Good evening Ann", await(asking).text());
        assertNull(asked.poll());
    }

    @Test
    void shouldDropAnAnswerToABusThatHasGone() throws Exception {
        Promise<Greeting> answer = Promise.promise();
        Promise<Void> reached = Promise.promise();
        GreeterApi slow = name -> {
            reached.complete();
            return answer.future();
        };
        await(bus.serve(GreeterApi.class, GREETER, slow));
        DeliveryOptions options = new DeliveryOptions().setCodecName(ContractCodec.NAME);
        cluster.eventBus().<Greeting>request(GREETER, new Name("Ann"), options);
        await(reached.future());
        bus.detach();
        await(cluster.close());

        try (LoggedFaults faults = new LoggedFaults()) {
            answer.complete(new Greeting("too late"));
            await(bus.attach(nextCluster));
            assertEquals(List.of(), faults.all());
        }
    }

    @Test
    void shouldPutACallOffThatMeetsABusThatHasGone() throws Exception {
        await(cluster.close());

        Future<Greeting> asking = bus.proxy(GreeterApi.class, GREETER).greet(new Name("Ann"));
        bus.detach();
        nextCluster.eventBus().<Name>consumer(GREETER, StandstillIT::answer);
        await(bus.attach(nextCluster));

        assertEquals("Good evening Ann", await(asking).text());
    }

    private static void answer(Message<Name> question) {
        question.reply(
                new Greeting("Good evening " + question.body().name()),
                new DeliveryOptions().setCodecName(ContractCodec.NAME));
    }

    private static void assertTimeout(Future<?> asking) throws Exception {
        try {
            await(asking);
        } catch (ExecutionException e) {
            ReplyException failure = assertInstanceOf(ReplyException.class, e.getCause());
            assertEquals(ReplyFailure.TIMEOUT, failure.failureType());
            return;
        }
        throw new AssertionError("was answered");
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
