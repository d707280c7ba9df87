package org.anychat.license.store;

class InMemorySeatStoreTest extends SeatStoreContract {
    @Override
    SeatStore emptyStore() {
        return new InMemorySeatStore();
    }
}
