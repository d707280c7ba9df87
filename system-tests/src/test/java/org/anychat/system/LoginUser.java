package org.anychat.system;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.anychat.client.AnyChatClient;
import org.anychat.client.AnyChatException;
import org.anychat.client.AnyChatListener;
import org.anychat.client.ClientRuntime;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/** A client of the Java SDK that only connects and logs in. Every wait has an end. */
final class LoginUser implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 30;

    private final AnyChatClient client;
    private final CompletableFuture<Integer> linkClose = new CompletableFuture<>();

    LoginUser(int port, ClientRuntime runtime, String serverPassword) {
        client = AnyChatClient.builder()
                .server("127.0.0.1", port)
                .runtime(runtime)
                .serverPassword(serverPassword)
                .listener(new AnyChatListener() {
                    @Override
                    public void onLinkClose(ServerEvent.LinkClose event) {
                        linkClose.complete(event.code());
                    }
                })
                .build();
    }

    /** Connects; 0, or the code that it was refused with. */
    int connect() {
        return code(client.connect());
    }

    /** Logs in on a new link; 0, or the code that it was refused with. */
    static int login(ServerProcess server, ClientRuntime runtime, String name, String password) {
        try (LoginUser user = new LoginUser(server.tcpPort(), runtime, "")) {
            int connected = user.connect();
            return connected == 0 ? code(user.client.login(name, password)) : connected;
        }
    }

    /** Connects and logs in, and stays so. */
    static LoginUser stay(ServerProcess server, ClientRuntime runtime) {
        LoginUser user = new LoginUser(server.tcpPort(), runtime, "");
        await(user.client.connect());
        return user;
    }

    /** Asks the server to take a user out; 0, or the code that it was refused with. */
    int kick(int userId) {
        return code(client.directory().kick(userId));
    }

    /** Keeps addresses out; 0, or the code that it was refused with. */
    int ban(String pattern) {
        return code(client.directory().ban(pattern, 0));
    }

    ReplyBody.LoggedIn loggedIn(String name, String password) {
        return await(client.login(name, password));
    }

    int loginCode(String name, String password) {
        return code(client.login(name, password));
    }

    /** The code with which the server closed the link. */
    int closeCode() {
        return await(linkClose);
    }

    private static int code(CompletableFuture<?> future) {
        try {
            future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AnyChatException refusal) {
                return refusal.code();
            }
            throw new AssertionError(e);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        int code = code(future);
        if (code != 0) {
            throw new AssertionError("refused with " + code);
        }
        return future.join();
    }

    @Override
    public void close() {
        client.close();
    }
}
