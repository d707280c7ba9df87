package org.anychat.client;

import org.anychat.protocol.ServerEvent;

/** What a server tells a client unasked. Called one at a time on the client's loop, or on the builder's executor; must not block there. */
public interface AnyChatListener {
    /**
     * How many are in the room; once after an entry.
     *
     * @param event room and count, oneself included.
     */
    default void onOnlineUser(ServerEvent.OnlineUser event) {}

    /**
     * Somebody else entered or left the room.
     *
     * @param event who, and why if the link was lost.
     */
    default void onUserAtRoom(ServerEvent.UserAtRoom event) {}

    /**
     * Another user's camera changed.
     *
     * @param event whose, and the {@link DeviceState} number.
     */
    default void onCameraState(ServerEvent.CameraState event) {}

    /**
     * Another user's microphone changed.
     *
     * @param event whose, and the {@link DeviceState} number.
     */
    default void onMicStateChange(ServerEvent.MicStateChange event) {}

    /**
     * Another user's chat mode changed.
     *
     * @param event whose, and the mode: 0 public, 1 private.
     */
    default void onChatModeChg(ServerEvent.ChatModeChg event) {}

    /**
     * Somebody asks for a private chat; answer with {@link PrivateChats#echo}.
     *
     * @param event who asks, and the number of the request.
     */
    default void onPrivateRequest(ServerEvent.PrivateRequest event) {}

    /**
     * One's own request for a private chat was answered, or will not be.
     *
     * @param event who was asked, and code 0 for yes.
     */
    default void onPrivateEcho(ServerEvent.PrivateEcho event) {}

    /**
     * A private chat, or the request of another for one, is over.
     *
     * @param event with whom, and why.
     */
    default void onPrivateExit(ServerEvent.PrivateExit event) {}

    /**
     * Another user's name or device changed.
     *
     * @param event whose, and the new values.
     */
    default void onUserInfoUpdate(ServerEvent.UserInfoUpdate event) {}

    /**
     * Text came.
     *
     * @param event from whom, to whom, and the text.
     */
    default void onTextMessage(ServerEvent.TextMessage event) {}

    /**
     * Bytes came.
     *
     * @param event from whom, and the bytes, which are the listener's.
     */
    default void onTransBuffer(ServerEvent.TransBuffer event) {}

    /**
     * A larger buffer came whole.
     *
     * @param buffer from whom, the bytes, and the sender's parameters.
     */
    default void onTransBufferEx(ReceivedBuffer buffer) {}

    /**
     * Another user offers a file. Without an answer within a minute the offer is over.
     *
     * @param file to be accepted or rejected, now or later; rejected where the application does not say.
     */
    default void onTransFileOffer(IncomingFile file) {
        file.reject();
    }

    /**
     * A file that was accepted has come whole.
     *
     * @param file from whom, where it is, and the sender's parameters.
     */
    default void onTransFile(ReceivedFile file) {}

    /**
     * A step of a video call: somebody rings (1), has answered (2), the call is on (3, {@code param} is the room to enter), it is over (4).
     *
     * @param event the step, the other side, and what it says.
     */
    default void onVideoCall(ServerEvent.VideoCall event) {}

    /**
     * Bytes came from the server's plug-in.
     *
     * @param event the bytes, which are the listener's.
     */
    default void onSdkFilterData(ServerEvent.SdkFilterData event) {}

    /**
     * The server saw a media connection change.
     *
     * @param event which, and its state.
     */
    default void onMediaState(ServerEvent.MediaState event) {}

    /**
     * The network has no room for a user's video, which is paused so that sound gets through; or others come before it, where one gets no more
     * than so many at once; or nothing of the user is paused any more: it goes on, or has ended.
     * A connection that is made anew begins with nothing paused.
     *
     * @param event whose, whether it is paused, and why.
     */
    default void onVideoPaused(ServerEvent.VideoPaused event) {}

    /**
     * Media of a user and one's own for the user go directly from now on, or do not, or no longer ({@code WM_GV_P2PCONNECTSTATE}). It goes on either way.
     *
     * @param event with whom; 2 directly, by UDP, 0 by the relay; and why not.
     */
    default void onP2pConnectState(ServerEvent.P2pConnectState event) {}

    /**
     * The room's media moved to another relay. The client publishes and subscribes anew by itself.
     *
     * @param event the room, and whether a relay is there.
     */
    default void onMediaMoved(ServerEvent.MediaMoved event) {}

    /**
     * The server's settings changed while it runs.
     *
     * @param event all of them, in place of those that the reply to {@code connect} brought.
     */
    default void onServerConfigUpdate(ServerEvent.ServerConfigUpdate event) {}

    /**
     * The link is lost, and the client tries to get its session back. Others in the room see nothing of it as long as the server keeps the session; media
     * goes on. Requests made from now on wait for the link.
     *
     * @param event why: 100 silence, 101 lost, 111 another server is in charge, 58 the server stops.
     */
    default void onReconnecting(ServerEvent.LinkClose event) {}

    /**
     * The link is back. What was addressed to the client meanwhile follows.
     *
     * @param event whether the session goes on, and what it finds.
     */
    default void onReconnected(Reconnected event) {}

    /**
     * The link is gone for good, by whichever side; after it the client may connect again. Not called for {@link AnyChatClient#close()}.
     *
     * @param event 100 silence, 101 lost, or the code and words that the server closed it with.
     */
    default void onLinkClose(ServerEvent.LinkClose event) {}
}
