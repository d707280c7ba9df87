package org.anychat.client;

import org.anychat.protocol.ServerEvent;

/** Calls the listener's method for an event. */
final class EventDispatch {
    private EventDispatch() {}

    static void dispatch(ServerEvent event, AnyChatListener listener) {
        if (event instanceof ServerEvent.UserAtRoom userAtRoom) {
            listener.onUserAtRoom(userAtRoom);
        } else if (event instanceof ServerEvent.CameraState camera) {
            listener.onCameraState(camera);
        } else if (event instanceof ServerEvent.MicStateChange microphone) {
            listener.onMicStateChange(microphone);
        } else if (event instanceof ServerEvent.TextMessage text) {
            listener.onTextMessage(text);
        } else if (event instanceof ServerEvent.TransBuffer bytes) {
            listener.onTransBuffer(bytes);
        } else {
            dispatchRare(event, listener);
        }
    }

    private static void dispatchRare(ServerEvent event, AnyChatListener listener) {
        if (event instanceof ServerEvent.OnlineUser onlineUser) {
            listener.onOnlineUser(onlineUser);
        } else if (event instanceof ServerEvent.UserInfoUpdate info) {
            listener.onUserInfoUpdate(info);
        } else if (event instanceof ServerEvent.SdkFilterData bytes) {
            listener.onSdkFilterData(bytes);
        } else if (event instanceof ServerEvent.MediaState state) {
            listener.onMediaState(state);
        } else if (event instanceof ServerEvent.VideoPaused paused) {
            listener.onVideoPaused(paused);
        } else if (event instanceof ServerEvent.MediaMoved moved) {
            listener.onMediaMoved(moved);
        } else if (event instanceof ServerEvent.ServerConfigUpdate update) {
            listener.onServerConfigUpdate(update);
        } else if (event instanceof ServerEvent.VideoCall call) {
            listener.onVideoCall(call);
        } else if (event instanceof ServerEvent.LinkClose close) {
            listener.onLinkClose(close);
        } else {
            dispatchPrivate(event, listener);
        }
    }

    private static void dispatchPrivate(ServerEvent event, AnyChatListener listener) {
        if (event instanceof ServerEvent.ChatModeChg mode) {
            listener.onChatModeChg(mode);
        } else if (event instanceof ServerEvent.PrivateRequest request) {
            listener.onPrivateRequest(request);
        } else if (event instanceof ServerEvent.PrivateEcho echo) {
            listener.onPrivateEcho(echo);
        } else if (event instanceof ServerEvent.PrivateExit exit) {
            listener.onPrivateExit(exit);
        } else if (event instanceof ServerEvent.P2pConnectState state) {
            listener.onP2pConnectState(state);
        }
    }
}
