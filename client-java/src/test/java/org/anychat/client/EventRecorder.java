package org.anychat.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.anychat.protocol.ServerEvent;

/** Keeps what a client is told, in order. */
final class EventRecorder implements AnyChatListener {
    private final BlockingQueue<ServerEvent> events = new LinkedBlockingQueue<>();

    /** The next event, or null where none comes in time. */
    ServerEvent next() throws InterruptedException {
        return events.poll(20, TimeUnit.SECONDS);
    }

    /** Whether nothing has come that has not been taken. */
    boolean isEmpty() {
        return events.isEmpty();
    }

    @Override
    public String toString() {
        return events.toString();
    }

    @Override
    public void onOnlineUser(ServerEvent.OnlineUser event) {
        events.add(event);
    }

    @Override
    public void onUserAtRoom(ServerEvent.UserAtRoom event) {
        events.add(event);
    }

    @Override
    public void onCameraState(ServerEvent.CameraState event) {
        events.add(event);
    }

    @Override
    public void onMicStateChange(ServerEvent.MicStateChange event) {
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
    public void onTextMessage(ServerEvent.TextMessage event) {
        events.add(event);
    }

    @Override
    public void onTransBuffer(ServerEvent.TransBuffer event) {
        events.add(event);
    }

    @Override
    public void onSdkFilterData(ServerEvent.SdkFilterData event) {
        events.add(event);
    }

    @Override
    public void onMediaState(ServerEvent.MediaState event) {
        events.add(event);
    }

    @Override
    public void onLinkClose(ServerEvent.LinkClose event) {
        events.add(event);
    }
}
