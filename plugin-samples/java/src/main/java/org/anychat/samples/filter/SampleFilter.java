package org.anychat.samples.filter;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.anychat.plugin.FilterHost;
import org.anychat.plugin.RoomEntry;
import org.anychat.plugin.SdkFilter;
import org.anychat.plugin.TextMessage;
import org.anychat.plugin.UserLogin;
import org.anychat.plugin.Verdict;

/**
 * Checks passwords, keeps guests out of room 9, greets whoever logs in, answers what clients send, and logs texts. Its
 * state is safe for several threads, so that it works with any {@code SDKFilterThreads}.
 */
public final class SampleFilter implements SdkFilter {
    private static final int WRONG_PASSWORD = 200;
    private static final int NO_SUCH_USER = 205;
    /** A number of one's own: the client gets it as it is. */
    private static final int MEMBERS_ONLY = 90_001;

    private static final int MEMBERS_ROOM = 9;

    /** In your plug-in a data base stands here. */
    private static final Map<String, Account> ACCOUNTS =
            Map.of("ann", new Account("apple", 101, 5, "Ann A."), "ben", new Account("banana", 102, 0, ""));

    private final Map<Integer, Integer> handles = new ConcurrentHashMap<>();
    private FilterHost host;

    private record Account(String password, int userId, int level, String nickname) {}

    /** Called by the server. */
    public SampleFilter() {}

    @Override
    public int apiVersion() {
        return API_VERSION;
    }

    @Override
    public String version() {
        return "Sample filter (Java) 1.0";
    }

    @Override
    public boolean init(FilterHost server) {
        host = server;
        return true;
    }

    @Override
    public Verdict verifyUser(String name, String password) {
        Account account = ACCOUNTS.get(name);
        if (account == null) {
            return Verdict.refuse(NO_SUCH_USER);
        }
        return account.password().equals(password)
                ? Verdict.accept(account.userId(), account.level(), account.nickname())
                : Verdict.refuse(WRONG_PASSWORD);
    }

    @Override
    public int prepareEnterRoom(RoomEntry entry) {
        return entry.roomId() == MEMBERS_ROOM && entry.userId() < 0 ? MEMBERS_ONLY : 0;
    }

    @Override
    public void onUserLogin(UserLogin login) {
        handles.put(login.userId(), login.handle());
        send(login.userId(), "welcome " + login.name());
        host.log("login of " + login.userId() + " " + login.name() + " from " + login.address());
    }

    @Override
    public void onUserLogout(int userId) {
        handles.remove(userId);
        host.log("logout of " + userId);
    }

    @Override
    public void onUserEnterRoom(int userId, int roomId) {
        host.log(userId + " enters room " + roomId);
    }

    @Override
    public void onUserLeaveRoom(int userId, int roomId) {
        host.log(userId + " leaves room " + roomId);
    }

    @Override
    public void onUserFilterData(int userId, byte[] data) {
        send(userId, "echo " + new String(data, StandardCharsets.UTF_8));
    }

    @Override
    public void onUserTextMessage(TextMessage message) {
        host.log("text of " + message.from() + " to " + message.to() + " in room " + message.roomId() + ": "
                + message.text());
    }

    @Override
    public void release() {
        host.log("released");
    }

    private void send(int userId, String text) {
        Integer handle = handles.get(userId);
        if (handle != null) {
            host.send(userId, handle, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
