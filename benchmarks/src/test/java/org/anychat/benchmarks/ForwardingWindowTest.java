package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ForwardingWindowTest {
    @Test
    void shouldTakeAnewWhatTheLoadHasLost() throws IOException, InterruptedException {
        Queue<ForwardingWindow> windows = new ArrayDeque<>(List.of(dropping(7), dropping(0), dropping(3)));

        assertEquals(0, ForwardingWindow.whole("anychat", windows::remove).droppedHere());
        assertEquals(1, windows.size());
    }

    @Test
    void shouldGiveUpAfterThree() throws IOException, InterruptedException {
        Queue<ForwardingWindow> windows = new ArrayDeque<>(List.of(dropping(7), dropping(6), dropping(5), dropping(0)));

        assertEquals(5, ForwardingWindow.whole("anychat", windows::remove).droppedHere());
        assertEquals(1, windows.size());
    }

    private static ForwardingWindow dropping(long packets) {
        return Windows.of(5, 0, "1:1", packets);
    }
}
