package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefaultGatewayTest {
    /** As a container on two networks shows it, one of them without a way out. */
    private static final List<String> TABLE = List.of(
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
            "eth1\t000012AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
            "eth0\t00000000\t010013AC\t0003\t0\t0\t0\t00000000\t0\t0\t0");

    @Test
    void shouldFindTheWayOut() throws UnknownHostException {
        assertEquals(Optional.of(InetAddress.getByName("172.19.0.1")), DefaultGateway.parse(TABLE));
    }

    @Test
    void shouldKnowNoneWhereThereIsNone() {
        assertEquals(Optional.empty(), DefaultGateway.parse(TABLE.subList(0, 2)));
        assertEquals(Optional.empty(), DefaultGateway.parse(List.of("", "eth0", "eth0 00000000 xyz")));
    }
}
