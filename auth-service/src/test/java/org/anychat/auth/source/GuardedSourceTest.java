package org.anychat.auth.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.auth.AuthCounter;
import org.anychat.auth.domain.LockoutPolicy;
import org.anychat.auth.domain.LoginAttempts;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.runtime.EventCounters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedSourceTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final AtomicInteger asked = new AtomicInteger();
    private final EventCounters<AuthCounter> counters = new EventCounters<>(AuthCounter.class);

    @AfterEach
    void close() throws Exception {
        Verifying.await(vertx.close());
    }

    private UserSource guarded(UserSource source, long timeoutMs, boolean tellsUnknown) {
        return guarded(source, GuardedSource.Terms.of(timeoutMs, tellsUnknown));
    }

    private UserSource guarded(UserSource source, GuardedSource.Terms terms) {
        LoginAttempts attempts = new LoginAttempts(new LockoutPolicy(3, 5, 60_000));
        UserSource counting = credentials -> {
            asked.incrementAndGet();
            return source.verify(credentials);
        };
        GuardedSource guard = new GuardedSource(vertx, counting, attempts, terms, System::nanoTime, counters);
        // As in the service: on one context.
        return credentials -> {
            Promise<VerifiedUser> answer = Promise.promise();
            context.runOnContext(now -> guard.verify(credentials).onComplete(answer));
            return answer.future();
        };
    }

    private static UserSource failing(ServiceError error) {
        return credentials -> Future.failedFuture(new ServiceException(error, "no"));
    }

    @Test
    void shouldAnswerForASourceThatNeverDoes() {
        UserSource hanging = credentials -> Promise.<VerifiedUser>promise().future();
        assertEquals(ServiceError.SERVER_SDK_TIMEOUT, Verifying.error(guarded(hanging, 50, false), "Ann", "x"));
    }

    @Test
    void shouldSayThatASourceThatThrowsIsBroken() {
        UserSource throwing = credentials -> {
            throw new IllegalStateException("bug");
        };
        assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(guarded(throwing, 5_000, false), "Ann", "x"));
    }

    @Test
    void shouldHideAndShowThatAUserDoesNotExistAsTheAdministratorSays() {
        UserSource empty = failing(ServiceError.INVALID_USER_ID);
        assertEquals(ServiceError.CERTIFY_FAIL, Verifying.error(guarded(empty, 5_000, false), "Ann", "x"));
        assertEquals(ServiceError.INVALID_USER_ID, Verifying.error(guarded(empty, 5_000, true), "Ann", "x"));
    }

    @Test
    void shouldCountWhatTheSourceSaidAndHowLongItTook() {
        Verifying.error(guarded(failing(ServiceError.CERTIFY_FAIL), 5_000, false), "Ann", "x");
        Verifying.error(guarded(failing(ServiceError.SERVER_SDK_FAIL), 5_000, false), "Ann", "x");
        UserSource refusing = guarded(failing(ServiceError.CERTIFY_FAIL), 5_000, false);
        for (int i = 0; i < 4; i++) {
            Verifying.error(refusing, "Ben", "x");
        }
        assertEquals(4, counters.value(AuthCounter.SOURCE_REFUSED));
        assertEquals(1, counters.value(AuthCounter.SOURCE_FAILED));
        assertEquals(1, counters.value(AuthCounter.LOCK_OUT));
        assertEquals(1, counters.value(AuthCounter.LOCKED_OUT));
        assertTrue(counters.value(AuthCounter.SOURCE_NS) > 0);
    }

    @Test
    void shouldTakeItsTimeToRefuse() {
        for (ServiceError error : new ServiceError[] {ServiceError.CERTIFY_FAIL, ServiceError.INVALID_USER_ID}) {
            long startNs = System.nanoTime();
            Verifying.error(guarded(failing(error), 5_000, false), "Ann", "x");
            long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            assertTrue(tookMs >= GuardedSource.REFUSAL_MS - 1, error + " after " + tookMs + " ms");
        }
    }

    @Test
    void shouldLockTheAccountWithoutAskingTheSourceAnyMore() {
        UserSource source = guarded(failing(ServiceError.CERTIFY_FAIL), 5_000, false);
        for (int i = 0; i < 3; i++) {
            assertEquals(ServiceError.CERTIFY_FAIL, Verifying.error(source, "Ann", "x"));
        }
        assertEquals(ServiceError.ACCOUNT_LOCKED, Verifying.error(source, "Ann", "x"));
        assertEquals(3, asked.get());
    }

    @Test
    void shouldLockTheAddress() {
        UserSource source = guarded(failing(ServiceError.INVALID_USER_ID), 5_000, false);
        for (int i = 0; i < 5; i++) {
            assertEquals(ServiceError.CERTIFY_FAIL, Verifying.error(source, "user" + i, "x"));
        }
        assertEquals(ServiceError.ADDRESS_LOCKED, Verifying.error(source, "another", "x"));
    }

    /** Attempts at once, each for another account, at a source that answers when it is told to. */
    private final class Crowd {
        private final List<Promise<VerifiedUser>> questions = new CopyOnWriteArrayList<>();
        private final List<Future<VerifiedUser>> answers = new ArrayList<>();
        private boolean open;

        /** Returns when each of them has come to the guard. */
        Crowd(int size, long timeoutMs) throws Exception {
            UserSource source = guarded(this::ask, timeoutMs, false);
            for (int i = 0; i < size; i++) {
                answers.add(source.verify(Verifying.typed("user" + i, "x")));
            }
            Promise<Void> arrived = Promise.promise();
            context.runOnContext(now -> arrived.complete());
            Verifying.await(arrived.future());
        }

        private Future<VerifiedUser> ask(Credentials credentials) {
            if (open) {
                return Future.succeededFuture(VerifiedUser.named(credentials.name()));
            }
            Promise<VerifiedUser> question = Promise.promise();
            questions.add(question);
            return question.future();
        }

        List<ServiceError> errors() throws Exception {
            Verifying.await(Future.join(answers).otherwiseEmpty());
            return answers.stream()
                    .filter(Future::failed)
                    .map(answer -> ((ServiceException) answer.cause()).error())
                    .toList();
        }
    }

    @Test
    void shouldLookAtNoMoreGuessesAtATimeThanMayFail() throws Exception {
        Crowd crowd = new Crowd(200, 20_000);
        assertEquals(5, crowd.questions.size());

        ServiceException wrong = new ServiceException(ServiceError.CERTIFY_FAIL, "no");
        context.runOnContext(now -> crowd.questions.forEach(question -> question.fail(wrong)));

        List<ServiceError> errors = crowd.errors();
        assertEquals(5, Collections.frequency(errors, ServiceError.CERTIFY_FAIL));
        assertEquals(195, Collections.frequency(errors, ServiceError.ADDRESS_LOCKED));
        assertEquals(5, asked.get());
        assertEquals(195, counters.value(AuthCounter.LOCKED_OUT));
        assertEquals(1, counters.value(AuthCounter.LOCK_OUT));
    }

    /** As of one office, when a meeting begins. */
    @Test
    void shouldLetAHundredInAtOnceWhoseOneAddressHasFourFailures() throws Exception {
        Crowd crowd = new Crowd(100, 20_000);
        ServiceException wrong = new ServiceException(ServiceError.CERTIFY_FAIL, "no");
        context.runOnContext(now -> {
            crowd.open = true;
            crowd.questions.forEach(question -> {
                if (crowd.questions.indexOf(question) < 4) {
                    question.fail(wrong);
                } else {
                    question.complete(VerifiedUser.named("Ann"));
                }
            });
        });

        assertEquals(Collections.nCopies(4, ServiceError.CERTIFY_FAIL), crowd.errors());
        assertEquals(100, asked.get());
        assertEquals(96, counters.value(AuthCounter.SOURCE_ACCEPTED));
    }

    @Test
    void shouldLetNobodyWaitForLongerThanTheSourceMayTake() throws Exception {
        assertEquals(Collections.nCopies(50, ServiceError.SERVER_SDK_TIMEOUT), new Crowd(50, 100).errors());
        assertEquals(50, counters.value(AuthCounter.SOURCE_FAILED));
    }

    @Test
    void shouldNotLockAnybodyOutForASourceThatIsDown() {
        UserSource source = guarded(failing(ServiceError.SERVER_SDK_FAIL), 5_000, false);
        for (int i = 0; i < 10; i++) {
            assertEquals(ServiceError.SERVER_SDK_FAIL, Verifying.error(source, "Ann", "x"));
        }
    }

    @Test
    void shouldPassOnWhatAPluginSaysAndLockNobodyOutForANumberOfItsOwn() {
        UserSource plugin = credentials ->
                Future.failedFuture(ServiceException.ofCode(Integer.parseInt(credentials.password()), "no"));
        UserSource source = guarded(plugin, GuardedSource.Terms.asItSays(5_000));
        for (int i = 0; i < 10; i++) {
            assertEquals(90_001, Verifying.code(source, "Ann", "90001"));
            assertEquals(204, Verifying.code(source, "Ann", "204"));
        }
        assertEquals(205, Verifying.code(source, "Ann", "205"));
        assertEquals(200, Verifying.code(source, "Ann", "200"));
        assertEquals(200, Verifying.code(source, "Ann", "200"));
        assertEquals(202, Verifying.code(source, "Ann", "90001"), "locked out after three guesses");
        assertEquals(23, asked.get());
    }

    @Test
    void shouldAskTheNextSourceOnlyForUsersThatTheFirstDoesNotKnow() throws Exception {
        UserSource second = credentials -> Future.succeededFuture(VerifiedUser.named("second"));
        assertEquals(
                "second",
                Verifying.user(new SourceChain(List.of(failing(ServiceError.INVALID_USER_ID), second)), "Ann", "x")
                        .nickname());
        for (ServiceError error : new ServiceError[] {ServiceError.CERTIFY_FAIL, ServiceError.SERVER_SDK_FAIL}) {
            assertEquals(error, Verifying.error(new SourceChain(List.of(failing(error), second)), "Ann", "x"));
        }
    }
}
