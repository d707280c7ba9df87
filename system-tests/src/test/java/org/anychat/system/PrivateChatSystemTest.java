package org.anychat.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.anychat.client.AnyChatClient;
import org.anychat.client.ClientRuntime;
import org.anychat.client.PrivateChats;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;
import org.anychat.protocol.ServerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private chats of a real server, and what they do to real media at its relay. */
class PrivateChatSystemTest {
    private static final long TIMEOUT_SECONDS = 30;

    @TempDir
    Path folder;

    private ClientRuntime runtime;
    private ServerProcess server;

    @BeforeEach
    void start() {
        runtime = ClientRuntime.create(1);
        server = ServerProcess.start(folder, "[Function Settings]", "PrivateChatTimeoutSeconds=6");
    }

    @AfterEach
    void stop() {
        server.close();
        runtime.close();
    }

    @Test
    void shouldSendAPrivateUsersMediaToPartnersAlone() throws Exception {
        try (Person ann = new Person("Ann");
                Person ben = new Person("Ben");
                Person cho = new Person("Cho")) {
            SdkUser.await(ann.client.publish(Sample.video(), Sample.audio()));
            ben.watch();
            cho.watch();
            ben.frames.awaitMore(5);
            cho.frames.awaitMore(5);

            SdkUser.await(ann.client.privateChats().changeMode(PrivateChats.PRIVATE_MODE));
            assertEquals(1, ben.next(ServerEvent.ChatModeChg.class).mode());
            int request = SdkUser.await(ben.client.privateChats().request(ann.id));
            assertEquals(new ServerEvent.PrivateRequest(ben.id, request), ann.next(ServerEvent.PrivateRequest.class));
            SdkUser.await(ann.client.privateChats().echo(ben.id, request, 0));
            assertEquals(new ServerEvent.PrivateEcho(ann.id, request, 0), ben.next(ServerEvent.PrivateEcho.class));
            ben.frames.awaitMore(20);
            // No wish of the one who is left out changes it, and one socket loop serves both.
            SdkUser.await(cho.client.selectMedia(ann.id, true, true));
            SdkUser.await(cho.client.subscribe(cho.sink()));
            int before = cho.frames.count();
            ben.frames.awaitMore(100);
            assertEquals(before, cho.frames.count());

            SdkUser.await(ben.client.privateChats().exit(ann.id));
            assertEquals(new ServerEvent.PrivateExit(ben.id, 433), ann.next(ServerEvent.PrivateExit.class));
            assertEquals(new ServerEvent.PrivateExit(ann.id, 434), ben.next(ServerEvent.PrivateExit.class));
            SdkUser.await(ann.client.privateChats().changeMode(PrivateChats.PUBLIC_MODE));
            cho.frames.awaitMore(20);
            ben.frames.awaitMore(20);
        }
    }

    @Test
    void shouldRefuseRejectAndGiveUpRequests() {
        try (Person ann = new Person("Ann");
                Person ben = new Person("Ben");
                Person cho = new Person("Cho")) {
            PrivateChats asking = ann.client.privateChats();
            assertEquals(401, SdkUser.codeOf(asking.request(77)));
            assertEquals(21, SdkUser.codeOf(asking.request(ann.id)));
            int rejected = SdkUser.await(asking.request(ben.id));
            assertEquals(432, SdkUser.codeOf(cho.client.privateChats().request(ben.id)));
            assertEquals(420, SdkUser.codeOf(ben.client.privateChats().echo(ann.id, rejected + 1, 0)));
            SdkUser.await(ben.client.privateChats().echo(ann.id, rejected, 402));
            assertEquals(402, ann.next(ServerEvent.PrivateEcho.class).code());
            ben.next(ServerEvent.PrivateRequest.class);

            SdkUser.await(asking.request(ben.id));
            assertEquals(431, ann.next(ServerEvent.PrivateEcho.class).code());
            ben.next(ServerEvent.PrivateRequest.class);
            assertEquals(new ServerEvent.PrivateExit(ann.id, 431), ben.next(ServerEvent.PrivateExit.class));

            int accepted = SdkUser.await(asking.request(ben.id));
            SdkUser.await(ben.client.privateChats().echo(ann.id, accepted, 0));
            assertEquals(0, ann.next(ServerEvent.PrivateEcho.class).code());
            assertEquals(421, SdkUser.codeOf(asking.request(ben.id)));
            SdkUser.await(ben.client.leaveRoom());
            assertEquals(new ServerEvent.PrivateExit(ben.id, 401), ann.next(ServerEvent.PrivateExit.class));
        }
    }

