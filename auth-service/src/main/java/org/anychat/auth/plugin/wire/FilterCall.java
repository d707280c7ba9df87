package org.anychat.auth.plugin.wire;

/** One callback of a plug-in, as data. */
public sealed interface FilterCall {
    /**
     * Whose calls stay in order: those with equal keys never overtake each other.
     *
     * @return any number
     */
    int orderKey();

    /**
     * Tells questions, which somebody waits for, from notifications.
     *
     * @return true where the answer counts
     */
    default boolean isQuestion() {
        return false;
    }

    /**
     * Tells what a plug-in that is loaded anew is told in another way, from what is lost where it is not delivered.
     *
     * @return true for logins, logouts, entries and departures
     */
    default boolean isPresence() {
        return false;
    }

    /**
     * {@code BRFP_VerifyUser}.
     *
     * @param name the name of the login
     * @param password the password
     */
    record VerifyUser(String name, String password) implements FilterCall {
        @Override
        public int orderKey() {
            return name.hashCode();
        }

        @Override
        public boolean isQuestion() {
            return true;
        }

        @Override
        public String toString() {
            return "VerifyUser[name=" + name + "]";
        }
    }

    /**
     * {@code BRFP_PrepareEnterRoom}.
     *
     * @param userId the user
     * @param roomId the room's number
     * @param roomName the room's name, empty in an entry by number
     * @param password the password, empty for none
     */
    record PrepareEnterRoom(int userId, int roomId, String roomName, String password) implements FilterCall {
        @Override
        public int orderKey() {
            return userId;
        }

        @Override
        public boolean isQuestion() {
            return true;
        }

        @Override
        public String toString() {
            return "PrepareEnterRoom[userId=" + userId + ", roomId=" + roomId + ", roomName=" + roomName + "]";
        }
    }

    /**
     * {@code BRFP_OnUserLoginAction}.
     *
     * @param userId the user
     * @param name the user's name
     * @param level the user's level
     * @param address the client's IP address, empty where it is not known
     * @param handle the login's handle
     */
    record UserLogin(int userId, String name, int level, String address, int handle) implements FilterCall {
        @Override
        public int orderKey() {
            return userId;
        }

        @Override
        public boolean isPresence() {
            return true;
        }
    }

    /**
     * {@code BRFP_OnUserLogoutAction}.
     *
     * @param userId the user
     */
    record UserLogout(int userId) implements FilterCall {
        @Override
        public int orderKey() {
            return userId;
        }

        @Override
        public boolean isPresence() {
            return true;
        }
    }

    /**
     * {@code BRFP_OnUserEnterRoomAction}.
     *
     * @param userId the user
     * @param roomId the room
     */
    record UserEnterRoom(int userId, int roomId) implements FilterCall {
        @Override
        public int orderKey() {
            return userId;
        }

        @Override
        public boolean isPresence() {
            return true;
        }
    }

    /**
     * {@code BRFP_OnUserLeaveRoomAction}.
     *
     * @param userId the user
     * @param roomId the room
     */
    record UserLeaveRoom(int userId, int roomId) implements FilterCall {
        @Override
        public int orderKey() {
            return userId;
        }

        @Override
        public boolean isPresence() {
            return true;
        }
    }

    /**
     * {@code BRFP_OnRecvUserFilterData}.
     *
     * @param userId who sent them
     * @param data the bytes, 1 to 65536; not copied
     */
    @SuppressWarnings("ArrayRecordComponent")
    record UserFilterData(int userId, byte[] data) implements FilterCall {
        @Override
        public int orderKey() {
            return userId;
        }
    }

    /**
     * {@code BRFP_OnRecvUserTextMsg}.
     *
     * @param roomId where it was said
     * @param from who sent it
     * @param to the receiver, or -1 for the room
     * @param secret whether it is a whisper
     * @param text the text
     */
    record UserText(int roomId, int from, int to, boolean secret, String text) implements FilterCall {
        @Override
        public int orderKey() {
            return from;
        }
    }
}
