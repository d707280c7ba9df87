package org.anychat.webrtc.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.anychat.testsupport.LinkConditions;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a media packet costs in garbage, compared with the JDK's cipher called alone on packets of the same size. */
class PeerTransportAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int HEADER_LENGTH = 12;
    private static final int TAG_LENGTH = 16;
    private static final int PACKET_LENGTH = 500;
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;

    /** Room for what the JIT leaves differently in two loops; an object of ours would be 16 bytes or more. */
    private static final long TOLERANCE_BYTES_PER_PACKET = 8;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final byte[] buffer = new byte[PACKET_LENGTH + DatagramReceiver.TAIL_ROOM];
    private final SecretKeySpec key = new SecretKeySpec(new byte[16], "AES");
    private final byte[] nonce = new byte[12];
    private final byte[] plaintext = new byte[PACKET_LENGTH];
    private TransportWorld world;
    private Cipher cipher;

    @BeforeEach
    void connect() throws GeneralSecurityException {
        cipher = Cipher.getInstance("AES/GCM/NoPadding");
        world = new TransportWorld(seeded.random(), LinkConditions.PERFECT);
        world.connect();
        world.server.recording = false;
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void shouldReceiveWithoutGarbageOfOurs() throws GeneralSecurityException {
        byte[][] datagrams = protectedByClient(WARM_UP + MEASURED);
        byte[][] sealed = sealedByCipher(WARM_UP + MEASURED);
        receive(datagrams, 0, WARM_UP);
        openAll(sealed, 0, WARM_UP);

        long before = allocatedBytes();
        openAll(sealed, WARM_UP, WARM_UP + MEASURED);
        long afterCipher = allocatedBytes();
        receive(datagrams, WARM_UP, WARM_UP + MEASURED);
        long afterReceiving = allocatedBytes();

        assertEquals(WARM_UP + MEASURED, world.server.received);
        assertNoMore(afterReceiving - afterCipher, afterCipher - before);
    }

    @Test
    void shouldSendWithoutGarbageOfOurs() throws GeneralSecurityException {
        world.client.full = true;
        send(0, WARM_UP);
        sealAll(0, WARM_UP);

        long before = allocatedBytes();
        sealAll(WARM_UP, WARM_UP + MEASURED);
        long afterCipher = allocatedBytes();
        send(WARM_UP, WARM_UP + MEASURED);
        long afterSending = allocatedBytes();

        assertEquals(WARM_UP + MEASURED, world.client.transport.counters().rejected(TransportReject.SEND_DROPPED));
        assertNoMore(afterSending - afterCipher, afterCipher - before);
    }

    private static void assertNoMore(long ourBytes, long cipherBytes) {
        long excess = (ourBytes - cipherBytes) / MEASURED;
        assertTrue(
                excess <= TOLERANCE_BYTES_PER_PACKET,
                () -> "bytes per packet: ours " + ourBytes / MEASURED + ", cipher alone " + cipherBytes / MEASURED);
    }

    private static long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private byte[][] protectedByClient(int count) {
        world.client.full = true;
        byte[][] datagrams = new byte[count][];
        for (int i = 0; i < count; i++) {
            writeRtp(i);
            world.client.transport.sendRtp(buffer, 0, PACKET_LENGTH);
            datagrams[i] = Arrays.copyOf(buffer, PACKET_LENGTH + TAG_LENGTH);
        }
        return datagrams;
    }

    private void receive(byte[][] datagrams, int from, int to) {
        for (int i = from; i < to; i++) {
            byte[] datagram = datagrams[i];
            System.arraycopy(datagram, 0, buffer, 0, datagram.length);
            world.server.transport.onDatagram(
                    buffer, 0, datagram.length, TransportWorld.CLIENT_ADDRESS, world.clock.nowNs());
        }
    }

    private void send(int from, int to) {
        for (int i = from; i < to; i++) {
            writeRtp(i);
            world.client.transport.sendRtp(buffer, 0, PACKET_LENGTH);
        }
    }

    private byte[][] sealedByCipher(int count) throws GeneralSecurityException {
        byte[][] sealed = new byte[count][];
        for (int i = 0; i < count; i++) {
            seal(i);
            sealed[i] = Arrays.copyOf(buffer, PACKET_LENGTH + TAG_LENGTH);
        }
        return sealed;
    }

    private void sealAll(int from, int to) throws GeneralSecurityException {
        for (int i = from; i < to; i++) {
            seal(i);
        }
    }

    private void seal(int number) throws GeneralSecurityException {
        writeRtp(number);
        writeNonce(number);
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(buffer, 0, HEADER_LENGTH);
        cipher.doFinal(buffer, HEADER_LENGTH, PACKET_LENGTH - HEADER_LENGTH, buffer, HEADER_LENGTH);
    }

    private void openAll(byte[][] sealed, int from, int to) throws GeneralSecurityException {
        for (int i = from; i < to; i++) {
            System.arraycopy(sealed[i], 0, buffer, 0, sealed[i].length);
            writeNonce(i);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            cipher.updateAAD(buffer, 0, HEADER_LENGTH);
            cipher.doFinal(buffer, HEADER_LENGTH, PACKET_LENGTH - HEADER_LENGTH + TAG_LENGTH, plaintext, 0);
        }
    }

    private void writeNonce(int number) {
        nonce[0] = (byte) (number >> 16);
        nonce[1] = (byte) (number >> 8);
        nonce[2] = (byte) number;
    }

    /** The payload does not matter; version 2, payload type 96, SSRC 7. */
    private void writeRtp(int number) {
        buffer[0] = (byte) 0x80;
        buffer[1] = 96;
        buffer[2] = (byte) (number >> 8);
        buffer[3] = (byte) number;
        Arrays.fill(buffer, 4, HEADER_LENGTH, (byte) 0);
        buffer[11] = 7;
    }
}
