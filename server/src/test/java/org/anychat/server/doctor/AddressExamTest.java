package org.anychat.server.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressExamTest {
    @TempDir
    Path home;

    private List<String> lines(String... settings) throws IOException {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("UDPServicePort=" + freePort());
        return DoctorWords.lines(new AddressExam(), DoctorWords.patient(home, all.toArray(String[]::new)));
    }

    private static int freePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Test
    void shouldFindThatAnAddressLeadsHere() throws IOException {
        assertEquals(List.of("OK address", "OK udp.reach"), lines("AdvertisedAddress=127.0.0.1"));
        assertEquals(List.of("OK address"), lines());
    }

    @Test
    void shouldNameAWrongAddress() throws IOException {
        assertEquals(List.of("WARN address", "FAIL udp.reach"), lines("AdvertisedAddress=203.0.113.9"));
    }

    @Test
    void shouldBearAnAddressForTheOutsideBesideOneThatIsReached() throws IOException {
        assertEquals(
                List.of("WARN address", "OK address", "OK udp.reach", "WARN udp.reach"),
                lines("AdvertisedAddress=203.0.113.9,127.0.0.1"));
    }
}
