package org.anychat.client;

import io.netty.channel.EventLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.anychat.client.media.AudioParameters;
import org.anychat.client.media.MediaSink;
import org.anychat.client.media.MediaSource;
import org.anychat.client.media.SendStatistics;
import org.anychat.client.media.TrackStatistics;
import org.anychat.client.media.VideoParameters;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.Limits;
import org.anychat.protocol.ReceivedVideo;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.TransferContent;
import org.anychat.protocol.TransferRequest;

/**
 * One user's link to an AnyChat server, and the media over it.
 *
 * <p><b>Threads.</b> Any thread may call any method; none of them blocks. Futures complete on the client's loop, or on the builder's executor: what is chained
 * to them must not block there, nor wait for another future of the same client.
 *
 * <p><b>Failures.</b> A future fails with an {@link AnyChatException}: with the server's code, or with 2 {@code NOTINIT} without a link, 62 {@code OVERFLOW}
 * while the connection does not take what was sent before, 100 {@code CONNECT_TIMEOUT} without a reply in time, 101 {@code CONNECT_ABORT} when the link
 * breaks, 116 {@code CONNECT_SELFCLOSE} when the client is closed. While a lost link is being brought back ({@link AnyChatListener#onReconnecting}) requests wait
 * for it, at most 64 of them, the next fails with 62; and at most as long as a reply may take, then 100. What waits fails with 101 where the session is lost. The codes of each request are in {@code docs/protocol.md} section 4.
 */
public final class AnyChatClient implements AutoCloseable {
    /** The receiver of a text for everybody in the room. */
    public static final int EVERYBODY = Limits.EVERYBODY;

    /** The receiver of a file for the server. */
    public static final int SERVER = Limits.SERVER;

    private static final int LAST_P2P_POLICY = 3;

    private final ClientSession session;
    private final ClientRuntime ownRuntime;
    private final PrivateChats privateChats = new PrivateChats(this::request);
    private final Directory directory = new Directory(this::request);

    AnyChatClient(ClientOptions options, ClientRuntime runtime, boolean ownsRuntime) {
        EventLoop loop = runtime.nextLoop();
        this.session = new ClientSession(options, runtime, loop);
        this.ownRuntime = ownsRuntime ? runtime : null;
    }

    /**
     * Begins to describe a client.
     *
     * @return a builder with the defaults of a plain local server.
     */
    public static AnyChatClientBuilder builder() {
        return new AnyChatClientBuilder();
    }

    /**
     * Opens the link, and proves the server password where one is needed and was given.
     *
     * @return what the server says of itself and of its media settings; fails also with 68 (certificate), 103 (name), 107 (version), 108 (socket), 102
     *     (server password), 20 if there is a link already.
     */
    public CompletableFuture<ReplyBody.Connected> connect() {
        return call(session::connect);
    }

    /**
     * Logs in.
     *
     * @param name     1 to 64 characters.
     * @param password empty for a guest.
     * @return the user id and the name that the server gave.
     */
    public CompletableFuture<ReplyBody.LoggedIn> login(String name, String password) {
        return call(() -> session.login(name, password));
    }

    /**
     * Logs out, which leaves the room and ends the media.
     *
     * @return completes when the server has done so.
     */
    public CompletableFuture<Void> logout() {
        return call(session::logout);
    }

    /**
     * Enters a room by its number.
     *
     * @param roomId   above 0.
     * @param password empty where the room has none.
     * @return the room and everybody in it, oneself included.
     */
    public CompletableFuture<ReplyBody.Room> enterRoom(int roomId, String password) {
        return call(() -> session.enter(id -> new ClientRequest.EnterRoom(id, roomId, password)));
    }

    /**
     * Enters a room by its name.
     *
     * @param roomName 1 to 64 characters.
     * @param password empty where the room has none; it becomes the room's where that comes into being.
     * @return the room and everybody in it, oneself included.
     */
    public CompletableFuture<ReplyBody.Room> enterRoomEx(String roomName, String password) {
        return call(() -> session.enter(id -> new ClientRequest.EnterRoomEx(id, roomName, password)));
    }

