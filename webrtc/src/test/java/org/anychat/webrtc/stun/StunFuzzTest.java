package org.anychat.webrtc.stun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.anychat.webrtc.stun.StunAttribute.Username;

/** A datagram: refused, or read, written and read again as the same; and never answered with more than a response. */
class StunFuzzTest {
    private static final InetSocketAddress SENDER = new InetSocketAddress("2001:db8::1", 40000);
    private static final int RESPONSE_LENGTH = StunMessage.HEADER_LENGTH + StunMessage.ATTRIBUTE_HEADER_LENGTH + 20;
    private static final MessageIntegrity KEY = MessageIntegrity.shortTerm(Rfc5769.PASSWORD);

    private final byte[] response = new byte[RESPONSE_LENGTH];

    @FuzzTest
    void shouldReadOrRefuse(byte[] data) {
        StunUsername.localUfrag(data, 0, data.length);
        KEY.matches(data, 0, data.length);
        assertTrue(StunResponder.respond(data, 0, data.length, SENDER, response) <= RESPONSE_LENGTH);
        if (Fingerprint.isPresent(data, 0, data.length)) {
            // No mutation finds the check sum by itself.
            byte[] repaired = data.clone();
            Fingerprint.append(repaired, 0, data.length - Fingerprint.ATTRIBUTE_LENGTH);
            checkRead(repaired);
        } else {
            checkRead(data);
        }
    }

    private static void checkRead(byte[] data) {
        Optional<String> username = StunMessage.username(data, 0, data.length);
        StunMessage.decode(data, 0, data.length).ifPresent(message -> {
            message.first(Username.class)
                    .ifPresent(name -> assertEquals(Optional.of(name.value()), username, "two readers, two names"));
            checkWritten(message, data.length);
        });
    }

    private static void checkWritten(StunMessage message, int readLength) {
        byte[] plain = new byte[readLength];
        int length = message.encode(plain, 0);
        assertEquals(Optional.of(message), StunMessage.decode(plain, 0, length));
        byte[] signed = new byte[readLength + MessageIntegrity.LENGTH + 4 + Fingerprint.ATTRIBUTE_LENGTH];
        int signedLength = message.encode(signed, 0, KEY);
        assertEquals(Optional.of(message), StunMessage.decode(signed, 0, signedLength));
        assertTrue(KEY.matches(signed, 0, signedLength));
    }
}
