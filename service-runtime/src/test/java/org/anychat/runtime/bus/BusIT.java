package org.anychat.runtime.bus;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.anychat.contracts.BusCall;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BusIT {
    private static final String ADDRESS = "greeter";

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final GreeterApi greeter = bus.proxy(GreeterApi.class, ADDRESS);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    /** Calls of every shape. */
    public interface GreeterApi {
        @BusCall
        Future<Greeting> greet(Name request);

        @BusCall(deadlineMs = 150)
        Future<Greeting> greetSoon(HurriedName request);

        @BusCall
        void tell(News event);
    }

    /** One-way calls only. */
    public interface NewsApi {
        @BusCall
        void tell(News event);
    }

    /** A request. */
    public record Name(String name) {}

    /** A request. */
    public record HurriedName(String name) {}

    /** A reply. */
    public record Greeting(String text) {}

    /** An event. */
    public record News(String text) {}

    private final class Greeter implements GreeterApi {
        private final Function<String, Future<Greeting>> answer;

        Greeter(Function<String, Future<Greeting>> answer) {
            this.answer = answer;
        }

        @Override
        public Future<Greeting> greet(Name request) {
            return answer.apply(request.name());
        }

        @Override
        public Future<Greeting> greetSoon(HurriedName request) {
            return answer.apply(request.name());
        }

        @Override
        public void tell(News event) {
            told.add(event.text());
        }
    }

    @AfterEach
    void closeVertx() throws Exception {
        await(vertx.close());
    }

    private Registration serve(Function<String, Future<Greeting>> answer) throws Exception {
        return await(bus.serve(GreeterApi.class, ADDRESS, new Greeter(answer)));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(5, SECONDS);
    }

    private static ServiceError errorOf(Future<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(future));
        return assertInstanceOf(ServiceException.class, failure.getCause()).error();
    }

    @Test
    void shouldCarryACallAndItsReply() throws Exception {
        serve(name -> Future.succeededFuture(new Greeting("Hello " + name)));
        assertEquals(new Greeting("Hello Ann"), await(greeter.greet(new Name("Ann"))));
    }

    @Test
    void shouldTellHowCallsWent() throws Exception {
        serve(name -> name.isEmpty()
                ? Future.failedFuture(new ServiceException(ServiceError.BAD_PARAMETER, "nobody"))
                : Future.succeededFuture(new Greeting(name)));
        bus.observe((call, durationNs, code) -> told.add(call + " " + code + " " + (durationNs > 0)));

        await(greeter.greet(new Name("Ann")));
        assertEquals("GreeterApi.greet 0 true", told.poll(5, SECONDS));
        errorOf(greeter.greet(new Name("")));
        assertEquals("GreeterApi.greet " + ServiceError.BAD_PARAMETER.code() + " true", told.poll(5, SECONDS));
    }

    @Test
    void shouldCarryAOneWayMessage() throws Exception {
        serve(name -> Future.succeededFuture());
        greeter.tell(new News("rain"));
        assertEquals("rain", told.poll(5, SECONDS));
    }

    @Test
    void shouldReachEverybodyWhereItPublishes() throws Exception {
        await(bus.serve(NewsApi.class, "news", event -> told.add("a " + event.text())));
        await(bus.serve(NewsApi.class, "news", event -> told.add("b " + event.text())));
        bus.publisher(NewsApi.class, "news").tell(new News("rain"));
        List<String> both = List.of(told.poll(5, SECONDS), told.poll(5, SECONDS));
        assertEquals(List.of("a rain", "b rain"), both.stream().sorted().toList());
    }

    @Test
    void shouldNotBroadcastCallsWithReplies() {
        assertThrows(IllegalArgumentException.class, () -> bus.publisher(GreeterApi.class, ADDRESS));
    }

    @Test
    void shouldFailWithServiceClosedWhereNobodyServes() {
        assertEquals(ServiceError.SERVICE_CLOSED, errorOf(greeter.greet(new Name("Ann"))));
    }

    @Test
    void shouldFailWithServiceClosedAfterTheEndAndAnswerAfterANewStart() throws Exception {
        Registration first = serve(name -> Future.succeededFuture(new Greeting("first")));
        await(first.close());
        assertEquals(ServiceError.SERVICE_CLOSED, errorOf(greeter.greet(new Name("Ann"))));
        serve(name -> Future.succeededFuture(new Greeting("second")));
        assertEquals("second", await(greeter.greet(new Name("Ann"))).text());
        await(first.close());
    }

    @Test
    void shouldAnswerACallThatWasUnderWayAtTheEnd() throws Exception {
        Promise<Greeting> late = Promise.promise();
        Promise<Void> called = Promise.promise();
        Registration registration = serve(name -> {
            called.complete();
            return late.future();
        });
        Future<Greeting> reply = greeter.greet(new Name("Ann"));
        await(called.future());
        await(registration.close());
        late.complete(new Greeting("late"));
        assertEquals("late", await(reply).text());
    }

    @Test
    void shouldFailWithRequestFailedByTheDeadline() throws Exception {
        serve(name -> Promise.<Greeting>promise().future());
        Future<Greeting> patient = greeter.greet(new Name("Ann"));
        assertEquals(ServiceError.REQUEST_FAILED, errorOf(greeter.greetSoon(new HurriedName("Ann"))));
        assertFalse(patient.isComplete(), "its deadline is later, though it was asked first");
        assertEquals(ServiceError.REQUEST_FAILED, errorOf(patient));
    }

    @Test
    void shouldCarryTheCodeAndTheWordsOfARefusal() throws Exception {
        serve(name -> Future.failedFuture(new ServiceException(ServiceError.ROOM_FULL, "no chair left")));
        Future<Greeting> refused = greeter.greet(new Name("Ann"));
        assertEquals(ServiceError.ROOM_FULL, errorOf(refused));
        assertEquals("no chair left", refused.cause().getMessage());
    }

    @Test
    void shouldTurnAFaultIntoRequestFailedAndLogItOnceWithItsStack() throws Exception {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Greeter.class);
        appender.start();
        logger.addAppender(appender);
        serve(name -> {
            throw new IllegalStateException("secret detail");
        });
        Future<Greeting> failed = greeter.greet(new Name("Ann"));
        assertEquals(ServiceError.REQUEST_FAILED, errorOf(failed));
        assertEquals("fault in the service at greeter", failed.cause().getMessage());
        assertEquals(1, appender.list.size());
        assertEquals("secret detail", appender.list.get(0).getThrowableProxy().getMessage());
    }

    @Test
    void shouldTurnAFailedFutureOfAnUnexpectedKindIntoRequestFailed() throws Exception {
        serve(name -> Future.failedFuture(new IllegalStateException("broken")));
        assertEquals(ServiceError.REQUEST_FAILED, errorOf(greeter.greet(new Name("Ann"))));
    }

    @Test
    void shouldTurnNullsOfAServiceIntoRequestFailed() throws Exception {
        serve(name -> name.isEmpty() ? null : Future.succeededFuture());
        assertEquals(ServiceError.REQUEST_FAILED, errorOf(greeter.greet(new Name(""))));
        assertEquals(ServiceError.REQUEST_FAILED, errorOf(greeter.greet(new Name("Ann"))));
    }

    @Test
    void shouldFailAMessageOfAnotherApiAtThatAddress() throws Exception {
        await(bus.serve(NewsApi.class, ADDRESS, event -> told.add(event.text())));
        assertEquals(ServiceError.REQUEST_FAILED, errorOf(greeter.greet(new Name("Ann"))));
    }

    @Test
    void shouldFailInsteadOfThrowingOnceTheBusIsClosed() throws Exception {
        await(vertx.close());
        assertInstanceOf(ServiceError.class, errorOf(greeter.greet(new Name("Ann"))));
    }

    @Test
    void shouldCompleteOnTheContextOfTheCaller() throws Exception {
        serve(name -> Future.succeededFuture(new Greeting(name)));
        Context caller = vertx.getOrCreateContext();
        Promise<Context> completedOn = Promise.promise();
        caller.runOnContext(start ->
                greeter.greet(new Name("Ann")).onComplete(reply -> completedOn.complete(Vertx.currentContext())));
        assertSame(caller, await(completedOn.future()));
    }

    @Test
    void shouldSendAReplyBeforeWhatTheCallPutOff() throws Exception {
        Context service = vertx.getOrCreateContext();
        Promise<Registration> served = Promise.promise();
        service.runOnContext(start -> bus.serve(GreeterApi.class, ADDRESS, new Greeter(name -> {
                    Vertx.currentContext()
                            .runOnContext(
                                    later -> bus.proxy(NewsApi.class, "news").tell(new News("event")));
                    return Future.succeededFuture(new Greeting(name));
                }))
                .onComplete(served));
        await(served.future());
        Context caller = vertx.getOrCreateContext();
        caller.runOnContext(start -> bus.serve(NewsApi.class, "news", event -> told.add(event.text()))
                .onSuccess(ready -> greeter.greet(new Name("reply")).onSuccess(reply -> told.add(reply.text()))));
        assertEquals("reply", told.poll(5, SECONDS));
        assertEquals("event", told.poll(5, SECONDS));
    }

    @Test
    void shouldBeAnOrdinaryObject() {
        assertEquals("GreeterApi at greeter", greeter.toString());
        assertEquals(greeter, greeter);
        assertTrue(!greeter.equals(bus.proxy(GreeterApi.class, ADDRESS)));
        assertEquals(greeter.hashCode(), greeter.hashCode());
        assertThrows(NullPointerException.class, () -> greeter.greet(null));
    }
}