    /**
     * Leaves the room and ends the media.
     *
     * @return completes when the server has done so.
     */
    public CompletableFuture<Void> leaveRoom() {
        return call(session::leaveRoom);
    }

    /**
     * Lists the rooms.
     *
     * @return those that the server shows.
     */
    public CompletableFuture<List<ReplyBody.RoomLine>> rooms() {
        return call(() ->
                session.request(ClientRequest.Rooms::new, ReplyBody.Rooms.class).thenApply(ReplyBody.Rooms::rooms));
    }

    /**
     * Asks for everybody in the room, for an application that doubts what it knows.
     *
     * @return the room and everybody in it, oneself included.
     */
    public CompletableFuture<ReplyBody.Room> snapshot() {
        return call(() -> session.room(ClientRequest.RoomSnapshot::new));
    }

    /**
     * Changes the name that others see.
     *
     * @param name 1 to 64 characters.
     * @return completes when the server has taken it; others get {@link AnyChatListener#onUserInfoUpdate}.
     */
    public CompletableFuture<Void> setNickname(String name) {
        return done(() -> session.request(id -> new ClientRequest.SetNickname(id, name), ReplyBody.class));
    }

    /**
     * Private chats, and who gets one's media because of them.
     *
     * @return the same object each time; usable from any thread.
     */
    public PrivateChats privateChats() {
        return privateChats;
    }

    /**
     * Rooms and users beyond one's own room.
     *
     * @return the same object each time; usable from any thread.
     */
    public Directory directory() {
        return directory;
    }

    /**
     * Tells others the state of one's camera. It does not start or stop a {@link MediaSource}.
     *
     * @param state none, closed or open.
     * @return completes when the server has taken it.
     */
    public CompletableFuture<Void> setCamera(DeviceState state) {
        return done(() -> session.request(id -> new ClientRequest.SetCamera(id, state.number()), ReplyBody.class));
    }

    /**
     * Tells others the state of one's microphone. It does not start or stop a {@link MediaSource}.
     *
     * @param state none, closed or open.
     * @return completes when the server has taken it.
     */
    public CompletableFuture<Void> setMicrophone(DeviceState state) {
        return done(() -> session.request(id -> new ClientRequest.SetMicrophone(id, state.number()), ReplyBody.class));
    }

    /**
     * Chooses what to receive of another user: {@code UserCameraControl} and {@code UserSpeakControl} of a remote user. Without it one receives everything.
     * It holds until the room is left, and leaves what {@link #preferVideo} said as it was.
     *
     * @param userId of the other.
     * @param video  whether to receive the picture.
     * @param audio  whether to receive the sound.
     * @return completes when the server has taken it; fails with 309 before {@link #subscribe}.
     */
    public CompletableFuture<Void> selectMedia(int userId, boolean video, boolean audio) {
        return call(() -> session.media().receive(userId, video, audio));
    }

    /**
     * Says how a user's video is to be received: for layouts with one large picture and small ones. It holds until the room is left, and leaves what
     * {@link #selectMedia} said as it was.
     *
     * @param userId of the other.
     * @param first  whether the video comes before others where the network has not room for all.
     * @param height the shorter side at which it is shown, in pixels, so that no larger one is sent; 0 for any.
     * @return completes when the server has taken it; fails with 309 before {@link #subscribe}.
     */
    public CompletableFuture<Void> preferVideo(int userId, boolean first, int height) {
        return call(() -> session.media().choices().prefer(userId, first, height));
    }

    /**
     * Says how many videos to receive at once. Those come first that {@link #preferVideo} puts first, then those of people who speak or spoke last; the
     * others are paused, as {@link AnyChatListener#onVideoPaused} tells. It holds until the room is left.
     *
     * @param videos at most so many; 0 for as many as the server allows, which may be fewer than one wants.
     * @return completes when the server has taken it; fails with 309 before {@link #subscribe}.
     */
    public CompletableFuture<Void> limitVideos(int videos) {
        return call(() -> session.media().limitVideos(videos));
    }

