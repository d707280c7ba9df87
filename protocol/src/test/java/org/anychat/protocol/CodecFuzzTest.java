package org.anychat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodecFuzzTest {
    private static final int ROUNDS = 400;

    private static Frame mutate(Frame frame, Random random) {
        byte[] body = frame.body().clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return new Frame(random.nextInt(20) == 0 ? 3 - frame.type() : frame.type(), body);
    }

    @Test
    void shouldDecodeMutatedRequestsToAMessageOrAReason() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (String name : Golden.names("request-")) {
            for (int round = 0; round < ROUNDS; round++) {
                Decoded<ClientRequest> decoded = RequestCodec.decode(mutate(Golden.frame(name), random));
                if (decoded instanceof Decoded.Valid<ClientRequest> valid) {
                    Frame again = RequestCodec.encode(valid.value());
                    assertTrue(RequestCodec.decode(again) instanceof Decoded.Valid, name + ", seed " + seed);
                } else {
                    assertNotNull(Golden.invalid(decoded).reason(), name + ", seed " + seed);
                }
            }
        }
    }

    @Test
    void shouldDecodeMutatedServerMessagesToAMessageOrAReason() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (String name : GoldenTest.serverMessages()) {
            RequestType request =
                    RequestType.ofWireName(name.replace("reply-", "")).orElse(RequestType.CONNECT);
            for (int round = 0; round < ROUNDS; round++) {
                Frame frame = mutate(Golden.frame(name), random);
                Decoded<ServerMessage> decoded = ServerCodec.decode(frame, id -> request);
                assertNotNull(decoded, name + ", seed " + seed);
            }
        }
    }

    @Test
    void shouldTakeNoiseAsAStreamWithoutThrowing() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[1 + random.nextInt(64)];
            random.nextBytes(noise);
            noise[0] = 0;
            FrameDecoder decoder = FrameDecoder.ofClientFrames();
            ByteBuffer input = ByteBuffer.wrap(noise);
            while (input.hasRemaining() && decoder.violation().isEmpty()) {
                int before = input.position();
                decoder.decode(input);
                assertTrue(input.position() > before, "no progress, seed " + seed);
            }
        }
    }

    @Test
    void shouldFindTheSameFramesInWhateverPieces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ByteBuffer stream = ByteBuffer.allocate(1 << 20);
        Golden.names("request-").forEach(name -> stream.put(Golden.frame(name).encode()));
        stream.flip();
        FrameDecoder decoder = FrameDecoder.ofClientFrames();
        java.util.List<Frame> frames = new java.util.ArrayList<>();
        while (stream.hasRemaining()) {
            ByteBuffer piece = stream.slice(stream.position(), Math.min(1 + random.nextInt(40), stream.remaining()));
            stream.position(stream.position() + piece.remaining());
            while (piece.hasRemaining()) {
                decoder.decode(piece).ifPresent(frames::add);
            }
        }

        assertEquals(Golden.names("request-").stream().map(Golden::frame).toList(), frames, "seed " + seed);
    }
}
