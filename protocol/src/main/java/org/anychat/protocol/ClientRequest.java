package org.anychat.protocol;

import java.util.List;

/** What a client asks of the gateway. Each request has one {@link Reply}. */
public sealed interface ClientRequest
        permits ClientRequest.Connect,
                ClientRequest.Authenticate,
                ClientRequest.Login,
                ClientRequest.Resume,
                ClientRequest.Logout,
                ClientRequest.Heartbeat,
                ClientRequest.EnterRoom,
                ClientRequest.EnterRoomEx,
                ClientRequest.LeaveRoom,
                ClientRequest.Rooms,
                ClientRequest.RoomSnapshot,
                ClientRequest.RoomUsers,
                ClientRequest.QueryRoomState,
                ClientRequest.QueryUserState,
                ClientRequest.SetNickname,
                ClientRequest.ChangeChatMode,
                ClientRequest.PrivateChatRequest,
                ClientRequest.PrivateChatEcho,
                ClientRequest.PrivateChatExit,
                ClientRequest.UserInfoControl,
                ClientRequest.SetCamera,
                ClientRequest.SetMicrophone,
                ClientRequest.SelectMedia,
                ClientRequest.LimitVideos,
                ClientRequest.ReportQuality,
                ClientRequest.SendText,
                ClientRequest.Publish,
                ClientRequest.Unpublish,
                ClientRequest.Subscribe,
                ClientRequest.MediaAnswer,
                ClientRequest.VideoCall,
                ClientRequest.SdkFilterData,
                TransferRequest,
                P2pRequest {
    /**
     * The client's number for this request.
     *
     * @return 1 to 2^31-1, echoed in the reply
     */
    int id();

    /**
     * Which request it is.
     *
     * @return the type on the wire
     */
    RequestType type();

    /**
     * Opens the protocol on a new link.
     *
     * @param id 1 to 2^31-1
     * @param version the protocol version, {@link Limits#VERSION}
     * @param device 0 to 8, as user state 15 of the AnyChat SDK
     * @param client free text, at most 64 characters
     */
    record Connect(int id, int version, int device, String client) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.CONNECT;
        }
    }

    /**
     * Proves that the client knows the server password.
     *
     * @param id 1 to 2^31-1
     * @param proof lower-case hex of HMAC-SHA-256 over the challenge, keyed with the password
     */
    record Authenticate(int id, String proof) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.AUTHENTICATE;
        }
    }

    /**
     * Logs in.
     *
     * @param id 1 to 2^31-1
     * @param name at most 64 characters; an empty one is refused with 210
     * @param password at most 4096 characters, so that a signed token fits; empty means guest
     */
    record Login(int id, String name, String password) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.LOGIN;
        }

        @Override
        public String toString() {
            return "Login[id=" + id + ", name=" + name + "]";
        }
    }

    /**
     * Takes up the session of a link that is lost, in the place of a login.
     *
     * @param id 1 to 2^31-1
     * @param token the newest that the server has given
     * @param received addressed events ({@link EventType#isAddressed}) that have come in this session, 0 to 2^53-1
     * @param version the version of the room as the client knows it, or null where it knows none
     * @param attempt which of the client's attempts it is, by its own count, 1 to 2^31-1; or null where it does not count
     */
    record Resume(int id, String token, long received, Long version, Integer attempt) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.RESUME;
        }

        @Override
        public String toString() {
            return "Resume[id=" + id + ", received=" + received + ", version=" + version + ", attempt=" + attempt + "]";
        }
    }

    /**
     * Logs out; the link stays.
     *
     * @param id 1 to 2^31-1
     */
    record Logout(int id) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.LOGOUT;
        }
    }

    /**
     * A sign of life.
     *
     * @param id 1 to 2^31-1
     * @param received addressed events ({@link EventType#isAddressed}) that have come in this session, so that the
     *     server need not keep them; or null
     */
    record Heartbeat(int id, Long received) implements ClientRequest {
        /**
         * A sign of life and no more.
         *
         * @param id 1 to 2^31-1
         */
        public Heartbeat(int id) {
            this(id, null);
        }

        @Override
        public RequestType type() {
            return RequestType.HEARTBEAT;
        }
    }

    /**
     * Enters a room by number.
     *
     * @param id 1 to 2^31-1
     * @param roomId above 0
     * @param password at most 64 characters, empty for none
     */
    record EnterRoom(int id, int roomId, String password) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.ENTER_ROOM;
        }
    }

    /**
     * Enters a room by name.
     *
     * @param id 1 to 2^31-1
     * @param roomName 1 to 64 characters
     * @param password at most 64 characters, empty for none
     */
    record EnterRoomEx(int id, String roomName, String password) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.ENTER_ROOM_EX;
        }
    }

    /**
     * Leaves the room.
     *
     * @param id 1 to 2^31-1
     */
    record LeaveRoom(int id) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.LEAVE_ROOM;
        }
    }

    /**
     * Lists the rooms.
     *
     * @param id 1 to 2^31-1
     */
    record Rooms(int id) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.ROOMS;
        }
    }

    /**
     * Reads the room that the client is in.
     *
     * @param id 1 to 2^31-1
     */
    record RoomSnapshot(int id) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.ROOM_SNAPSHOT;
        }
    }

    /**
     * Lists the users of any room ({@code GetRoomOnlineUsers}).
     *
     * @param id 1 to 2^31-1
     * @param roomId above 0
     */
    record RoomUsers(int id, int roomId) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.ROOM_USERS;
        }
    }

    /**
     * Asks for one state of any room.
     *
     * @param id 1 to 2^31-1
     * @param roomId above 0
     * @param state a {@link RoomStateName} number
     */
    record QueryRoomState(int id, int roomId, int state) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.QUERY_ROOM_STATE;
        }
    }

    /**
     * Asks for one state of any user.
     *
     * @param id 1 to 2^31-1
     * @param userId whose, or {@link Limits#ONESELF}
     * @param state a {@link UserStateName} number
     */
    record QueryUserState(int id, int userId, int state) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.QUERY_USER_STATE;
        }
    }

    /**
     * Changes the name that others see.
     *
     * @param id 1 to 2^31-1
     * @param name 1 to 64 characters
     */
    record SetNickname(int id, String name) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.SET_NICKNAME;
        }
    }

    /**
     * Chooses who gets one's media.
     *
     * @param id 1 to 2^31-1
     * @param mode 0 public: everybody in the room; 1 private: only one's private partners
     */
    record ChangeChatMode(int id, int mode) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.CHANGE_CHAT_MODE;
        }
    }

    /**
     * Asks a user of the room for a private chat.
     *
     * @param id 1 to 2^31-1
     * @param userId whom
     */
    record PrivateChatRequest(int id, int userId) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.PRIVATE_CHAT_REQUEST;
        }
    }

    /**
     * Answers a request for a private chat ({@code PrivateChatEcho} and {@code PrivateChatEchoEx}).
     *
     * @param id 1 to 2^31-1
     * @param userId who asked
     * @param requestId the request's number
     * @param code 0 to accept, else why not: 402, 403 or a number of the application's
     */
    record PrivateChatEcho(int id, int userId, int requestId, int code) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.PRIVATE_CHAT_ECHO;
        }
    }

    /**
     * Ends a private chat, or takes one's request for it back.
     *
     * @param id 1 to 2^31-1
     * @param userId with whom
     */
    record PrivateChatExit(int id, int userId) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.PRIVATE_CHAT_EXIT;
        }
    }

    /**
     * Kicks a user, or bans and admits addresses ({@code UserInfoControl}).
     *
     * @param id 1 to 2^31-1
     * @param userId whom; unused for addresses
     * @param control a {@link UserControl} number
     * @param wParam for a ban its length in seconds, 0 for no end
     * @param lParam unused
     * @param text for addresses the pattern, as {@code 192.0.2.*}
     */
    record UserInfoControl(int id, int userId, int control, int wParam, int lParam, String text)
            implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.USER_INFO_CONTROL;
        }
    }

    /**
     * Changes one's camera state.
     *
     * @param id 1 to 2^31-1
     * @param state 0 none, 1 closed, 2 open
     */
    record SetCamera(int id, int state) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.SET_CAMERA;
        }
    }

    /**
     * Changes one's microphone state.
     *
     * @param id 1 to 2^31-1
     * @param state 0 none, 1 closed, 2 open
     */
    record SetMicrophone(int id, int state) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.SET_MICROPHONE;
        }
    }

    /**
     * Chooses what to receive of a user.
     *
     * @param id 1 to 2^31-1
     * @param userId whose media
     * @param video whether to receive the video
     * @param audio whether to receive the audio
     * @param first whether the video comes before others where the network has not room for all
     * @param height the shorter side at which the video is shown, in pixels, up to {@value Limits#HEIGHT}, so that no larger
     *     one is sent; 0 for any
     */
    record SelectMedia(int id, int userId, boolean video, boolean audio, boolean first, int height)
            implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.SELECT_MEDIA;
        }
    }

    /**
     * Says how many videos to receive at once.
     *
     * @param id 1 to 2^31-1
     * @param videos at most so many, up to {@value Limits#VIDEOS}; 0 for as many as the server allows
     */
    record LimitVideos(int id, int videos) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.LIMIT_VIDEOS;
        }
    }

    /**
     * Tells how well what comes in can be seen; each report takes the place of the one before.
     *
     * @param id 1 to 2^31-1
     * @param received of at most {@value Limits#QUALITY_USERS} users
     */
    record ReportQuality(int id, List<ReceivedVideo> received) implements ClientRequest {
        /**
         * Copies the list.
         *
         * @param id 1 to 2^31-1
         * @param received of whom
         */
        public ReportQuality {
            received = List.copyOf(received);
        }

        @Override
        public RequestType type() {
            return RequestType.REPORT_QUALITY;
        }
    }

    /**
     * Sends text to the room or to one user in it.
     *
     * @param id 1 to 2^31-1
     * @param userId the receiver, or {@link Limits#EVERYBODY}
     * @param secret whether it is a whisper
     * @param text 1 to 16384 characters
     */
    record SendText(int id, int userId, boolean secret, String text) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.SEND_TEXT;
        }
    }

    /**
     * Offers what the client sends.
     *
     * @param id 1 to 2^31-1
     * @param sdp the offer
     * @param own what counts for this client instead of the server's settings, or null
     */
    record Publish(int id, String sdp, OwnSettings own) implements ClientRequest {
        /**
         * Offers what the client sends, with the server's settings.
         *
         * @param id 1 to 2^31-1
         * @param sdp the offer
         */
        public Publish(int id, String sdp) {
            this(id, sdp, null);
        }

        @Override
        public RequestType type() {
            return RequestType.PUBLISH;
        }
    }

    /**
     * Ends what the client sends.
     *
     * @param id 1 to 2^31-1
     */
    record Unpublish(int id) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.UNPUBLISH;
        }
    }

    /**
     * Asks for offers of what others send.
     *
     * @param id 1 to 2^31-1
     */
    record Subscribe(int id) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.SUBSCRIBE;
        }
    }

    /**
     * Answers the relay's offer.
     *
     * @param id 1 to 2^31-1
     * @param revision of the offer that it answers
     * @param sdp the answer
     */
    record MediaAnswer(int id, int revision, String sdp) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.MEDIA_ANSWER;
        }
    }

    /**
     * Rings, answers or ends a video call.
     *
     * @param id 1 to 2^31-1
     * @param step {@link #REQUEST}, {@link #REPLY} or {@link #FINISH}
     * @param userId the other side
     * @param code 0, or why: {@link ErrorCode#VIDEOCALL_CANCEL} to {@link ErrorCode#VIDEOCALL_NOTINCALL}
     * @param flags passed on
     * @param param passed on
     * @param userStr passed on, at most 4096 characters
     */
    record VideoCall(int id, int step, int userId, int code, int flags, int param, String userStr)
            implements ClientRequest {
        /** Rings. */
        public static final int REQUEST = 1;
        /** Accepts with code 0; refuses or withdraws with another. */
        public static final int REPLY = 2;
        /** The call is on; only the server says so. */
        public static final int START = 3;
        /** Ends a call that is on. */
        public static final int FINISH = 4;

        @Override
        public RequestType type() {
            return RequestType.VIDEO_CALL;
        }
    }

    /**
     * Sends bytes to the server plug-in; a binary message.
     *
     * @param id 1 to 2^31-1
     * @param data 1 to 65536 bytes; not copied, so the maker gives the array away
     */
    @SuppressWarnings("ArrayRecordComponent")
    record SdkFilterData(int id, byte[] data) implements ClientRequest {
        @Override
        public RequestType type() {
            return RequestType.SDK_FILTER_DATA;
        }
    }
}