    @Test
    void shouldTakeARequestBackAndCarryTheCodesOfItsAnswer() {
        try (Person ann = new Person("Ann");
                Person ben = new Person("Ben")) {
            PrivateChats asking = ann.client.privateChats();
            int withdrawn = SdkUser.await(asking.request(ben.id));
            ben.next(ServerEvent.PrivateRequest.class);
            SdkUser.await(asking.exit(ben.id));
            assertEquals(new ServerEvent.PrivateExit(ann.id, 435), ben.next(ServerEvent.PrivateExit.class));
            assertEquals(420, SdkUser.codeOf(ben.client.privateChats().echo(ann.id, withdrawn, 0)));
            assertEquals(401, SdkUser.codeOf(asking.exit(ben.id)));

            // 403: the user wants no private chats at all; the last one is an application's own.
            for (int code : new int[] {403, 90_001}) {
                int request = SdkUser.await(asking.request(ben.id));
                ben.next(ServerEvent.PrivateRequest.class);
                SdkUser.await(ben.client.privateChats().echo(ann.id, request, code));
                assertEquals(
                        new ServerEvent.PrivateEcho(ben.id, request, code), ann.next(ServerEvent.PrivateEcho.class));
            }

            int open = SdkUser.await(asking.request(ben.id));
            ben.next(ServerEvent.PrivateRequest.class);
            ann.client.close();
            assertEquals(new ServerEvent.PrivateExit(ann.id, 401), ben.next(ServerEvent.PrivateExit.class));
            assertEquals(420, SdkUser.codeOf(ben.client.privateChats().echo(ann.id, open, 0)));
            assertEquals(401, SdkUser.codeOf(ben.client.privateChats().request(ann.id)));
        }
    }

    /** Somebody in room 1, and what the SDK told of private chats. */
    private final class Person implements AutoCloseable {
        final AnyChatClient client;
        final int id;
        final Frames frames = new Frames(this::media);
        private final SdkEvents events = new SdkEvents();

        Person(String name) {
            client = AnyChatClient.builder()
                    .server("127.0.0.1", server.tcpPort())
                    .runtime(runtime)
                    .listener(events)
                    .build();
            SdkUser.await(client.connect());
            id = SdkUser.await(client.login(name, "")).userId();
            SdkUser.await(client.enterRoom(1, ""));
        }

        /** For the message of a failed test. */
        private String media() {
            return SdkUser.await(client.receiveStatistics()) + ", " + SdkUser.await(client.sendStatistics()) + "\n"
                    + server.output();
        }

        void watch() {
            SdkUser.await(client.subscribe(sink()));
        }

        MediaSink sink() {
            return new MediaSink() {
                @Override
                public void onFrame(RemoteTrack track, EncodedFrame frame) {
                    frames.add();
                }
            };
        }

        <T> T next(Class<T> kind) {
            return events.next(kind);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** Counts what comes of others. */
    private static final class Frames {
        private final Supplier<String> media;
        private int count;

        Frames(Supplier<String> media) {
            this.media = media;
        }

        synchronized void add() {
            count++;
            notifyAll();
        }

        synchronized int count() {
            return count;
        }

        synchronized void awaitMore(int more) throws InterruptedException {
            int wanted = count + more;
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
            while (count < wanted) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
                assertTrue(leftMs > 0, () -> count + " frames came, " + wanted + " were awaited: " + media.get());
                wait(leftMs);
            }
        }
    }
}
