package org.anychat.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenTest {
    static List<String> requests() {
        return Golden.names("request-");
    }

    static List<String> serverMessages() {
        return Stream.of("reply-", "event-")
                .flatMap(prefix -> Golden.names(prefix).stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldWriteEachRequestAsItWasRead(String name) {
        Frame frame = Golden.frame(name);

        assertEquals(frame, RequestCodec.encode(Golden.valid(RequestCodec.decode(frame))));
    }

    @ParameterizedTest
    @MethodSource("serverMessages")
    void shouldWriteEachReplyAndEventAsItWasRead(String name) {
        Frame frame = Golden.frame(name);
        RequestType request = RequestType.ofWireName(name.replace("reply-", "").replaceFirst("-.*", ""))
                .orElse(RequestType.HEARTBEAT);

        assertEquals(frame, ServerCodec.encode(Golden.valid(ServerCodec.decode(frame, id -> request))));
    }

    @Test
    void shouldHaveAGoldenFileForEachRequest() {
        Set<String> expected = Arrays.stream(RequestType.values())
                .map(type -> "request-" + type.wireName())
                .collect(Collectors.toCollection(TreeSet::new));

        expected.add("request-heartbeat-received");
        expected.add("request-publish-own");
        expected.add("request-p2pPolicy-mesh");
        expected.add("request-p2pNetwork-up");
        expected.add("request-p2pReport-delay");
        expected.add("request-p2pReport-starved");
        expected.add("request-resume-uncounted");
        assertEquals(expected, new TreeSet<>(requests()));
    }

    @Test
    void shouldHaveAGoldenFileForEachEvent() {
        Set<String> expected = Arrays.stream(EventType.values())
                .map(type -> "event-" + type.wireName())
                .collect(Collectors.toCollection(TreeSet::new));
        expected.add("event-userAtRoom-leave");
        expected.add("event-p2pTry-stream");

        assertEquals(expected, new TreeSet<>(Golden.names("event-")));
    }

    @Test
    void shouldReadTheFieldsOfARequest() {
        assertEquals(
                new ClientRequest.SendText(14, Limits.EVERYBODY, false, "Grüße, 你好 👋\nsecond line"),
                Golden.valid(RequestCodec.decode(Golden.frame("request-sendText"))));
    }

    @Test
    void shouldReadTheFieldsOfAReply() {
        Reply reply =
                (Reply) Golden.valid(ServerCodec.decode(Golden.frame("reply-enterRoom"), id -> RequestType.ENTER_ROOM));

        User ben = new User(1001, "Ben", 3, 2, 1, 5);
        User ann = new User(-2, "Ann", 0, 1, 2, 4);
        assertEquals(Reply.success(6, new ReplyBody.Room(1, "Room 1", 17, List.of(ben, ann), true)), reply);
    }

    @Test
    void shouldKeepTheBytesOfABinaryMessage() {
        ServerEvent.TransBuffer event = (ServerEvent.TransBuffer)
                Golden.valid(ServerCodec.decode(Golden.frame("event-transBuffer"), id -> null));

        assertEquals(List.of(-2, 3), List.of(event.from(), event.data().length));
    }

    @Test
    void shouldLeaveTheBodyOfAnUnexpectedReplyEmpty() {
        Reply reply = (Reply) Golden.valid(ServerCodec.decode(Golden.frame("reply-login"), id -> null));

        assertEquals(Reply.success(3), reply);
    }
}
