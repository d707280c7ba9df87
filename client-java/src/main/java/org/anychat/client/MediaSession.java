package org.anychat.client;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.SendStatistics;
import org.anychat.client.media.TrackStatistics;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/** The media of one client. */
final class MediaSession {
    interface Requests {
        <T extends ReplyBody> CompletableFuture<T> request(IntFunction<ClientRequest> withId, Class<T> bodyType);
    }

    MediaSession(Requests requests, ClientRuntime runtime, EventLoop loop) {}

    CompletableFuture<Void> publish(List<MediaSource> sources) {
        return notYet();
    }

    CompletableFuture<Void> unpublish() {
        return notYet();
    }

    CompletableFuture<Void> subscribe(MediaSink sink) {
        return notYet();
    }

    void endAll() {}

    void onEvent(ServerEvent event) {}

    List<SendStatistics> sendStatistics() {
        return List.of();
    }

    List<TrackStatistics> receiveStatistics() {
        return List.of();
    }

    private static CompletableFuture<Void> notYet() {
        return CompletableFuture.failedFuture(
                new AnyChatException(ErrorCode.FUNCNOTALLOW, "this build has no media connections yet"));
    }
}
