package org.anychat.plugin;

/**
 * A plug-in of the server. Its class is public, with a public constructor without parameters; the server makes one
 * instance.
 *
 * <p><b>Threads.</b> The server calls from threads of its own, never from its event loops. With
 * {@code SDKFilterThreads=1}, the default, no two callbacks run at once. With more, callbacks of different users do,
 * and those of one user stay in order.
 *
 * <p><b>Deadline.</b> A question ({@link #verifyUser}, {@link #prepareEnterRoom}) that has no answer within
 * {@code SDKFilterTimeout} is answered for the plug-in with 207. A callback that runs for twice that time has hung: its
 * thread is interrupted and given up, and questions are refused for a growing time.
 *
 * <p><b>Failures.</b> What a callback throws is logged; a question is then answered with 206.
 *
 * <p><b>Classes.</b> The plug-in sees the JDK, this package and its own jar (with the {@code Class-Path} of its
 * manifest), and nothing else of the server.
 */
public interface SdkFilter {
    /** The version of this interface. */
    int API_VERSION = 1;

    /**
     * The version of this interface that the plug-in is written for. A plug-in returns {@link #API_VERSION}, which the
     * compiler puts into its class as a number; the server refuses a plug-in of another version.
     *
     * @return {@link #API_VERSION}
     */
    int apiVersion();

    /**
     * The plug-in's own version, for the server's log ({@code BRFP_GetVersion}).
     *
     * @return one line
     */
    String version();

    /**
     * Called once before any other callback but the versions ({@code BRFP_InitFilter}): open data bases, read files.
     *
     * @param host the server
     * @return false where the plug-in cannot work now; the server then makes a new instance a little later
     * @throws Exception as false; its words go to the log
     */
    default boolean init(FilterHost host) throws Exception {
        return true;
    }

    /**
     * Checks a login with a password ({@code BRFP_VerifyUser}). Guests, who have none, never get here.
     *
     * @param name 1 to 64 characters without control characters
     * @param password 1 to 128 characters
     * @return who the user is, or a code
     * @throws Exception answers the login with 206
     */
    Verdict verifyUser(String name, String password) throws Exception;

    /**
     * Decides whether a user, guests included, may enter a room ({@code BRFP_PrepareEnterRoom}).
     *
     * @param entry who wants to enter what
     * @return 0 where the user may; any other number above 0 reaches the client as the code of its entry
     * @throws Exception answers the entry with 206
     */
    default int prepareEnterRoom(RoomEntry entry) throws Exception {
        return 0;
    }

    /**
     * A user, guests included, has logged in ({@code BRFP_OnUserLoginAction}).
     *
     * @param login who, and the handle that {@link FilterHost#send} needs
     * @throws Exception is logged
     */
    default void onUserLogin(UserLogin login) throws Exception {}

    /**
     * A user has logged out or lost its link ({@code BRFP_OnUserLogoutAction}).
     *
     * @param userId the user
     * @throws Exception is logged
     */
    default void onUserLogout(int userId) throws Exception {}

    /**
     * A user has entered a room ({@code BRFP_OnUserEnterRoomAction}).
     *
     * @param userId the user
     * @param roomId the room
     * @throws Exception is logged
     */
    default void onUserEnterRoom(int userId, int roomId) throws Exception {}

    /**
     * A user has left a room, by request or with its link ({@code BRFP_OnUserLeaveRoomAction}). It comes before the
     * entry to the next room and before the logout.
     *
     * @param userId the user
     * @param roomId the room
     * @throws Exception is logged
     */
    default void onUserLeaveRoom(int userId, int roomId) throws Exception {}

    /**
     * A client has sent bytes to the plug-in ({@code BRFP_OnRecvUserFilterData}).
     *
     * @param userId the user
     * @param data 1 to 65536 bytes, the plug-in's own
     * @throws Exception is logged
     */
    default void onUserFilterData(int userId, byte[] data) throws Exception {}

    /**
     * A copy of a text that was delivered ({@code BRFP_OnRecvUserTextMsg}).
     *
     * @param message the text
     * @throws Exception is logged
     */
    default void onUserTextMessage(TextMessage message) throws Exception {}

    /**
     * The server ends ({@code BRFP_ReleaseFilter}); nothing is called after it.
     *
     * @throws Exception is logged
     */
    default void release() throws Exception {}
}