    /**
     * Says when media of others and one's own for them may go directly, without the relay ({@code BRAC_SO_NETWORK_P2PPOLITIC}, 40). Who exchanges media
     * directly learns the other's IP address. It holds for the life of the client, and for rooms that are entered later; before a room it is only noted.
     *
     * @param policy 0 never, 1 as the server sees fit (without it), 2 only with those for whom {@link #connectDirect} was called, 3 while there is media.
     * @return completes when the server has taken it.
     * @throws IllegalArgumentException for any other number.
     */
    public CompletableFuture<Void> setP2pPolicy(int policy) {
        if (policy < 0 || policy > LAST_P2P_POLICY) {
            throw new IllegalArgumentException("There is no policy " + policy);
        }
        return call(() -> session.media().direct().setPolicy(policy));
    }

    /**
     * Asks for a direct connection with somebody in the room, and consents to one ({@code BRAC_SO_NETWORK_P2PCONNECT}, 41). What comes of it is told by
     * {@link AnyChatListener#onP2pConnectState}.
     *
     * @param userId with whom.
     * @return completes when the server has taken it.
     */
    public CompletableFuture<Void> connectDirect(int userId) {
        return call(() -> session.media().direct().connect(userId));
    }

    /**
     * Tells the server's operators how well one sees others, in the place of what was told before. The SDK does not
     * decode, so only an application that does knows; every 10 s is often enough.
     *
     * @param received of at most {@link Limits#QUALITY_USERS} users.
     * @return completes when the server has taken it; fails with 309 outside of rooms.
     */
    public CompletableFuture<Void> reportQuality(List<ReceivedVideo> received) {
        return done(() -> session.request(id -> new ClientRequest.ReportQuality(id, received), ReplyBody.class));
    }

    /**
     * Sends text in the room.
     *
     * @param userId the receiver, or {@link #EVERYBODY}.
     * @param secret whether the receiver alone gets it; otherwise everybody in the room does.
     * @param text   1 to 16384 characters.
     * @return completes when the server has taken it.
     */
    public CompletableFuture<Void> sendText(int userId, boolean secret, String text) {
        return done(() -> session.request(id -> new ClientRequest.SendText(id, userId, secret, text), ReplyBody.class));
    }

    /**
     * Sends bytes to any user who is logged in.
     *
     * @param userId the receiver.
     * @param bytes  1 to 65536; not to be changed until the future completes.
     * @return completes when the server has taken them.
     */
    public CompletableFuture<Void> transBuffer(int userId, byte[] bytes) {
        return done(() -> session.request(id -> new TransferRequest.TransBuffer(id, userId, bytes), ReplyBody.class));
    }

    /**
     * Sends a larger buffer to any user who is logged in. Buffers to one user come in the order of their sending, each at once and whole.
     *
     * @param userId the receiver.
     * @param bytes  1 to 1048576; not to be changed until it is done.
     * @param wParam for the receiver.
     * @param lParam for the receiver.
     * @param flags  for the receiver.
     * @return the transfer, which has begun.
     */
    public OutgoingTransfer transBufferEx(int userId, byte[] bytes, int wParam, int lParam, int flags) {
        TransferContent content = new TransferContent(
                TransferContent.Kind.BUFFER, "", bytes.length, TransferFiles.sha256(bytes), wParam, lParam, flags);
        return transfer(outgoing -> session.transfers().sendBuffer(outgoing, userId, content, bytes));
    }

    /**
     * Sends a file to any user who is logged in, or to the server. The same file sent again after it broke goes on where it was.
     *
     * @param userId the receiver, or {@link #SERVER}.
     * @param file   the file; not to be changed until it is done. The receiver learns its name, not its path.
     * @param wParam for the receiver.
     * @param lParam for the receiver.
     * @param flags  for the receiver.
     * @return the transfer, which has begun.
     */
    public OutgoingTransfer transFile(int userId, Path file, int wParam, int lParam, int flags) {
        String name = String.valueOf(file.getFileName());
        TransferContent unread = new TransferContent(TransferContent.Kind.FILE, name, 0, "", wParam, lParam, flags);
        return transfer(outgoing -> session.transfers().sendFile(outgoing, userId, unread, file));
    }

