package org.anychat.runtime.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.OperationTimeoutException;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a successor hears whose cluster cannot be asked. */
class HazelcastRecordsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldSayThatTheClusterIsAwayWhereThereIsNone() {
        assertInstanceOf(ClusterAwayException.class, failureOver(() -> null));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                HazelcastInstanceNotActiveException.class,
                OperationTimeoutException.class,
                HazelcastException.class
            })
    void shouldSayThatTheClusterIsAwayWhereItDoesNotAnswer(Class<? extends RuntimeException> words)
            throws ReflectiveOperationException {
        RuntimeException failure = words.getConstructor(String.class).newInstance("State: SHUT_DOWN");

        assertInstanceOf(ClusterAwayException.class, failureOver(() -> instanceThatThrows(failure)));
        assertTrue(ClusterAwayException.isBehind(new IllegalStateException("registering failed", failure)));
    }

    @Test
    void shouldPassOnWhatIsWrongWithThisProcess() {
        IllegalArgumentException fault = new IllegalArgumentException("a fault");

        assertEquals(fault, failureOver(() -> instanceThatThrows(fault)));
        assertFalse(ClusterAwayException.isBehind(fault));
    }

    private Throwable failureOver(Supplier<HazelcastInstance> cluster) {
        HazelcastRecords records = new HazelcastRecords(vertx, "test", cluster);
        return assertThrows(
                        CompletionException.class,
                        () -> records.takeOver()
                                .toCompletionStage()
                                .toCompletableFuture()
                                .join())
                .getCause();
    }

    private static HazelcastInstance instanceThatThrows(RuntimeException failure) {
        return (HazelcastInstance) Proxy.newProxyInstance(
                HazelcastInstance.class.getClassLoader(),
                new Class<?>[] {HazelcastInstance.class},
                (proxy, method, arguments) -> {
                    throw failure;
                });
    }
}
