package org.anychat.webrtc.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a packet costs in garbage: nothing with AES-GCM, in counter mode little more than the JDK's own calls alone. */
class SrtpAllocationTest {
    private static final int WARM_UP_PACKETS = 20_000;
    private static final int ROUNDS = 5;
    private static final int ROUND_PACKETS = 4_000;
    private static final int LENGTH = 1200;
    private static final int HEADER = 12;
    private static final int MAX_OWN_BYTES_PER_PACKET = 64;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final byte[] buffer = new byte[2048];
    private final byte[] output = new byte[2048];
    private final SecretKey key = new SecretKeySpec(new byte[16], "AES");
    private final byte[] iv = new byte[16];
    private AlgorithmParameterSpec kept;

    @FunctionalInterface
    private interface PacketWork {
        void accept(int i) throws GeneralSecurityException;
    }

    @ParameterizedTest
    @EnumSource(names = "AEAD_.*", mode = EnumSource.Mode.MATCH_ALL)
    void shouldAllocateNothingForGcm(SrtpProfile profile) throws GeneralSecurityException {
        assertEquals(0.0, sealing(profile), "bytes per sealed packet");
        assertEquals(0.0, opening(profile), "bytes per opened packet");
    }

    @Test
    void shouldAddLittleToCounterMode() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(new byte[20], "HmacSHA1"));
        double floor = bytesPerPacket(i -> {
            Words.int32(iv, 0, i);
            cipher.init(Cipher.ENCRYPT_MODE, key, kept(new IvParameterSpec(iv)));
            cipher.update(buffer, HEADER, LENGTH - HEADER, output, 0);
            mac.update(buffer, 0, LENGTH);
            mac.doFinal(output, 0);
        });
        double sealing = sealing(SrtpProfile.AES128_CM_HMAC_SHA1_80);
        double opening = opening(SrtpProfile.AES128_CM_HMAC_SHA1_80);

        report("counter mode sealing", floor, sealing);
        report("counter mode opening", floor, opening);
        assertTrue(sealing - floor <= MAX_OWN_BYTES_PER_PACKET, sealing + " bytes per packet over " + floor);
        assertTrue(opening - floor <= MAX_OWN_BYTES_PER_PACKET, opening + " bytes per packet over " + floor);
    }

    /** Keeps the compiler from leaving out of the floor what every caller of the JDK's ciphers has to make. */
    private AlgorithmParameterSpec kept(AlgorithmParameterSpec spec) {
        kept = spec;
        return kept;
    }

    private double sealing(SrtpProfile profile) throws GeneralSecurityException {
        SrtpSender sender = new SrtpSender(Packets.keys(profile, 5));
        byte[] packet = new byte[2048];
        System.arraycopy(Packets.rtp(1, 0, LENGTH - HEADER), 0, packet, 0, LENGTH);
        return bytesPerPacket(i -> {
            packet[2] = (byte) (i >> 8);
            packet[3] = (byte) i;
            if (sender.protectRtp(packet, 0, LENGTH) < 0) {
                throw new AssertionError("not sealed");
            }
        });
    }

    /** Opens packets that were sealed before. */
    private double opening(SrtpProfile profile) throws GeneralSecurityException {
        SrtpKeys keys = Packets.keys(profile, 5);
        SrtpSender sender = new SrtpSender(keys);
        SrtpReceiver receiver = new SrtpReceiver(Packets.swapped(keys));
        byte[][] sealed = new byte[WARM_UP_PACKETS + ROUNDS * ROUND_PACKETS][];
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] = Packets.protectRtp(sender, Packets.rtp(1, i & 0xFFFF, LENGTH - HEADER));
        }
        int[] next = {0};
        return bytesPerPacket(i -> {
            byte[] packet = sealed[next[0]++];
            System.arraycopy(packet, 0, buffer, 0, packet.length);
            if (receiver.unprotectRtp(buffer, 0, packet.length) < 0) {
                throw new AssertionError("not opened");
            }
        });
    }

    /** Of the cheapest round: the compiler at work beside it can only make others dearer. */
    private static double bytesPerPacket(PacketWork work) throws GeneralSecurityException {
        int done = 0;
        while (done < WARM_UP_PACKETS) {
            work.accept(done++);
        }
        long cheapest = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUND_PACKETS; i++) {
                work.accept(done++);
            }
            cheapest = Math.min(cheapest, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return cheapest / (double) ROUND_PACKETS;
    }

    private static void report(String what, double floor, double ours) {
        System.out.printf("%s: %.0f bytes per packet, of which the JDK's own %.0f%n", what, ours, floor);
    }
}
