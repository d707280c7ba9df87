package org.anychat.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/**
 * Brings a client back whose link was lost: with its session, else with a new login ({@code BRAC_SO_NETWORK_AUTORECONNECT}).
 * Tries the server's addresses in turn, at once and then with growing pauses. For the client's loop.
 */
final class Reconnection {
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final int MAX_DOUBLINGS = 5;

    /** After these a link is gone without anybody's will, or its server says that another may serve. */
    private static final Set<Integer> LOST = Set.of(
            ErrorCode.CONNECT_TIMEOUT.number(),
            ErrorCode.CONNECT_ABORT.number(),
            ErrorCode.CONNECT_HOTSERVER.number(),
            ErrorCode.SERVICECLOSED.number());

    /** With these the next attempt may do better. */
    private static final Set<Integer> PASSING = Set.of(
            ErrorCode.CONNECT_TIMEOUT.number(),
            ErrorCode.CONNECT_ABORT.number(),
            ErrorCode.CONNECT_HOTSERVER.number(),
            ErrorCode.SERVICECLOSED.number(),
            ErrorCode.REQUESTFAILED.number(),
            ErrorCode.CONNECT_DNSERROR.number(),
            ErrorCode.CONNECT_SOCKETERR.number());

    private final EventLoop loop;
    private final Servers servers;
    private final Client client;
    private Credentials credentials;
    private ServerEvent.LinkClose reason;
    private ScheduledFuture<?> pause;
    private int attempts;
    /** Of all the ways back, as a late one may be of another than the newest. */
    private int resumes;

    /** What a client does on the way back. Futures complete on the loop. */
    interface Client {
        /** Opens a link and introduces the client on it. */
        CompletableFuture<ReplyBody.Connected> open(ServerAddress address);

        /** Takes the session up. The attempt's number tells the server which of several is the latest. */
        CompletableFuture<ReplyBody.Resumed> resume(String token, int attempt);

        CompletableFuture<ReplyBody.LoggedIn> login(String name, String password);

        /** Gives a link up that leads nowhere. */
        void closeLink();

        /** There is no way back. */
        void onGivenUp(ServerEvent.LinkClose why);
    }

    /** What the last login was made with, and the token that it was given or null. */
    record Credentials(String name, String password, String token) {
        Credentials with(String newToken) {
            return new Credentials(name, password, newToken);
        }

        @Override
        public String toString() {
            return "Credentials[" + name + "]";
        }
    }

    Reconnection(EventLoop loop, Servers servers, Client client) {
        this.loop = loop;
        this.servers = servers;
        this.client = client;
    }

    /** The client has logged in, or was given another token. */
    void remember(Credentials current) {
        credentials = current;
    }

    /** The client wants no session any more. */
    void forget() {
        credentials = null;
        if (pause != null) {
            pause.cancel(false);
        }
        reason = null;
    }

    Credentials credentials() {
        return credentials;
    }

    boolean isUnderWay() {
        return reason != null;
    }

    /** Whether a lost link is one that is to be brought back: its server keeps the session, and nobody has ended it. */
    boolean isWorthwhile(ServerEvent.LinkClose why) {
        return credentials != null && credentials.token() != null && LOST.contains(why.code());
    }

    void begin(ServerEvent.LinkClose why) {
        reason = why;
        attempts = 0;
        if (why.code() == ErrorCode.CONNECT_TIMEOUT.number()) {
            // A server that has stopped still takes connections, and then says nothing.
            servers.next();
        }
        attempt();
    }

    /** The client is back. */
    void done() {
        reason = null;
    }

    private void attempt() {
        if (!isUnderWay()) {
            return;
        }
        attempts++;
        Credentials used = credentials;
        CompletableFuture<Void> unused = client.open(servers.current())
                .thenCompose(connected -> takeUp(used))
                .exceptionally(failure -> {
                    onFailure(used, failure);
                    return null;
                });
    }

    private CompletableFuture<Void> takeUp(Credentials used) {
        if (used.token() == null) {
            return loginAnew(used);
        }
        return client.resume(used.token(), ++resumes)
                .<Void>thenApply(resumed -> null)
                .exceptionallyCompose(failure ->
                        PASSING.contains(codeOf(failure)) ? CompletableFuture.failedFuture(failure) : loginAnew(used));
    }

    private CompletableFuture<Void> loginAnew(Credentials used) {
        return client.login(used.name(), used.password()).thenApply(login -> null);
    }

    private void onFailure(Credentials used, Throwable failure) {
        if (!isUnderWay() || !used.equals(credentials)) {
            return;
        }
        client.closeLink();
        int code = codeOf(failure);
        if (PASSING.contains(code)) {
            servers.next();
            pause = loop.schedule(this::attempt, pauseMs(), TimeUnit.MILLISECONDS);
            return;
        }
        forget();
        client.onGivenUp(new ServerEvent.LinkClose(code, failure.getMessage()));
    }

    /** Every address is tried once before the pauses grow; spread, so that the clients of a server do not come all at once. */
    private long pauseMs() {
        int doublings = Math.min(MAX_DOUBLINGS, (attempts - 1) / servers.count());
        long longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << doublings);
        return longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
    }

    static int codeOf(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AnyChatException known ? known.code() : ErrorCode.EXCEPTION.number();
    }

    /** Whether another address may do where this one failed. */
    static boolean isPassing(Throwable failure) {
        return PASSING.contains(codeOf(failure));
    }
}
