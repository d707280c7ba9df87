package org.anychat.gateway.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.runtime.tls.ServerCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsGateTest {
    private static SslContext tls;

    private final GatewayCounters counters = new GatewayCounters();

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws IOException, GeneralSecurityException {
        ServerCertificate certificate =
                ServerCertificate.selfSigned(directory, List.of(), Instant.now(), new SecureRandom());
        tls = ServerTls.of(certificate.certificateFile(), certificate.privateKeyFile());
    }

    private EmbeddedChannel channel(boolean plainTextAllowed) {
        return new EmbeddedChannel(new TlsGate(tls, plainTextAllowed, counters));
    }

    private static ByteBuf plainText() {
        return Unpooled.copiedBuffer("GET / HTTP/1.1", StandardCharsets.US_ASCII);
    }

    @Test
    void shouldRefusePlainTextWhereTlsIsRequired() {
        EmbeddedChannel channel = channel(false);

        channel.writeInbound(plainText());

        assertFalse(channel.isOpen());
        assertNull(channel.readInbound());
        assertEquals(1, counters.value(GatewayCounter.PLAIN_TEXT_REFUSED));
    }

    @Test
    void shouldPassPlainTextOnWhereItIsAllowed() {
        EmbeddedChannel channel = channel(true);

        channel.writeInbound(plainText());

        assertTrue(channel.isOpen());
        ByteBuf passed = channel.readInbound();
        assertEquals("GET / HTTP/1.1", passed.toString(StandardCharsets.US_ASCII));
        passed.release();
    }

    @Test
    void shouldPassMediaOnWhereTlsIsRequired() {
        EmbeddedChannel channel = channel(false);
        // RFC 4571: 20 bytes; RFC 8489 section 5: a binding request without attributes.
        byte[] request = {0, 20, 0, 1, 0, 0, 0x21, 0x12, (byte) 0xA4, 0x42, 1};

        for (byte one : request) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {one}));
        }

        assertTrue(channel.isOpen());
        assertEquals(0, counters.value(GatewayCounter.PLAIN_TEXT_REFUSED));
        assertNull(channel.pipeline().get(TlsGate.class));
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldRefusePlainTextThatIsUndecidedAtFirst() {
        EmbeddedChannel channel = channel(false);

        channel.writeInbound(Unpooled.copiedBuffer("OPTIO", StandardCharsets.US_ASCII));
        assertTrue(channel.isOpen());
        channel.writeInbound(Unpooled.copiedBuffer("NS * ", StandardCharsets.US_ASCII));

        assertFalse(channel.isOpen());
        assertEquals(1, counters.value(GatewayCounter.PLAIN_TEXT_REFUSED));
    }

    @Test
    void shouldMakeWayForTls() {
        EmbeddedChannel channel = channel(false);

        // A handshake record (22) of TLS 1.0 with 512 bytes, of which one has come (RFC 8446 section 5.1).
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {22, 3, 1, 2, 0, 1}));

        assertNotNull(channel.pipeline().get(SslHandler.class));
        assertNull(channel.pipeline().get(TlsGate.class));
        channel.finishAndReleaseAll();
    }
}
