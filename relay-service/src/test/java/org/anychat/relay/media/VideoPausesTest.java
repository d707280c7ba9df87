package org.anychat.relay.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.anychat.relay.allocation.PauseReason;
import org.junit.jupiter.api.Test;

class VideoPausesTest {
    private static final int ANN = -2;
    private static final int BEN = -3;

    private final List<String> told = new ArrayList<>();
    private final VideoPauses pauses =
            new VideoPauses((user, reason, paused) -> told.add(user + " " + reason + " " + paused));

    private void paused(PauseReason reason, int... users) {
        pauses.begin();
        for (int user : users) {
            pauses.add(user, reason);
        }
        pauses.tell();
    }

    @Test
    void shouldTellOfAUserOnceWhateverTheNumberOfStreams() {
        paused(PauseReason.LIMIT, ANN, ANN);
        paused(PauseReason.LIMIT, ANN);

        assertEquals(List.of("-2 LIMIT true"), told);
    }

    @Test
    void shouldTellWhenNothingOfTheUserIsPausedAnyMore() {
        paused(PauseReason.LIMIT, ANN);
        paused(PauseReason.LIMIT, BEN);

        assertEquals(List.of("-2 LIMIT true", "-3 LIMIT true", "-2 LIMIT false"), told);
    }

    @Test
    void shouldTellOfAnotherReason() {
        paused(PauseReason.LIMIT, ANN);
        paused(PauseReason.NETWORK, ANN);
        paused(PauseReason.NETWORK);

        assertEquals(List.of("-2 LIMIT true", "-2 NETWORK true", "-2 NETWORK false"), told);
    }

    @Test
    void shouldTellAnewOfAVideoThatComesInThePlaceOfOneThatHasEnded() {
        paused(PauseReason.LIMIT, ANN);
        pauses.onLastEnded(ANN);
        pauses.onLastEnded(BEN);
        paused(PauseReason.LIMIT, ANN);

        assertEquals(List.of("-2 LIMIT true", "-2 LIMIT false", "-2 LIMIT true"), told);
    }
}
