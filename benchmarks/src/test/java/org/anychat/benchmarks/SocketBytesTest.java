package org.anychat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.anychat.benchmarks.SocketBytes.Crossed;
import org.junit.jupiter.api.Test;

/** As iproute2 6.1 tells sockets, cut in the middle. */
class SocketBytesTest {
    private static final String FIRST = "0      0                127.0.0.1:43210            127.0.0.1:5702"
            + " \t cubic wscale:10,10 rto:201 mss:32768 bytes_sent:700 bytes_retrans:50 bytes_acked:%d"
            + " bytes_received:%d segs_out:12 segs_in:11%n";
    private static final String SECOND = "0      36     [::ffff:127.0.0.1]:43212   [::ffff:127.0.0.1]:5703"
            + " \t cubic bytes_sent:64 bytes_acked:64 segs_out:2%n";

    @Test
    void shouldCountWhatCrossedBothWays() throws IOException {
        SocketBytes before = SocketBytes.parse(String.format(FIRST, 650, 1000));
        SocketBytes after = SocketBytes.parse(String.format(FIRST, 750, 3000));

        assertEquals(new Crossed(2100, 1, 0), after.since(before));
    }

    @Test
    void shouldCountAllOfAConnectionThatHasBegunMeanwhile() throws IOException {
        SocketBytes before = SocketBytes.parse(String.format(FIRST, 650, 1000));
        SocketBytes after = SocketBytes.parse(String.format(FIRST + SECOND, 650, 1000));

        assertEquals(new Crossed(64, 2, 0), after.since(before));
    }

    @Test
    void shouldSayThatAConnectionHasEnded() throws IOException {
        SocketBytes before = SocketBytes.parse(String.format(FIRST + SECOND, 650, 1000));
        SocketBytes after = SocketBytes.parse(String.format(FIRST, 651, 1000));

        assertEquals(new Crossed(1, 1, 1), after.since(before));
    }

    @Test
    void shouldRefuseWhatTellsNoSockets() throws IOException {
        assertEquals(0, SocketBytes.parse("").bytes().size());
        assertThrows(IOException.class, () -> SocketBytes.parse("ss: unrecognized option"));
    }
}
