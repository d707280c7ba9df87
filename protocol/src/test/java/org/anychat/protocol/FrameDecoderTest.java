package org.anychat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.anychat.protocol.FrameDecoder.Violation;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private final FrameDecoder decoder = FrameDecoder.ofClientFrames();

    private Optional<Violation> violationOf(int... bytes) {
        ByteBuffer input = ByteBuffer.allocate(bytes.length);
        for (int b : bytes) {
            input.put((byte) b);
        }
        assertEquals(Optional.empty(), decoder.decode(input.flip()));
        return decoder.violation();
    }

    @Test
    void shouldReadLengthTypeAndBodyAtAnOffset() {
        ByteBuffer input = ByteBuffer.wrap(new byte[] {
            9,
            9, // before the frame
            0,
            0,
            0,
            3, // length of type and body
            2, // type: binary
            0x41,
            0x42, // body
            9 // the next frame's first byte
        });
        input.position(2);

        Optional<Frame> frame = decoder.decode(input);

        assertEquals(Optional.of(new Frame(Frame.BINARY, new byte[] {0x41, 0x42})), frame);
        assertEquals(9, input.position());
    }

    @Test
    void shouldWriteWhatItReads() {
        Frame frame = new Frame(Frame.JSON, new byte[] {'{', '}'});

        assertEquals(Optional.of(frame), decoder.decode(ByteBuffer.wrap(frame.encode())));
    }

    @Test
    void shouldWaitForTheRestOfAFrame() {
        byte[] bytes = Golden.frame("request-login").encode();
        for (int length = 0; length < bytes.length; length++) {
            assertEquals(Optional.empty(), FrameDecoder.ofClientFrames().decode(ByteBuffer.wrap(bytes, 0, length)));
        }
    }

    @Test
    void shouldRefuseAFrameWithoutABody() {
        assertEquals(Optional.of(Violation.TOO_SHORT), violationOf(0, 0, 0, 1, 1));
    }

    @Test
    void shouldRefuseALengthAboveTheLimit() {
        assertEquals(Optional.of(Violation.TOO_LONG), violationOf(0, 4, 0, 2, 1));
    }

    @Test
    void shouldTakeALengthAtTheLimit() {
        assertEquals(Optional.empty(), violationOf(0, 4, 0, 1, 1));
    }

    @Test
    void shouldRefuseALengthOfMoreThanTwoGigabytes() {
        assertEquals(Optional.of(Violation.TOO_LONG), violationOf(0xff, 0xff, 0xff, 0xff, 2));
    }

    @Test
    void shouldRefuseAnUnknownType() {
        assertEquals(Optional.of(Violation.UNKNOWN_TYPE), violationOf(0, 0, 0, 2, 3));
    }

    @Test
    void shouldTakeNothingMoreAfterAViolation() {
        violationOf(0, 0, 0, 2, 3);

        assertEquals(
                Optional.empty(),
                decoder.decode(ByteBuffer.wrap(Golden.frame("request-login").encode())));
    }

    @Test
    void shouldTakeLongerMessagesFromTheGateway() {
        ByteBuffer header = ByteBuffer.wrap(new byte[] {0, 0x10, 0, 1, 1});
        FrameDecoder client = FrameDecoder.ofServerFrames();
        client.decode(header);

        assertEquals(Optional.empty(), client.violation());
    }
}
