package org.anychat.system;

import static org.anychat.system.SdkUser.codeOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.client.Directory;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.RoomStateName;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.anychat.protocol.UserStateName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rooms and the people in them, of a real server, by the Java SDK. */
class RoomsSystemTest {
    private static final long TIMEOUT_SECONDS = 20;

    @TempDir
    Path folder;

    private final BlockingQueue<ServerEvent> heard = new LinkedBlockingQueue<>();
    private ClientRuntime runtime;

    @BeforeEach
    void open() {
        runtime = ClientRuntime.create(1);
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void shouldGuardARoomWithThePasswordOfItsFirstUser() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "[Function Settings]", "MaxUsersPerRoom=2");
                SdkUser ann = loggedIn(server, "Ann");
                SdkUser ben = loggedIn(server, "Ben");
                SdkUser cho = loggedIn(server, "Cho")) {
            ReplyBody.Room den = await(ann.client().enterRoomEx("Den", "sesame"));
            assertTrue(den.roomId() >= 10_000, "the server allots the number: " + den);
            assertEquals(308, codeOf(ann.client().enterRoom(den.roomId(), "sesame")));
            assertEquals(301, codeOf(ben.client().enterRoom(den.roomId(), "")));
            assertEquals(301, codeOf(ben.client().enterRoomEx("Den", "Sesame")));
            assertEquals(
                    2, await(ben.client().enterRoomEx("Den", "sesame")).users().size());
            assertEquals(302, codeOf(cho.client().enterRoom(den.roomId(), "sesame")));

            List<ReplyBody.RoomLine> rooms = await(cho.client().rooms());
            assertEquals(
                    List.of(
                            new ReplyBody.RoomLine(1, "Room 1", 0, false),
                            new ReplyBody.RoomLine(2, "Room 2", 0, false),
                            new ReplyBody.RoomLine(den.roomId(), "Den", 2, true)),
                    rooms);
            Directory directory = cho.client().directory();
            assertEquals(
                    List.of("Ann", "Ben"),
                    await(directory.roomUsers(den.roomId())).stream()
                            .map(User::name)
                            .toList());
            assertEquals(
                    "Den",
                    await(directory.roomState(den.roomId(), RoomStateName.NAME)).text());
            assertEquals(
                    1,
                    await(ann.client().directory().roomState(den.roomId(), RoomStateName.ONLINE_USERS))
                            .number()
                            .orElseThrow());
            for (int i = 0; i < 5; i++) {
                codeOf(cho.client().enterRoomEx("Den", "guess " + i));
            }
            assertEquals(203, codeOf(cho.client().enterRoomEx("Den", "sesame")), server::output);
            await(cho.client().enterRoom(1, "demo rooms have none"));
        }
    }

    @Test
    void shouldOpenOnlyTheRoomsThatAreThereWhereNoneAreAdded() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "[Function Settings]", "AutoAddRoom=0");
                SdkUser ann = loggedIn(server, "Ann")) {
            assertEquals(303, codeOf(ann.client().enterRoom(7, "")));
            assertEquals(303, codeOf(ann.client().enterRoomEx("Den", "")));
            await(ann.client().enterRoom(2, ""));
        }
    }

    @Test
    void shouldTellOfNewNamesAndStatesAndWhoHasNoRight() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder);
                SdkUser ann = loggedIn(server, "Ann");
                SdkUser ben = loggedIn(server, "Ben")) {
            await(ann.client().enterRoom(1, ""));
            int benId = self(await(ben.client().enterRoom(1, "")), "Ben");

            await(ben.client().setNickname("Benjamin"));

            ServerEvent.UserInfoUpdate update = nextInfo();
            assertEquals(
                    List.of(benId, 6, "Benjamin"),
                    List.of(update.userId(), update.infoType(), update.user().name()));
            Directory directory = ann.client().directory();
            assertEquals(
                    "Benjamin",
                    await(directory.userState(benId, UserStateName.NICKNAME)).text());
            assertEquals(3, number(directory, benId, UserStateName.STATUS));
            assertEquals(0, number(directory, benId, UserStateName.P2P_STATE));
            assertEquals(
                    "127.0.0.1",
                    await(directory.userState(Directory.ONESELF, UserStateName.INTERNET_IP))
                            .text());
            assertEquals(213, codeOf(directory.userState(benId, UserStateName.INTERNET_IP)));
            assertEquals(9, codeOf(directory.userState(benId, UserStateName.VIDEO_BITRATE)));
            assertEquals(213, codeOf(directory.kick(benId)));
            assertEquals(213, codeOf(directory.ban("127.*", 0)));

            ben.publishing();
            long bitrate = awaitBitrate(directory, benId);
            assertTrue(bitrate > 1_000 && bitrate < 10_000_000, "the relay counts " + bitrate + " bit/s");
            assertEquals(1, number(directory, benId, UserStateName.VIDEO_CODEC));
            assertEquals(0, number(directory, benId, UserStateName.LOSS_AFTER_RESEND));
            assertEquals(240 << 16 | 320, number(directory, benId, UserStateName.VIDEO_SIZE));
            // The sample says nothing of its loudness.
            assertEquals(9, codeOf(directory.userState(benId, UserStateName.SPEAK_VOLUME)));
        }
    }

    @Test
    void shouldKeepOutWhomTheBanFileNames() throws Exception {
        Files.writeString(folder.resolve("AnyChatBans.txt"), "127.0.0.*\n");
        try (ServerProcess server = ServerProcess.start(folder)) {
            SdkUser ann = new SdkUser(server, runtime, new AnyChatListener() {});
            assertEquals(113, codeOf(ann.client().connect()), server::output);
            ann.close();
        }
    }

    private SdkUser loggedIn(ServerProcess server, String name) {
        SdkUser user = new SdkUser(server, runtime, new AnyChatListener() {
            @Override
            public void onUserInfoUpdate(ServerEvent.UserInfoUpdate event) {
                heard.add(event);
            }
        });
        await(user.client().connect());
        await(user.client().login(name, ""));
        return user;
    }

    private ServerEvent.UserInfoUpdate nextInfo() throws InterruptedException {
        ServerEvent event = heard.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertNotNull(event, "no userInfoUpdate came");
        return (ServerEvent.UserInfoUpdate) event;
    }

    /** Asks ten times a second, since a link may send a hundred messages, until the relay has counted a whole second. */
    private static long awaitBitrate(Directory directory, int user) {
        Executor tenth = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        long bitrate = 0;
        while (bitrate == 0 && System.nanoTime() < untilNs) {
            bitrate = await(CompletableFuture.runAsync(() -> {}, tenth)
                            .thenCompose(waited -> directory.userState(user, UserStateName.VIDEO_BITRATE)))
                    .number()
                    .orElseThrow();
        }
        return bitrate;
    }

    private static int self(ReplyBody.Room room, String name) {
        return room.users().stream()
                .filter(user -> user.name().equals(name))
                .findFirst()
                .orElseThrow()
                .userId();
    }

    private static long number(Directory directory, int user, UserStateName state) {
        return await(directory.userState(user, state)).number().orElseThrow();
    }

    private static <T> T await(CompletableFuture<T> future) {
        return SdkUser.await(future);
    }
}
