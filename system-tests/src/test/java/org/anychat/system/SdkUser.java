package org.anychat.system;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatException;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.client.media.EncodedFrame;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.RemoteTrack;
import org.anychat.client.sample.Sample;

/** A user of the Java SDK. Every wait has an end. */
final class SdkUser implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 60;

    private final AnyChatClient client;
    private final CompletableFuture<EncodedFrame> firstFrame = new CompletableFuture<>();

    SdkUser(ServerProcess server, ClientRuntime runtime, AnyChatListener listener) {
        this(server.tcpPort(), runtime, listener);
    }

    SdkUser(AnyChatClient client) {
        this.client = client;
    }

    SdkUser(int port, ClientRuntime runtime, AnyChatListener listener) {
        client = AnyChatClient.builder()
                .server("127.0.0.1", port)
                .runtime(runtime)
                .listener(listener)
                .build();
    }

    static SdkUser inRoom(ServerProcess server, ClientRuntime runtime, String name, int room) {
        SdkUser user = new SdkUser(server, runtime, new AnyChatListener() {});
        await(user.client.connect());
        await(user.client.login(name, ""));
        await(user.client.enterRoom(room, ""));
        return user;
    }

    /** Connects, logs in as a guest, and returns the number. */
    int loggedIn(String name) {
        await(client.connect());
        return await(client.login(name, "")).userId();
    }

    AnyChatClient client() {
        return client;
    }

    SdkUser publishing() {
        await(client.publish(Sample.video(), Sample.audio()));
        return this;
    }

    SdkUser watching() {
        await(client.subscribe(new MediaSink() {
            @Override
            public void onFrame(RemoteTrack track, EncodedFrame frame) {
                firstFrame.complete(frame);
            }
        }));
        return this;
    }

    void awaitFirstFrame() {
        await(firstFrame);
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The code that a future fails with, 0 where it does not. */
    static int codeOf(CompletableFuture<?> future) {
        try {
            future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AnyChatException known) {
                return known.code();
            }
            throw new AssertionError(e);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
