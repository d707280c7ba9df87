package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.anychat.client.AnyChatClient;
import org.anychat.client.ClientRuntime;
import org.anychat.protocol.ServerEvent.VideoCall;
import org.anychat.protocol.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A video call that is on when the master dies is on at the slave. */
class StandbyCallSystemTest {
    @TempDir
    Path folder;

    @Test
    void shouldGoOnWithAVideoCallAtTheSlave() throws Exception {
        SdkEvents annEvents = new SdkEvents();
        SdkEvents benEvents = new SdkEvents();
        try (StandbyServers servers = new StandbyServers(folder);
                ClientRuntime runtime = ClientRuntime.create(1)) {
            ServerProcess master = servers.master();
            ServerProcess slave = servers.slaveOf(master);
            slave.awaitOutput("Rehearsed to take the master's place");
            AnyChatClient ann = StandbyServers.client(runtime, annEvents, master);
            AnyChatClient ben = StandbyServers.client(runtime, benEvents, master);
            int annId = new SdkUser(ann).loggedIn("Ann");
            int benId = new SdkUser(ben).loggedIn("Ben");
            SdkUser.await(ann.videoCallRequest(benId, 3, 5, "ticket 17"));
            benEvents.next(VideoCall.class);
            SdkUser.await(ben.videoCallReply(annId, 0, 1, 6, "coming"));
            annEvents.next(VideoCall.class);
            int room = annEvents.next(VideoCall.class).param();
            assertEquals(room, benEvents.next(VideoCall.class).param(), servers::output);
            SdkUser.await(ann.enterRoom(room, ""));
            SdkUser.await(ben.enterRoom(room, ""));
            assertEquals(List.of("Ann", "Ben"), members(ben), servers::output);

            master.kill();

            // Requests wait until both are back.
            slave.awaitOutput("This server has taken its master's place");
            assertEquals(List.of("Ann", "Ben"), members(ben), servers::output);
            assertEquals(List.of("Ann", "Ben"), members(ann), servers::output);
            // What comes first afterwards is the end: nobody was told of another one.
            SdkUser.await(ben.videoCallFinish(annId, "bye"));
            assertEquals(new VideoCall(4, benId, 0, 0, 0, "bye"), annEvents.next(VideoCall.class), servers::output);
            assertEquals(new VideoCall(4, annId, 0, 0, 0, "bye"), benEvents.next(VideoCall.class), servers::output);
            ann.close();
            ben.close();
        }
    }

    private static List<String> members(AnyChatClient client) {
        return SdkUser.await(client.snapshot()).users().stream()
                .map(User::name)
                .sorted()
                .toList();
    }
}
