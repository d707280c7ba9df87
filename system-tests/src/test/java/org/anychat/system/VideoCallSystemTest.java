package org.anychat.system;

import static org.anychat.system.SdkUser.await;
import static org.anychat.system.SdkUser.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.anychat.client.AnyChatClient;
import org.anychat.client.ClientRuntime;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent.UserAtRoom;
import org.anychat.protocol.ServerEvent.VideoCall;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Video calls between users of the real server, from the ringing to the end. */
class VideoCallSystemTest {
    private static ServerProcess server;
    private static ClientRuntime runtime;

    private final SdkEvents annEvents = new SdkEvents();
    private final SdkEvents benEvents = new SdkEvents();
    private SdkUser annUser;
    private SdkUser benUser;
    private AnyChatClient ann;
    private AnyChatClient ben;
    private int annId;
    private int benId;

    @BeforeAll
    static void startServer(@TempDir Path home) {
        server = ServerProcess.start(home, "[Function Settings]", "VideoCallStartRoomId=1", "VideoCallAnswerSeconds=2");
        runtime = ClientRuntime.create(1);
    }

    @AfterAll
    static void stopServer() {
        runtime.close();
        server.close();
    }

    @BeforeEach
    void logIn() {
        annUser = new SdkUser(server, runtime, annEvents);
        benUser = new SdkUser(server, runtime, benEvents);
        ann = annUser.client();
        ben = benUser.client();
        annId = annUser.loggedIn("Ann");
        benId = benUser.loggedIn("Ben");
    }

    @AfterEach
    void close() {
        annUser.close();
        benUser.close();
    }

    private VideoCall ring() {
        await(ann.videoCallRequest(benId, 3, 5, "ticket 17"));
        return benEvents.next(VideoCall.class);
    }

    private int startCall() {
        ring();
        await(ben.videoCallReply(annId, 0, 1, 6, "coming"));
        assertEquals(new VideoCall(2, benId, 0, 1, 6, "coming"), annEvents.next(VideoCall.class));
        VideoCall start = annEvents.next(VideoCall.class);
        assertEquals(
                List.of(3, benId, 3, "ticket 17"),
                List.of(start.step(), start.userId(), start.flags(), start.userStr()));
        assertEquals(start.param(), benEvents.next(VideoCall.class).param());
        return start.param();
    }

    @Test
    void shouldBringTwoIntoARoomOfTheirOwnAndEndIt() {
        try (SdkUser cat = new SdkUser(server, runtime, new SdkEvents())) {
            cat.loggedIn("Cat");
            int room = startCall();
            assertTrue(room > 2, "1 and 2 are the demo rooms, but the call got " + room);
            await(ann.enterRoom(room, ""));
            ReplyBody.Room entered = await(ben.enterRoom(room, ""));
            assertEquals(
                    List.of(annId, benId),
                    entered.users().stream().map(user -> user.userId()).toList());
            assertEquals(305, codeOf(cat.client().enterRoom(room, "")));
            assertTrue(await(cat.client().rooms()).stream().noneMatch(line -> line.roomId() == room));

            await(ben.videoCallFinish(annId, "bye"));

            assertEquals(new VideoCall(4, benId, 0, 0, 0, "bye"), annEvents.next(VideoCall.class));
            assertEquals(new VideoCall(4, annId, 0, 0, 0, "bye"), benEvents.next(VideoCall.class));
            UserAtRoom out = benEvents.next(UserAtRoom.class);
            while (out.userId() != benId) {
                out = benEvents.next(UserAtRoom.class);
            }
            assertEquals(309, codeOf(ben.leaveRoom()));
            assertEquals(100_107, codeOf(ann.videoCallFinish(benId, "")));
        }
    }

    @Test
    void shouldTellTheCallerOfARefusal() {
        assertEquals(new VideoCall(1, annId, 0, 3, 5, "ticket 17"), ring());

        await(ben.videoCallReply(annId, 100_104, 0, 0, "not now"));

        assertEquals(new VideoCall(2, benId, 100_104, 0, 0, "not now"), annEvents.next(VideoCall.class));
    }

    @Test
    void shouldTellTheCalleeThatTheCallerHasWithdrawn() {
        ring();

        await(ann.videoCallReply(benId, 100_101, 0, 0, ""));

        assertEquals(100_101, benEvents.next(VideoCall.class).code());
        assertEquals(100_107, codeOf(ben.videoCallReply(annId, 0, 0, 0, "")));
    }

    @Test
    void shouldGiveUpACallThatNobodyAnswers() {
        ring();

        assertEquals(100_105, annEvents.next(VideoCall.class).code());
        assertEquals(100_105, benEvents.next(VideoCall.class).code());
    }

    @Test
    void shouldSayBusyUnderWayAndOffline() {
        try (SdkUser cat = new SdkUser(server, runtime, new SdkEvents())) {
            int catId = cat.loggedIn("Cat");
            startCall();

            assertEquals(100_103, codeOf(cat.client().videoCallRequest(annId, 3, 0, "")));
            assertEquals(440, codeOf(ann.videoCallRequest(catId, 3, 0, "")));
            assertEquals(100_102, codeOf(cat.client().videoCallRequest(77, 3, 0, "")));
        }
    }

    @Test
    void shouldEndTheCallWhereALinkBreaks() {
        startCall();

        benUser.close();

        assertEquals(new VideoCall(4, benId, 100_106, 0, 0, ""), annEvents.next(VideoCall.class));
    }
}
