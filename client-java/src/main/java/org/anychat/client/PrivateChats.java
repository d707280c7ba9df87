package org.anychat.client;

import java.util.concurrent.CompletableFuture;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ReplyBody;

/**
 * Private chats with users of the same room ({@link AnyChatClient#privateChats}). In private mode only one's private
 * partners get one's picture and sound; text is not affected. News comes to the {@link AnyChatListener}.
 */
public final class PrivateChats {
    /** Everybody in the room gets one's media. */
    public static final int PUBLIC_MODE = 0;
    /** Only private partners do. */
    public static final int PRIVATE_MODE = 1;

    private final Calls calls;

    PrivateChats(Calls calls) {
        this.calls = calls;
    }

    /**
     * Changes who gets one's media ({@code ChangeChatMode}). Before a room is entered it takes effect on entering.
     *
     * @param mode {@link #PUBLIC_MODE} or {@link #PRIVATE_MODE}.
     * @return completes when it holds at the relay.
     */
    public CompletableFuture<Void> changeMode(int mode) {
        return calls.done(id -> new ClientRequest.ChangeChatMode(id, mode));
    }

    /**
     * Asks for a private chat ({@code PrivateChatRequest}). The answer comes as {@link AnyChatListener#onPrivateEcho}.
     *
     * @param userId whom.
     * @return the request's number; fails also with 401 (not in the room), 421 (in one already), 432 (busy).
     */
    public CompletableFuture<Integer> request(int userId) {
        return calls.call(id -> new ClientRequest.PrivateChatRequest(id, userId), ReplyBody.PrivateChatRequested.class)
                .thenApply(ReplyBody.PrivateChatRequested::requestId);
    }

    /**
     * Answers a request ({@code PrivateChatEcho}, {@code PrivateChatEchoEx}).
     *
     * @param userId    who asked.
     * @param requestId the number of {@link AnyChatListener#onPrivateRequest}.
     * @param code      0 to accept, else why not: 402, 403, or a number of the application's.
     * @return completes when the server has taken it; fails also with 420 (no such request any more), 432.
     */
    public CompletableFuture<Void> echo(int userId, int requestId, int code) {
        return calls.done(id -> new ClientRequest.PrivateChatEcho(id, userId, requestId, code));
    }

    /**
     * Ends a private chat, or takes one's request back ({@code PrivateChatExit}).
     *
     * @param userId with whom.
     * @return completes when the server has taken it; fails also with 401 (there is none).
     */
    public CompletableFuture<Void> exit(int userId) {
        return calls.done(id -> new ClientRequest.PrivateChatExit(id, userId));
    }
}
