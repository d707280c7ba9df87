package org.anychat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.client.Directory.StateValue;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.RoomStateName;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.anychat.protocol.UserStateName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the SDK asks about people, and what it tells of private chats. */
@Timeout(60)
class PeopleIT {
    private static final User BEN = new User(-3, "Ben", 0, 1, 1, 4, 1);

    private final BlockingQueue<ClientRequest> requests = new LinkedBlockingQueue<>();
    private final EventRecorder events = new EventRecorder();

    private void answer(ClientRequest request, ProtocolServer.Peer peer) {
        ProtocolServer.greet(request, peer);
        if (request instanceof ClientRequest.Connect) {
            return;
        }
        requests.add(request);
        if (request instanceof ClientRequest.RoomUsers) {
            peer.reply(request, new ReplyBody.RoomUsers(2, List.of(BEN)));
        } else if (request instanceof ClientRequest.QueryRoomState) {
            peer.reply(request, new ReplyBody.QueriedState(2, 4L, null));
        } else if (request instanceof ClientRequest.QueryUserState) {
            peer.reply(request, new ReplyBody.QueriedState(21, 1L, "H264"));
        } else if (request instanceof ClientRequest.PrivateChatRequest) {
            peer.reply(request, new ReplyBody.PrivateChatRequested(5));
        } else {
            peer.reply(request, ReplyBody.EMPTY);
        }
    }

    @Test
    void shouldCarryEveryRequestWithItsFields() throws Exception {
        try (ProtocolServer server = ProtocolServer.start(this::answer);
                AnyChatClient client = client(server)) {
            get(client.connect());
            get(client.setNickname("Benjamin"));
            PrivateChats chats = client.privateChats();
            get(chats.changeMode(PrivateChats.PRIVATE_MODE));
            assertEquals(5, get(chats.request(-3)));
            get(chats.echo(-3, 6, 402));
            get(chats.exit(-3));
            Directory directory = client.directory();
            assertEquals(List.of(BEN), get(directory.roomUsers(2)));
            assertEquals(
                    4,
                    get(directory.roomState(2, RoomStateName.ONLINE_USERS))
                            .number()
                            .orElseThrow());
            StateValue codec = get(directory.userState(-3, UserStateName.VIDEO_CODEC));
            assertEquals(List.of(1L, "H264"), List.of(codec.number().orElseThrow(), codec.text()));
            get(directory.kick(-3));
            get(directory.ban("192.0.2.*", 60));
            get(directory.admit("192.0.2.*"));

            int first = requests.peek().id();
            assertEquals(
                    List.of(
                            new ClientRequest.SetNickname(first, "Benjamin"),
                            new ClientRequest.ChangeChatMode(first + 1, 1),
                            new ClientRequest.PrivateChatRequest(first + 2, -3),
                            new ClientRequest.PrivateChatEcho(first + 3, -3, 6, 402),
                            new ClientRequest.PrivateChatExit(first + 4, -3),
                            new ClientRequest.RoomUsers(first + 5, 2),
                            new ClientRequest.QueryRoomState(first + 6, 2, 2),
                            new ClientRequest.QueryUserState(first + 7, -3, 21),
                            new ClientRequest.UserInfoControl(first + 8, -3, 1, 0, 0, ""),
                            new ClientRequest.UserInfoControl(first + 9, 0, 4, 60, 0, "192.0.2.*"),
                            new ClientRequest.UserInfoControl(first + 10, 0, 5, 0, 0, "192.0.2.*")),
                    List.copyOf(requests));
        }
    }

    @Test
    void shouldTellOfPrivateChatsInOrder() throws Exception {
        List<ServerEvent> sent = List.of(
                new ServerEvent.ChatModeChg(3, -3, 1),
                new ServerEvent.PrivateRequest(-3, 5),
                new ServerEvent.PrivateEcho(-3, 6, 402),
                new ServerEvent.PrivateExit(-3, 433));
        try (ProtocolServer server = ProtocolServer.start((request, peer) -> {
                    ProtocolServer.greet(request, peer);
                    sent.forEach(peer::send);
                });
                AnyChatClient client = client(server)) {
            get(client.connect());
            for (ServerEvent event : sent) {
                assertEquals(event, events.next());
            }
        }
    }

    private AnyChatClient client(ProtocolServer server) {
        return AnyChatClient.builder()
                .server("127.0.0.1", server.port())
                .listener(events)
                .build();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }
}
