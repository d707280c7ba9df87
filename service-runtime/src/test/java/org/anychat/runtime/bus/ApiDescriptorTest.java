package org.anychat.runtime.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.BusCall;
import org.anychat.contracts.Done;
import org.junit.jupiter.api.Test;

class ApiDescriptorTest {
    /** No annotation. */
    public interface Bare {
        Future<Done> call(Done request);
    }

    /** A request that is no record. */
    public interface Loose {
        @BusCall
        Future<Done> call(String request);
    }

    /** A reply that is no future. */
    public interface Blocking {
        @BusCall
        Done call(Done request);
    }

    /** Two calls that nobody could tell apart. */
    public interface Ambiguous {
        @BusCall
        Future<Done> one(Done request);

        @BusCall
        Future<Done> other(Done request);
    }

    /** A deadline beyond the limit. */
    public interface Patient {
        @BusCall(deadlineMs = 30_001)
        Future<Done> call(Done request);
    }

    interface Hidden {
        @BusCall
        Future<Done> call(Done request);
    }

    @Test
    void shouldReadDeadlineAndTypes() {
        ApiDescriptor.Call login = ApiDescriptor.of(AuthApi.class).call(AuthApi.Login.class);
        assertEquals(AuthApi.LoggedIn.class, login.reply());
        assertEquals(5_000, login.deadlineMs());
        assertEquals("AuthApi.login", login.name());
    }

    @Test
    void shouldRefuseInterfacesThatAreNoBusApi() {
        for (Class<?> bad : new Class<?>[] {
            Bare.class, Loose.class, Blocking.class, Ambiguous.class, Patient.class, Hidden.class, String.class
        }) {
            assertThrows(IllegalArgumentException.class, () -> ApiDescriptor.of(bad), bad.getSimpleName());
        }
    }
}