    /**
     * Asks the server how far a transfer has come, one's own or to oneself.
     *
     * @param taskId the transfer's number.
     * @return bytes and bit rate; fails with 701 or 716 where it is over.
     */
    public CompletableFuture<ReplyBody.TransferInfo> transInfo(int taskId) {
        return call(
                () -> session.request(id -> new TransferRequest.TransInfo(id, taskId), ReplyBody.TransferInfo.class));
    }

    /**
     * Rings any user who is logged in.
     *
     * @param userId  who is called.
     * @param flags   1 audio, 2 video, and the others of the AnyChat SDK; passed on.
     * @param param   passed on.
     * @param userStr passed on; at most 4096 characters.
     * @return completes when it rings; the answer comes as {@link AnyChatListener#onVideoCall}. Fails with 440 where one is in a call or rings already, 100102
     *     offline, 100103 busy.
     */
    public CompletableFuture<Void> videoCallRequest(int userId, int flags, int param, String userStr) {
        return videoCall(ClientRequest.VideoCall.REQUEST, userId, 0, flags, param, userStr);
    }

    /**
     * Accepts or refuses a call that rings, or withdraws one's own.
     *
     * @param userId  the other side.
     * @param code    0 accepts; 100104 refuses, 100101 withdraws.
     * @param flags   passed on.
     * @param param   passed on.
     * @param userStr passed on; at most 4096 characters.
     * @return completes when the server has taken it; fails with 100107 where there is no such call.
     */
    public CompletableFuture<Void> videoCallReply(int userId, int code, int flags, int param, String userStr) {
        return videoCall(ClientRequest.VideoCall.REPLY, userId, code, flags, param, userStr);
    }

    /**
     * Ends a call that is on. Both sides are taken out of its room.
     *
     * @param userId  the other side.
     * @param userStr passed on; at most 4096 characters.
     * @return completes when the server has taken it; fails with 100107 where there is no such call.
     */
    public CompletableFuture<Void> videoCallFinish(int userId, String userStr) {
        return videoCall(ClientRequest.VideoCall.FINISH, userId, 0, 0, 0, userStr);
    }

    /**
     * Sends bytes to the server's plug-in ({@code BRAC_SendSDKFilterData}).
     *
     * @param bytes 1 to 65536; not to be changed until the future completes.
     * @return completes when the server has taken them; fails also with 206 where there is no plug-in, 207 where it is too busy.
     */
    public CompletableFuture<Void> sendSdkFilterData(byte[] bytes) {
        return done(() -> session.request(id -> new ClientRequest.SdkFilterData(id, bytes), ReplyBody.class));
    }

    /**
     * Sends media into the room, in place of what was sent before. It ends with {@link #unpublish}, on leaving the room and with the link, and goes on by itself
     * when the room's media moves.
     *
     * @param sources at most one of each kind; used on the client's loop.
     * @return completes when media flows; fails also with 21 for sources that cannot be sent together, 44 if no connection came about.
     */
    public CompletableFuture<Void> publish(MediaSource... sources) {
        List<MediaSource> tracks = List.of(sources);
        return call(() -> session.media().publish(tracks));
    }

    /**
     * Notes how to send video in place of the server's settings; {@link #applyParameters} lets it count.
     *
     * @param own one's own values, or null for the server's.
     * @return completes when it is noted.
     */
    public CompletableFuture<Void> setVideoParameters(VideoParameters own) {
        return call(() -> {
            session.media().parameters().own(own);
            return CompletableFuture.completedFuture(null);
        });
    }

