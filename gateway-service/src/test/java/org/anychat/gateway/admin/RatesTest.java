package org.anychat.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.ProcessApi.Figure;
import org.anychat.contracts.ProcessApi.ProcessReport;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static final NodeId NODE = new NodeId("n");

    private final Rates rates = new Rates();

    private void read(long second, double bytesIn, double packetsIn, double lost) {
        ProcessReport report = new ProcessReport(
                NODE,
                null,
                null,
                null,
                List.of(
                        new Figure("anychat_relay_bytes_total", Map.of("direction", "in"), bytesIn),
                        new Figure("anychat_relay_rtp_packets_total", Map.of("direction", "in"), packetsIn),
                        new Figure("anychat_relay_lost_packets_total", Map.of(), lost)));
        NodeView view = new NodeView(NODE, report, TimeUnit.SECONDS.toNanos(second), false);
        rates.read(new Snapshot(0, List.of(view), null, false));
    }

    @Test
    void shouldKnowNoRateOfOneReading() {
        read(0, 1_000, 10, 0);

        assertEquals(0, rates.all().inBps());
    }

    @Test
    void shouldTellBitsPerSecondAndLoss() {
        read(0, 1_000, 0, 0);
        read(2, 3_000, 90, 10);

        assertEquals(8_000, rates.all().inBps());
        assertEquals(0.1, rates.all().lossShare(), 1e-9);
    }

    @Test
    void shouldCountAnewAfterARestart() {
        read(0, 1_000_000, 0, 0);
        read(1, 500, 0, 0);

        assertEquals(4_000, rates.all().inBps());
    }

    @Test
    void shouldForgetWhatIsGone() {
        read(0, 0, 0, 0);
        read(1, 1_000, 0, 0);
        rates.read(new Snapshot(0, List.of(), null, false));

        assertEquals(0, rates.all().inBps());
    }
}
