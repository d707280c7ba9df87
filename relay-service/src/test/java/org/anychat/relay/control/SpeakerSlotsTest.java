package org.anychat.relay.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.anychat.contracts.UserId;
import org.junit.jupiter.api.Test;

class SpeakerSlotsTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BEN = new UserId(2);
    private static final UserId CLEO = new UserId(3);

    private final SpeakerSlots slots = new SpeakerSlots();

    private static Set<UserId> present(UserId... users) {
        return new LinkedHashSet<>(List.of(users));
    }

    @Test
    void shouldShowWhoeverIsThereBeforeAnybodySpeaks() {
        assertEquals(List.of(ANN), slots.seat(present(ANN, BEN), null, 1));
    }

    @Test
    void shouldShowTheSpeaker() {
        slots.seat(present(ANN, BEN), null, 1);

        assertEquals(List.of(BEN), slots.seat(present(ANN, BEN), BEN, 1));
        assertEquals(List.of(BEN), slots.seat(present(ANN, BEN), BEN, 1));
        assertEquals(List.of(ANN), slots.seat(present(ANN, BEN), ANN, 1));
    }

    @Test
    void shouldPutTheSpeakerInThePlaceOfWhoWasSilentForLongest() {
        slots.seat(present(ANN, BEN, CLEO), ANN, 2);
        slots.seat(present(ANN, BEN, CLEO), BEN, 2);

        assertEquals(List.of(CLEO, BEN), slots.seat(present(ANN, BEN, CLEO), CLEO, 2));
        assertEquals(List.of(CLEO, ANN), slots.seat(present(ANN, BEN, CLEO), ANN, 2));
    }

    @Test
    void shouldMoveNobodyElseWhenOneLeaves() {
        slots.seat(present(ANN, BEN), null, 3);

        assertEquals(Arrays.asList(null, BEN, null), slots.seat(present(BEN), ANN, 3));
        assertEquals(Arrays.asList(CLEO, BEN, null), slots.seat(present(BEN, CLEO), null, 3));
    }
}