    /**
     * Notes how to send sound in place of the server's settings; {@link #applyParameters} lets it count.
     *
     * @param own one's own values, or null for the server's.
     * @return completes when it is noted.
     */
    public CompletableFuture<Void> setAudioParameters(AudioParameters own) {
        return call(() -> {
            session.media().parameters().own(own);
            return CompletableFuture.completedFuture(null);
        });
    }

    /**
     * Sends with one's own values from now on, or with the server's again ({@code BRAC_SO_LOCALVIDEO_APPLYPARAM}, 35): tells the sources, keeps the distance of
     * key frames, and tells the relay.
     *
     * @param own false for the server's.
     * @return completes when the relay has taken it; at once where nothing is published.
     */
    public CompletableFuture<Void> applyParameters(boolean own) {
        return call(() -> session.media().applyParameters(own));
    }

    /**
     * Stops sending media.
     *
     * @return completes when the server has taken it.
     */
    public CompletableFuture<Void> unpublish() {
        return call(() -> session.media().unpublish());
    }

    /**
     * Receives what others in the room send, in place of an earlier subscription. It ends on leaving the room and with the link.
     *
     * @param sink called on the client's loop.
     * @return completes when the server has taken it; tracks follow as others send.
     */
    public CompletableFuture<Void> subscribe(MediaSink sink) {
        return call(() -> session.media().subscribe(sink));
    }

    /**
     * What has been sent.
     *
     * @return one entry per published track.
     */
    public CompletableFuture<List<SendStatistics>> sendStatistics() {
        return call(() -> CompletableFuture.completedFuture(session.media().sendStatistics()));
    }

    /**
     * What has been received.
     *
     * @return one entry per remote track that is there now.
     */
    public CompletableFuture<List<TrackStatistics>> receiveStatistics() {
        return call(() -> CompletableFuture.completedFuture(session.media().receiveStatistics()));
    }

    /** Ends media and link. What is pending fails with 116. The client cannot be used again. Returns before everything has ended. */
    @Override
    public void close() {
        execute(() -> {
            session.close();
            if (ownRuntime != null) {
                ownRuntime.close();
            }
        });
    }

    private CompletableFuture<Void> videoCall(int step, int userId, int code, int flags, int param, String userStr) {
        return done(() -> session.request(
                id -> new ClientRequest.VideoCall(id, step, userId, code, flags, param, userStr), ReplyBody.class));
    }

    private OutgoingTransfer transfer(Consumer<OutgoingTransfer> begin) {
        OutgoingTransfer transfer = new OutgoingTransfer(
                cancelled -> execute(() -> session.transfers().cancel(cancelled)));
        if (!execute(() -> begin.accept(transfer))) {
            transfer.end()
                    .completeExceptionally(
                            new AnyChatException(ErrorCode.CONNECT_SELFCLOSE, "the client's runtime is closed"));
        }
        return transfer;
    }

    private <T extends ReplyBody> CompletableFuture<T> request(IntFunction<ClientRequest> withId, Class<T> bodyType) {
        return call(() -> session.request(withId, bodyType));
    }

    private CompletableFuture<Void> done(Supplier<CompletableFuture<ReplyBody>> operation) {
        return call(() -> operation.get().thenAccept(body -> {}));
    }

    private <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (!execute(() -> start(operation, result))) {
            result.completeExceptionally(
                    new AnyChatException(ErrorCode.CONNECT_SELFCLOSE, "the client's runtime is closed"));
        }
        return result;
    }

    private <T> void start(Supplier<CompletableFuture<T>> operation, CompletableFuture<T> result) {
        CompletableFuture<T> unused = operation
                .get()
                .whenComplete(
                        (value, failure) -> session.callbackExecutor().execute(() -> complete(result, value, failure)));
    }

    private boolean execute(Runnable task) {
        try {
            session.loop().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false; // the loop has ended, and everything on it
        }
    }

    private static <T> void complete(CompletableFuture<T> result, T value, Throwable failure) {
        if (failure == null) {
            result.complete(value);
        } else {
            boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
            result.completeExceptionally(wrapped ? failure.getCause() : failure);
        }
    }
}
