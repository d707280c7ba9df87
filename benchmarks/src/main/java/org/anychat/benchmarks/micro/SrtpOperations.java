package org.anychat.benchmarks.micro;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.srtp.SrtpKeys;
import org.anychat.webrtc.srtp.SrtpProfile;
import org.anychat.webrtc.srtp.SrtpReceiver;
import org.anychat.webrtc.srtp.SrtpSender;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** SRTP of one packet, with the keys of a hundred peers in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public abstract class SrtpOperations {
    private static final int PEERS = 100;
    private static final int HEADER_LENGTH = 12;

    /** Cipher and authentication. */
    @Param({"AEAD_AES_128_GCM", "AEAD_AES_256_GCM", "AES128_CM_HMAC_SHA1_80"})
    public SrtpProfile profile;

    /** A packet of speech, and one of a video frame. */
    @Param({"100", "1180"})
    public int payloadLength;

    private final SrtpSender[] senders = new SrtpSender[PEERS];
    private final SrtpReceiver[] receivers = new SrtpReceiver[PEERS];
    private final byte[] buffer = new byte[2048];
    private int packets;

    /** For the benchmarks of this package. */
    SrtpOperations() {}

    /** Makes the keys. */
    @Setup
    public void makeKeys() {
        Random random = new Random(1);
        for (int i = 0; i < PEERS; i++) {
            byte[] material = new byte[profile.keyingMaterialLength()];
            random.nextBytes(material);
            senders[i] = new SrtpSender(SrtpKeys.fromKeyingMaterial(profile, material, true));
            receivers[i] = new SrtpReceiver(SrtpKeys.fromKeyingMaterial(profile, material, false));
        }
    }

    /**
     * What each viewer costs.
     *
     * @return the protected packet's length
     */
    @Benchmark
    public int protect() {
        packets++;
        return senders[packets % PEERS].protectRtp(packet(), 0, HEADER_LENGTH + payloadLength);
    }

    /**
     * Both ways, since a packet is taken only once.
     *
     * @return the opened packet's length
     */
    @Benchmark
    public int protectAndUnprotect() {
        packets++;
        int peer = packets % PEERS;
        int length = senders[peer].protectRtp(packet(), 0, HEADER_LENGTH + payloadLength);
        int opened = receivers[peer].unprotectRtp(buffer, 0, length);
        if (opened < 0) {
            throw new IllegalStateException("not opened: " + opened);
        }
        return opened;
    }

    private byte[] packet() {
        NetworkOrder.put16(buffer, 0, 0x8060);
        NetworkOrder.put16(buffer, 2, packets / PEERS);
        NetworkOrder.put32(buffer, 4, packets);
        NetworkOrder.put32(buffer, 8, 1);
        return buffer;
    }
}
