package org.anychat.auth.plugin.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChildCodecTest {
    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private static ChildMessage.Call call(FilterCall call) {
        return new ChildMessage.Call(7, 1, call);
    }

    static List<ChildMessage> messages() {
        return List.of(
                call(new FilterCall.VerifyUser("安娜", "pass")),
                call(new FilterCall.PrepareEnterRoom(-2, 9, "Den", "")),
                call(new FilterCall.UserLogin(101, "Ann", 5, "192.0.2.1", 1)),
                call(new FilterCall.UserLogout(101)),
                call(new FilterCall.UserEnterRoom(101, 1)),
                call(new FilterCall.UserLeaveRoom(101, 1)),
                call(new FilterCall.UserFilterData(101, new byte[] {0, -1})),
                call(new FilterCall.UserText(1, 101, -1, true, "hello")),
                new ChildMessage.Release(),
                new ChildMessage.Ready("2.0"),
                new ChildMessage.Failed(true, "no"),
                new ChildMessage.Answer(7, new FilterAnswer(-1, 101, 5, "Ann")),
                new ChildMessage.Send(-2, 1, new byte[] {1, 2, 3}));
    }

    @Test
    void shouldWriteAnAnswerAsSpecified() {
        assertEquals(
                // type; call 7; code 200; user 0; level 0; nickname of 2 bytes
                "03" + "00000007" + "000000c8" + "00000000" + "00000000" + "00000002" + "4142",
                HexFormat.of()
                        .formatHex(ChildCodec.encode(new ChildMessage.Answer(7, new FilterAnswer(200, 0, 0, "AB")))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldWriteWhatItHasRead(ChildMessage message) throws IOException {
        byte[] body = ChildCodec.encode(message);
        ChildMessage read = ChildCodec.decode(body);
        assertEquals(message.getClass(), read.getClass());
        assertArrayEquals(body, ChildCodec.encode(read));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldRefuseEveryTruncationAndEveryTail(ChildMessage message) {
        byte[] body = ChildCodec.encode(message);
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThrows(MalformedFrameException.class, () -> ChildCodec.decode(cut));
        }
        assertThrows(MalformedFrameException.class, () -> ChildCodec.decode(Arrays.copyOf(body, body.length + 1)));
    }

    @Test
    void shouldReadFramesOneAfterAnotherUntilTheEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChildCodec.write(out, new ChildMessage.Ready("1"));
        ChildCodec.write(out, new ChildMessage.Release());
        ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
        assertEquals(new ChildMessage.Ready("1"), ChildCodec.read(in));
        assertEquals(new ChildMessage.Release(), ChildCodec.read(in));
        assertNull(ChildCodec.read(in));
    }

    @Test
    void shouldNotReserveWhatAFrameOnlyClaims() {
        for (String length : List.of("7fffffff", "ffffffff", "00000000", "00020001")) {
            byte[] frame = HexFormat.of().parseHex(length + "01");
            assertThrows(IOException.class, () -> ChildCodec.read(new ByteArrayInputStream(frame)), length);
        }
        byte[] fieldClaims = HexFormat.of().parseHex("017fffffff");
        assertThrows(MalformedFrameException.class, () -> ChildCodec.decode(fieldClaims));
    }

    @Test
    void shouldBoundTheDataOfAPlugin() {
        byte[] tooMuch = ChildCodec.encode(new ChildMessage.Send(1, 1, new byte[ChildCodec.MAX_DATA_BYTES + 1]));
        assertThrows(MalformedFrameException.class, () -> ChildCodec.decode(tooMuch));
        byte[] nothing = ChildCodec.encode(new ChildMessage.Send(1, 1, new byte[0]));
        assertThrows(MalformedFrameException.class, () -> ChildCodec.decode(nothing));
    }

    @Test
    void shouldHoldTheLongestText() throws IOException {
        ChildMessage text = call(new FilterCall.UserText(1, 1, 2, false, "中".repeat(16_384)));
        assertEquals(text, ChildCodec.decode(ChildCodec.encode(text)));
    }

    @Test
    void shouldReadOrRefuseWhateverComes() {
        int refused = 0;
        Random random = seeded.random();
        List<ChildMessage> messages = messages();
        for (int round = 0; round < 20_000; round++) {
            byte[] body = ChildCodec.encode(messages.get(random.nextInt(messages.size())));
            for (int change = random.nextInt(4); change >= 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            try {
                ChildCodec.encode(ChildCodec.decode(body));
            } catch (MalformedFrameException e) {
                // The one thing that it may throw.
                refused++;
            }
        }
        assertTrue(refused > 1_000, "of 20000 only " + refused + " were refused");
    }
}
