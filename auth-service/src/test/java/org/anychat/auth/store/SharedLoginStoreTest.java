package org.anychat.auth.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anychat.auth.domain.ActiveLogin;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.runtime.cluster.RecordJson;
import org.anychat.runtime.cluster.SharedRecords;
import org.junit.jupiter.api.Test;

class SharedLoginStoreTest extends LoginStoreContract {
    private Map<String, String> written;

    /** Records as texts, as a successor finds them. */
    private final class Texts implements SharedRecords {
        @Override
        public Future<Map<String, String>> takeOver() {
            return Future.succeededFuture(Map.copyOf(written));
        }

        @Override
        public void put(String key, Record value) {
            written.put(key, RecordJson.write(value));
        }

        @Override
        public void remove(String key) {
            written.remove(key);
        }
    }

    @Override
    LoginStore emptyStore() {
        written = new HashMap<>();
        return SharedLoginStore.takeOver(new Texts()).result();
    }

    @Test
    void shouldGiveTheSuccessorTheLoginsAndGoOnCountingGuests() {
        LoginStore store = emptyStore();
        ActiveLogin ann = login("s1", 7, "Ann");
        ActiveLogin guest = login("s2", store.nextGuestNumber(), "Guest");
        store.add(ann);
        store.add(guest);
        store.add(login("s3", 9, "Cho"));
        store.remove(new SessionId("s3"));

        LoginStore successor = SharedLoginStore.takeOver(new Texts()).result();

        assertEquals(List.of(ann), List.of(successor.byAccount("Ann").orElseThrow()));
        assertEquals(guest, successor.byUser(guest.user()).orElseThrow());
        assertEquals(2, successor.all().size());
        assertEquals(store.nextGuestNumber(), successor.nextGuestNumber());
    }

    @Test
    void shouldReadALoginOfAServerThatKnewOfNoAttempts() {
        LoginStore store = emptyStore();
        ActiveLogin ann = login("s1", 7, "Ann");
        store.add(ann);
        written.replaceAll((session, text) -> text.replace("\"attempt\":0,", ""));
        assertFalse(written.get("s1").contains("attempt"), written.get("s1"));

        LoginStore successor = SharedLoginStore.takeOver(new Texts()).result();

        assertEquals(Optional.of(ann), successor.bySession(ann.session()));
        assertEquals(0, successor.bySession(ann.session()).orElseThrow().attempt());
    }

    private static ActiveLogin login(String session, int user, String name) {
        return new ActiveLogin(new SessionId(session), new NodeId("n"), new UserId(user), name, name, 0);
    }
}
