package org.anychat.testsupport;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusingPortTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1"})
    void shouldRefuseWhoConnectsAndWhoWouldListen(String address) throws Exception {
        InetAddress local = InetAddress.getByName(address);
        try (RefusingPort nobody = RefusingPort.open()) {
            assertThrows(ConnectException.class, () -> new Socket(local, nobody.port()).close());
            assertThrows(BindException.class, () -> new ServerSocket(nobody.port(), 1, local).close());
        }
    }
}
