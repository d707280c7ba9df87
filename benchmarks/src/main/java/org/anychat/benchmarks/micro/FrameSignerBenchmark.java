package org.anychat.benchmarks.micro;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.FrameSigner;
import org.anychat.client.media.FrameVerifier;
import org.anychat.client.media.MediaCodec;
import org.anychat.client.rtp.FrameBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a signature costs a publisher for each frame on edges of mesh trees, and publisher and viewer together. A viewer takes no
 * frame twice, so it is not measured alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class FrameSignerBenchmark {
    private static final int ROOM = 1;
    private static final int PUBLISHER = 2;
    private static final int MOST_BYTES = 1 << 20;

    /** How long a frame is: sound of 20 ms, a picture at 1 Mbit/s, a key frame. */
    @Param({"80", "4000", "40000"})
    private int bytes;

    private final FrameBuffer buffer = new FrameBuffer(MOST_BYTES);
    private EncodedFrame frame;
    private FrameSigner.Row row;
    private FrameVerifier verifier;
    private long nowNs;

    /** For JMH. */
    public FrameSignerBenchmark() {}

    /** Makes the frame and a key. */
    @Setup
    public void prepare() {
        byte[] content = new byte[bytes];
        new Random(1).nextBytes(content);
        frame = new EncodedFrame(content, 0, true);
        FrameSigner signer = new FrameSigner(ROOM, PUBLISHER);
        row = signer.begin(MediaCodec.VP8);
        verifier = new FrameVerifier(
                signer.key(),
                ROOM,
                PUBLISHER,
                () -> {
                    throw new IllegalStateException("what was measured is no signature");
                },
                () -> {
                    throw new IllegalStateException("what was measured is no verification");
                },
                () -> nowNs += TimeUnit.SECONDS.toNanos(1)); // no frame comes too soon
    }

    /**
     * Once for each frame, whatever number of edges it goes by.
     *
     * @return the frame with its trailer
     */
    @Benchmark
    public EncodedFrame sign() {
        return row.sign(frame);
    }

    /**
     * The same, and what one viewer does.
     *
     * @return whether it is genuine
     */
    @Benchmark
    public Object signAndVerify() {
        byte[] signed = row.sign(frame).data();
        buffer.clear();
        buffer.append(signed, 0, signed.length);
        return verifier.check(MediaCodec.VP8, buffer, true, true);
    }
}
