package org.anychat.webrtc.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrangersTest {
    private final Strangers<String> strangers = new Strangers<>(10);

    private void fill(String address, int count) {
        for (int i = 0; i < count; i++) {
            assertEquals(Optional.empty(), strangers.enter(address + i, address));
        }
    }

    @Test
    void shouldTakeAsManyOfOneAddressAsThereIsRoomFor() {
        fill("a", 10);

        assertEquals(10, strangers.count());
    }

    @Test
    void shouldLetTheOldestOfWhoeverHasMoreThanItsShareGiveWay() {
        fill("b", 1);
        fill("a", 9);

        assertEquals(Optional.of("a0"), strangers.enter("a9", "a"));
        assertEquals(Optional.of("a1"), strangers.enter("a10", "a"));

        assertTrue(strangers.leave("b0"), "it was older, but alone of its address");
        assertEquals(9, strangers.count());
    }

    @Test
    void shouldLetTheOldestOfAllGiveWayForWhoeverHasLittle() {
        fill("a", 9);
        fill("b", 1);

        assertEquals(Optional.of("a0"), strangers.enter("c0", "c"));

        assertFalse(strangers.leave("a0"), "gone already");
        assertTrue(strangers.leave("c0"));
    }

    @Test
    void shouldRefuseNobodyWhereEveryAddressHasOne() {
        for (int i = 0; i < 10; i++) {
            fill("address " + i, 1);
        }

        assertEquals(Optional.of("address 00"), strangers.enter("new", "another"));
    }

    @Test
    void shouldHaveRoomAgainForWhoeverIsKnown() {
        fill("a", 10);

        assertTrue(strangers.leave("a3"));
        assertFalse(strangers.leave("a3"));

        assertEquals(Optional.empty(), strangers.enter("a10", "a"));
    }
}
