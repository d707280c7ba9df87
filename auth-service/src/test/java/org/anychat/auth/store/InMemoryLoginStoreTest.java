package org.anychat.auth.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class InMemoryLoginStoreTest extends LoginStoreContract {
    @Override
    LoginStore emptyStore() {
        return new InMemoryLoginStore();
    }

    @Test
    void shouldStartOverAfterTheLowestInteger() {
        LoginStore store = new InMemoryLoginStore(Integer.MIN_VALUE);
        assertEquals(Integer.MIN_VALUE, store.nextGuestNumber());
        assertEquals(-2, store.nextGuestNumber());
    }
}
