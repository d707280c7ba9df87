package org.anychat.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.anychat.auth.domain.ControlRight;
import org.anychat.auth.domain.LoginPolicy;
import org.anychat.auth.domain.Logins;
import org.anychat.auth.store.BanStore;
import org.anychat.auth.store.InMemoryLoginStore;
import org.anychat.auth.store.SharedBans;
import org.anychat.contracts.AuthApi.BanAddresses;
import org.anychat.contracts.BanExchangeApi.BanDecision;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.cluster.SharedRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bans on a disk that is full. */
class ControlIT {
    private final Vertx vertx = Vertx.vertx();
    private volatile boolean full = true;
    private volatile List<BanDecision> kept = List.of();

    private final Control control = new Control(
            new Bus(vertx),
            vertx.getOrCreateContext(),
            new ControlRight(new Logins(new InMemoryLoginStore(), new LoginPolicy(true, false, true)), 1),
            new BanStore() {
                @Override
                public List<BanDecision> read() {
                    return kept;
                }

                @Override
                public void write(List<BanDecision> bans) throws IOException {
                    if (full) {
                        throw new IOException("No space left on device");
                    }
                    kept = bans;
                }
            },
            new SharedBans(Map.of(), SharedRecords.none()),
            () -> 1_000L);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void shouldHoldABanThatCannotBeWrittenAndWriteItWhenThereIsRoom() {
        assertThrows(CompletionException.class, () -> get(control.ban(new BanAddresses(null, "192.0.2.*", 0))));
        assertEquals(1, control.list().bans().size());
        get(control.writeAgain());
        assertEquals(List.of(), kept);

        full = false;
        get(control.writeAgain());

        assertEquals(List.of(new BanDecision("192.0.2.*", 0, 1_000, false)), kept);
    }
}
