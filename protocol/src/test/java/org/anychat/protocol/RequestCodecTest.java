package org.anychat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCodecTest {
    private static Decoded.Invalid<ClientRequest> refuse(String json) {
        return Golden.invalid(RequestCodec.decode(Golden.json(json)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "[]",
                "{",
                "{}{}",
                "{\"id\":1,\"type\":\"heartbeat\"} x",
                "{\"id\":1,\"id\":2,\"type\":\"heartbeat\"}",
                "{'id':1,'type':'heartbeat'}",
                "{\"type\":\"heartbeat\"}",
                "{\"id\":0,\"type\":\"heartbeat\"}",
                "{\"id\":-1,\"type\":\"heartbeat\"}",
                "{\"id\":2147483648,\"type\":\"heartbeat\"}",
                "{\"id\":\"1\",\"type\":\"heartbeat\"}",
                "{\"id\":1.0,\"type\":\"heartbeat\"}",
                "{\"id\":1,\"type\":\"heartbeat\",\"x\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}",
                "{\"id\":1111111111111111111111111111111111111111111111111,\"type\":\"heartbeat\"}"
            })
    void shouldCallItABrokenLinkWhereThereIsNothingToAnswer(String json) {
        Decoded.Invalid<ClientRequest> invalid = refuse(json);

        assertEquals(ErrorCode.PROTOCOLFAIL, invalid.code());
        assertEquals(0, invalid.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":5}",
                "{\"id\":5,\"type\":\"fly\"}",
                "{\"id\":5,\"type\":7}",
                "{\"id\":5,\"type\":\"transBuffer\",\"userId\":-2}",
                "{\"id\":5,\"type\":\"enterRoom\",\"roomId\":0,\"password\":\"\"}",
                "{\"id\":5,\"type\":\"enterRoom\",\"roomId\":\"1\",\"password\":\"\"}",
                "{\"id\":5,\"type\":\"enterRoom\",\"roomId\":1}",
                "{\"id\":5,\"type\":\"enterRoom\",\"roomId\":1,\"password\":null}",
                "{\"id\":5,\"type\":\"enterRoomEx\",\"roomName\":\"\",\"password\":\"\"}",
                "{\"id\":5,\"type\":\"publish\",\"sdp\":\"v\",\"own\":7}",
                "{\"id\":5,\"type\":\"publish\",\"sdp\":\"v\",\"own\":{\"gop\":0}}",
                "{\"id\":5,\"type\":\"publish\",\"sdp\":\"v\",\"own\":{\"gop\":3001}}",
                "{\"id\":5,\"type\":\"publish\",\"sdp\":\"v\",\"own\":{\"audioChannels\":3}}",
                "{\"id\":5,\"type\":\"publish\",\"sdp\":\"v\",\"own\":{\"audioBitrate\":510001}}",
                "{\"id\":5,\"type\":\"publish\",\"sdp\":\"v\",\"own\":{\"audioSampleRate\":7999}}",
                "{\"id\":5,\"type\":\"p2pPolicy\",\"policy\":1,\"anew\":true,\"mesh\":true}",
                "{\"id\":5,\"type\":\"p2pPolicy\",\"policy\":1,\"anew\":true,\"mesh\":{}}",
                "{\"id\":5,\"type\":\"p2pPolicy\",\"policy\":1,\"anew\":true,\"mesh\":{\"forwards\":\"all\",\"upBps\":0,\"key\":\"\"}}",
                "{\"id\":5,\"type\":\"p2pPolicy\",\"policy\":1,\"anew\":true,\"mesh\":{\"forwards\":\"none\",\"upBps\":-1,\"key\":\"\"}}",
                "{\"id\":5,\"type\":\"p2pPolicy\",\"policy\":1,\"anew\":true,\"mesh\":{\"forwards\":\"none\",\"upBps\":20000001,\"key\":\"\"}}",
                "{\"id\":5,\"type\":\"p2pPolicy\",\"policy\":1,\"anew\":true,\"mesh\":{\"forwards\":\"none\",\"upBps\":0}}",
                "{\"id\":5,\"type\":\"p2pPolicy\",\"policy\":1,\"anew\":true,\"mesh\":{\"forwards\":\"none\",\"upBps\":0,\"key\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}}",
                "{\"id\":5,\"type\":\"p2pPolicy\",\"policy\":1,\"anew\":true,\"mesh\":{\"forwards\":\"none\",\"upBps\":0,\"key\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+\"}}",
                "{\"id\":5,\"type\":\"setCamera\",\"state\":3}",
                "{\"id\":5,\"type\":\"setCamera\",\"state\":true}",
                "{\"id\":5,\"type\":\"selectMedia\",\"userId\":-2,\"video\":1,\"audio\":true}",
                "{\"id\":5,\"type\":\"limitVideos\"}",
                "{\"id\":5,\"type\":\"limitVideos\",\"videos\":-1}",
                "{\"id\":5,\"type\":\"limitVideos\",\"videos\":1001}",
                "{\"id\":5,\"type\":\"reportQuality\"}",
                "{\"id\":5,\"type\":\"reportQuality\",\"received\":{}}",
                "{\"id\":5,\"type\":\"reportQuality\",\"received\":[7]}",
                "{\"id\":5,\"type\":\"reportQuality\",\"received\":[{\"userId\":1,\"freezes\":-1,\"frozenMs\":0}]}",
                "{\"id\":5,\"type\":\"reportQuality\",\"received\":[{\"userId\":1,\"freezes\":1,\"frozenMs\":2147483648}]}",
                "{\"id\":5,\"type\":\"sendText\",\"userId\":-1,\"secret\":false,\"text\":\"\"}",
                "{\"id\":5,\"type\":\"sendText\",\"userId\":-1,\"secret\":false,\"text\":\"\\ud83d\"}",
                "{\"id\":5,\"type\":\"login\",\"name\":\"a\\u0007b\",\"password\":\"\"}",
                "{\"id\":5,\"type\":\"videoCall\",\"step\":3,\"userId\":-2,\"code\":0,\"flags\":0,\"param\":0,\"userStr\":\"\"}",
                "{\"id\":5,\"type\":\"transChunk\",\"taskId\":2,\"offset\":0}",
                "{\"id\":5,\"type\":\"transAck\",\"taskId\":0,\"offset\":0}",
                "{\"id\":5,\"type\":\"transAck\",\"taskId\":2,\"offset\":-1}",
                "{\"id\":5,\"type\":\"transCancel\",\"taskId\":2,\"code\":0}",
                "{\"id\":5,\"type\":\"transOffer\",\"userId\":0}",
                "{\"id\":5,\"type\":\"transOffer\",\"userId\":0,\"content\":{\"kind\":\"disk\"}}",
                "{\"id\":5,\"type\":\"connect\",\"version\":1,\"device\":9,\"client\":\"\"}"
            })
    void shouldAnswerABadFieldWithItsCode(String json) {
        Decoded.Invalid<ClientRequest> invalid = refuse(json);

        assertEquals(ErrorCode.FUNCOPTERROR, invalid.code());
        assertEquals(5, invalid.id());
    }

    @Test
    void shouldIgnoreFieldsThatItDoesNotKnow() {
        assertEquals(
                new ClientRequest.Heartbeat(5),
                Golden.valid(RequestCodec.decode(Golden.json("{\"x\":{\"y\":[1]},\"id\":5,\"type\":\"heartbeat\"}"))));
    }

    @Test
    void shouldRefuseTextThatIsTooLong() {
        String text = "x".repeat(Limits.TEXT_LENGTH + 1);

        assertEquals(
                "text: text of 1 to 16384 characters is needed",
                refuse("{\"id\":5,\"type\":\"sendText\",\"userId\":-1,\"secret\":false,\"text\":\"" + text + "\"}")
                        .reason());
    }

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        String json = "{\"id\":5,\"type\":\"heartbeat\"}" + " ".repeat(Limits.CLIENT_JSON_BYTES);

        assertEquals(ErrorCode.OVERFLOW, refuse(json).code());
    }

    @Test
    void shouldRefuseOtherEncodingsThanUtf8() {
        String json = "{\"id\":5,\"type\":\"heartbeat\"}";
        byte[] overlong = ("{\"id\":5,\"type\":\"heart" + "beat\"}").getBytes(StandardCharsets.ISO_8859_1);
        overlong[10] = (byte) 0xc0;

        for (byte[] body : new byte[][] {
            json.getBytes(StandardCharsets.UTF_16BE), json.getBytes(StandardCharsets.UTF_16LE), overlong
        }) {
            assertEquals(
                    ErrorCode.PROTOCOLFAIL,
                    Golden.invalid(RequestCodec.decode(new Frame(Frame.JSON, body)))
                            .code());
        }
    }

    @Test
    void shouldRefuseEveryTruncation() {
        for (String name : Golden.names("request-")) {
            byte[] body = Golden.frame(name).body();
            boolean binary = Golden.isBinary(name);
            // What is cut off behind the header of a binary message leaves a shorter, valid message.
            int end = binary ? body.length - 2 : body.length;
            for (int length = 0; length < end; length++) {
                byte[] cut = java.util.Arrays.copyOf(body, length);
                Frame frame = new Frame(binary ? Frame.BINARY : Frame.JSON, cut);
                assertTrue(RequestCodec.decode(frame) instanceof Decoded.Invalid, name + " cut to " + length);
            }
        }
    }

    @Test
    void shouldTakeNoJsonRequestAsABinaryMessage() {
        Frame frame = Golden.binary("{\"id\":5,\"type\":\"heartbeat\"}", (byte) 1);

        assertEquals(
                ErrorCode.FUNCOPTERROR,
                Golden.invalid(RequestCodec.decode(frame)).code());
    }

    @Test
    void shouldBoundTheBytesOfTransBuffer() {
        String header = "{\"id\":5,\"type\":\"transBuffer\",\"userId\":-2}";

        assertEquals(
                5, Golden.invalid(RequestCodec.decode(Golden.binary(header))).id());
        assertEquals(
                5,
                Golden.valid(RequestCodec.decode(Golden.binary(header, new byte[Limits.PAYLOAD_BYTES])))
                        .id());
        assertEquals(
                5,
                Golden.invalid(RequestCodec.decode(Golden.binary(header, new byte[Limits.PAYLOAD_BYTES + 1])))
                        .id());
    }

    @Test
    void shouldKeepPasswordsOutOfLogs() {
        assertEquals("Login[id=1, name=Ann]", new ClientRequest.Login(1, "Ann", "geheim").toString());
    }

    @Test
    void shouldReadOnlySoMuchOfAReportOfQuality() {
        String one = "{\"userId\":7,\"freezes\":1,\"frozenMs\":2}";
        String most = String.join(",", Collections.nCopies(Limits.QUALITY_USERS, one));
        String report = "{\"id\":5,\"type\":\"reportQuality\",\"received\":[%s]}";

        Golden.valid(RequestCodec.decode(Golden.json(report.formatted(most))));
        assertEquals(
                ErrorCode.FUNCOPTERROR,
                Golden.invalid(RequestCodec.decode(Golden.json(report.formatted(most + "," + one))))
                        .code());
    }
}
