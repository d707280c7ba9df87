package org.anychat.gateway.port;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AddressLimitTest {
    private final AddressLimit limit = new AddressLimit(2);

    @Test
    void shouldRefuseOneMoreThanTheLimit() {
        assertTrue(limit.enter("192.0.2.1"));
        assertTrue(limit.enter("192.0.2.1"));
        assertFalse(limit.enter("192.0.2.1"));
    }

    @Test
    void shouldCountEachAddressForItself() {
        limit.enter("192.0.2.1");
        limit.enter("192.0.2.1");

        assertTrue(limit.enter("192.0.2.2"));
    }

    @Test
    void shouldGiveAPlaceBack() {
        limit.enter("192.0.2.1");
        limit.enter("192.0.2.1");
        limit.leave("192.0.2.1");

        assertTrue(limit.enter("192.0.2.1"));
        assertFalse(limit.enter("192.0.2.1"));
    }
}
