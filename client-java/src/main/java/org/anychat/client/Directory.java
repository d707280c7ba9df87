package org.anychat.client;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.RoomStateName;
import org.anychat.protocol.User;
import org.anychat.protocol.UserControl;
import org.anychat.protocol.UserStateName;

/** What a client can learn of rooms and users that it is not among, and do to users ({@link AnyChatClient#directory}). */
public final class Directory {
    /** Oneself. */
    public static final int ONESELF = Limits.ONESELF;

    private final Calls calls;

    Directory(Calls calls) {
        this.calls = calls;
    }

    /**
     * Lists the users of any room ({@code GetRoomOnlineUsers}).
     *
     * @param roomId the room.
     * @return everybody in it; fails also with 303.
     */
    public CompletableFuture<List<User>> roomUsers(int roomId) {
        return calls.call(id -> new ClientRequest.RoomUsers(id, roomId), ReplyBody.RoomUsers.class)
                .thenApply(ReplyBody.RoomUsers::users);
    }

    /**
     * Asks for one state of any room ({@code QueryRoomState}).
     *
     * @param roomId the room.
     * @param state  which.
     * @return the value; fails also with 303.
     */
    public CompletableFuture<StateValue> roomState(int roomId, RoomStateName state) {
        return calls.call(
                        id -> new ClientRequest.QueryRoomState(id, roomId, state.number()),
                        ReplyBody.QueriedState.class)
                .thenApply(StateValue::of);
    }

    /**
     * Asks for one state of any user ({@code QueryUserState}).
     *
     * @param userId whose, or {@link #ONESELF}.
     * @param state  which.
     * @return the value; fails also with 9 (there is none now), 20 (the server cannot know it), 205 (no such user), 213 (an address that is not yours to see).
     */
    public CompletableFuture<StateValue> userState(int userId, UserStateName state) {
        return calls.call(
                        id -> new ClientRequest.QueryUserState(id, userId, state.number()),
                        ReplyBody.QueriedState.class)
                .thenApply(StateValue::of);
    }

    /**
     * Asks how media goes between this client and another of its room: which way, since when, why not directly.
     *
     * @param userId the other.
     * @return that to this client first, then that to the other; none where nothing goes, or both go by the relay as a matter of course. Fails also with 205 (no such user).
     */
    public CompletableFuture<List<ReplyBody.UserRoute>> routes(int userId) {
        return calls.call(
                        id -> new ClientRequest.QueryUserState(id, userId, UserStateName.P2P_STATE.number()),
                        ReplyBody.QueriedState.class)
                .thenApply(queried -> queried.routes() == null ? List.of() : queried.routes());
    }

    /**
     * Ends another user's link with 211.
     *
     * @param userId whom.
     * @return completes when the server has taken it; fails also with 205, 213 (no right).
     */
    public CompletableFuture<Void> kick(int userId) {
        return control(UserControl.KICK_OUT, userId, 0, "");
    }

    /**
     * Bans addresses: their links are closed with 113.
     *
     * @param pattern as {@code 192.0.2.7}, {@code 192.0.2.*} or {@code 2001:db8:*}.
     * @param seconds how long, 0 for no end.
     * @return completes when the ban would survive a restart of the server; fails also with 21 (no pattern), 213 (no right).
     */
    public CompletableFuture<Void> ban(String pattern, int seconds) {
        return control(UserControl.BAN_ADDRESS, 0, seconds, pattern);
    }

    /**
     * Takes a ban back.
     *
     * @param pattern as it was banned.
     * @return completes when the server has taken it; fails also with 9 (no such ban), 213 (no right).
     */
    public CompletableFuture<Void> admit(String pattern) {
        return control(UserControl.ADMIT_ADDRESS, 0, 0, pattern);
    }

    private CompletableFuture<Void> control(UserControl control, int userId, int wParam, String text) {
        return calls.done(id -> new ClientRequest.UserInfoControl(id, userId, control.number(), wParam, 0, text));
    }

    /**
     * A state's value: a number, a text, or for codecs both.
     *
     * @param number where it is a number.
     * @param text   where it is a text, else empty.
     */
    public record StateValue(OptionalLong number, String text) {
        static StateValue of(ReplyBody.QueriedState queried) {
            return new StateValue(
                    queried.number() == null ? OptionalLong.empty() : OptionalLong.of(queried.number()),
                    queried.text() == null ? "" : queried.text());
        }
    }
}
