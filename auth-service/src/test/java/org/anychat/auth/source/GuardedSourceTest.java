package org.anychat.auth.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
        var context = vertx.getOrCreateContext();
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
                Verifying.user(
                                new SourceChain(java.util.List.of(failing(ServiceError.INVALID_USER_ID), second)),
                                "Ann",
                                "x")
                        .nickname());
        for (ServiceError error : new ServiceError[] {ServiceError.CERTIFY_FAIL, ServiceError.SERVER_SDK_FAIL}) {
            assertEquals(
                    error, Verifying.error(new SourceChain(java.util.List.of(failing(error), second)), "Ann", "x"));
        }
    }
}
