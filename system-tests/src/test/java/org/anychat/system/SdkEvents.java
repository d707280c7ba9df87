package org.anychat.system;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.client.AnyChatListener;
import org.anychat.client.IncomingFile;
import org.anychat.client.ReceivedBuffer;
import org.anychat.client.ReceivedFile;
import org.anychat.protocol.ServerEvent;

/** Keeps what a user of the Java SDK is told about calls, private chats, buffers and files. Every wait has an end. */
final class SdkEvents implements AnyChatListener {
    private static final long TIMEOUT_SECONDS = 60;

    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    /** The next event of a kind; what comes before it is dropped. */
    <T> T next(Class<T> kind) {
        List<Object> before = new ArrayList<>();
        try {
            for (Object event = poll(); event != null; event = poll()) {
                if (kind.isInstance(event)) {
                    return kind.cast(event);
                }
                before.add(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("no " + kind.getSimpleName() + " came, but " + before);
    }

    private Object poll() throws InterruptedException {
        return events.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onMediaMoved(ServerEvent.MediaMoved event) {
        events.add(event);
    }

    @Override
    public void onChatModeChg(ServerEvent.ChatModeChg event) {
        events.add(event);
    }

    @Override
    public void onPrivateRequest(ServerEvent.PrivateRequest event) {
        events.add(event);
    }

    @Override
    public void onPrivateEcho(ServerEvent.PrivateEcho event) {
        events.add(event);
    }

    @Override
    public void onPrivateExit(ServerEvent.PrivateExit event) {
        events.add(event);
    }

    @Override
    public void onTransBufferEx(ReceivedBuffer buffer) {
        events.add(buffer);
    }

    @Override
    public void onTransFileOffer(IncomingFile file) {
        events.add(file);
    }

    @Override
    public void onTransFile(ReceivedFile file) {
        events.add(file);
    }

    @Override
    public void onVideoCall(ServerEvent.VideoCall event) {
        events.add(event);
    }

    @Override
    public void onUserAtRoom(ServerEvent.UserAtRoom event) {
        events.add(event);
    }

    @Override
    public void onTextMessage(ServerEvent.TextMessage event) {
        events.add(event);
    }

    @Override
    public void onServerConfigUpdate(ServerEvent.ServerConfigUpdate event) {
        events.add(event);
    }

    @Override
    public void onLinkClose(ServerEvent.LinkClose event) {
        events.add(event);
    }
}
