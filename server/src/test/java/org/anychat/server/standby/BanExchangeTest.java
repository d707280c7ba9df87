package org.anychat.server.standby;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.anychat.auth.store.SharedBans;
import org.anychat.contracts.BanExchangeApi.BanDecision;
import org.anychat.contracts.Done;
import org.anychat.runtime.standby.MirrorCopy;
import org.anychat.runtime.standby.MirrorMessage;
import org.anychat.runtime.standby.RecordMirror;
import org.anychat.runtime.standby.RecordMirror.RecordKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BanExchangeTest {
    private static final boolean HEARS = true;
    private static final long PATIENCE_MS = BanExchange.PATIENCE_MS;

    private final RecordMirror own = new RecordMirror();
    private final MirrorCopy masters = new MirrorCopy();
    private final BanExchange exchange = new BanExchange(request -> Future.succeededFuture(Done.DONE));

    @BeforeEach
    void ban() {
        new SharedBans(Map.of(), own.of(DoubleLogins.SERVICE, Map.of()))
                .write(List.of(new BanDecision("203.0.113.7", 0, 1_000, false)));
    }

    @Test
    void shouldKnowWhenTheMasterHasTheBans() {
        look(HEARS, 0);
        assertFalse(exchange.isGiven());

        RecordKey key = new RecordKey(DoubleLogins.SERVICE, SharedBans.KEY);
        masters.apply(
                new MirrorMessage.Put(key.service(), key.key(), own.text(key).orElseThrow()));
        masters.apply(new MirrorMessage.Synced());
        look(HEARS, 1);
        assertTrue(exchange.isGiven());
    }

    @Test
    void shouldGiveUpOnAMasterThatHearsAndTakesNothing() {
        look(HEARS, 0);
        look(HEARS, PATIENCE_MS - 1);
        assertFalse(exchange.isGiven());

        look(HEARS, PATIENCE_MS);
        assertTrue(exchange.isGiven());
        look(HEARS, PATIENCE_MS + 100);
        assertTrue(exchange.isGiven());
    }

    @Test
    void shouldNotCountTheTimeInWhichTheMasterCannotHear() {
        look(!HEARS, 0);
        look(!HEARS, 2 * PATIENCE_MS);
        assertFalse(exchange.isGiven());

        look(HEARS, 2 * PATIENCE_MS + 1);
        look(!HEARS, 3 * PATIENCE_MS);
        look(HEARS, 3 * PATIENCE_MS + 1);
        look(HEARS, 4 * PATIENCE_MS);
        assertFalse(exchange.isGiven());
        look(HEARS, 4 * PATIENCE_MS + 1);
        assertTrue(exchange.isGiven());
    }

    private void look(boolean hears, long nowMs) {
        exchange.look(own, masters, hears, nowMs);
    }
}
