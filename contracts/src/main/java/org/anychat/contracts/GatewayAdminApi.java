package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;

/** The clients of a gateway for its operators. Served at {@link Addresses#gatewayAdmin}. */
public interface GatewayAdminApi {
    /** How many {@link #clients} gives at most. */
    int MAX_CLIENTS = 100;
    /** How many {@link #trails} gives at most. */
    int MAX_TRAILS = 50;

    /**
     * Lists clients that are logged in, by user number.
     *
     * @param request which
     * @return a page of them
     */
    @BusCall
    Future<ClientPage> clients(ListClients request);

    /**
     * Finds what clients have done and what came of it, those of before included as far as the gateway remembers.
     *
     * @param request whose
     * @return trails, the newest first
     */
    @BusCall
    Future<Trails> trails(FindTrails request);

    /**
     * Keeps what a client publishes from everybody, or lets it through again, whatever the client does; until its
     * session ends.
     *
     * @param request whose, and what
     * @return done once the client's relay withholds it
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {ServiceError.INVALID_USER_ID})
    Future<Done> mute(MuteClient request);

    /**
     * Says something to everybody who is logged in at this gateway, as text of user 0.
     *
     * @param request what
     * @return how many have been told
     */
    @BusCall(fails = ServiceError.BAD_PARAMETER)
    Future<Told> tellAll(TellAll request);

    /**
     * Which clients.
     *
     * @param offset how many of them to leave out
     * @param limit how many to give, 0 for their number alone
     * @param text what the name, the account or the address contains, in any case, or the whole number; empty for all
     * @param room where they are, or null for wherever
     */
    record ListClients(int offset, int limit, String text, RoomId room) {}

    /**
     * A page of clients.
     *
     * @param total how many there are
     * @param clients at most {@value GatewayAdminApi#MAX_CLIENTS}
     */
    record ClientPage(int total, List<ClientLine> clients) {}

    /**
     * A client.
     *
     * @param who the user
     * @param way how it is connected
     * @param room where it is, or null
     * @param relay who carries its media, or null
     * @param publishing whether it sends media, whatever it says of camera and microphone in its state
     * @param state what others see
     * @param mute what is withheld
     * @param received how well it sees others by its own last account, or null where it has not said so in this room
     * @param network what it has found out of its network in the last five minutes, by its own account; else null
     */
    record ClientLine(
            Who who,
            Way way,
            RoomId room,
            NodeId relay,
            boolean publishing,
            UserState state,
            Mute mute,
            List<ReceivedVideo> received,
            DirectApi.Network network) {}

    /**
     * How well a client sees somebody's picture, by its own account, which nobody has checked.
     *
     * @param publisher whose picture
     * @param freezes times that it stood still since the connection began
     * @param frozenMs how long in all, in milliseconds
     */
    record ReceivedVideo(UserId publisher, int freezes, int frozenMs) {}

    /**
     * A user.
     *
     * @param session of the login
     * @param user the number
     * @param account the name by which the server knows it
     * @param name the name that others see
     * @param level its level
     * @param loginMs when it logged in here, in milliseconds since 1970
     */
    record Who(SessionId session, UserId user, String account, String name, int level, long loginMs) {}

    /**
     * A connection.
     *
     * @param address the client's
     * @param transport {@code framed} or {@code websocket}
     * @param tls whether it is encrypted
     * @param lost whether the link is lost and the session kept
     */
    record Way(String address, String transport, boolean tls, boolean lost) {}

    /**
     * What is withheld of a client.
     *
     * @param microphone whether its sound is
     * @param camera whether its pictures are
     */
    record Mute(boolean microphone, boolean camera) {
        /** Nothing. */
        public static final Mute NONE = new Mute(false, false);
    }

    /**
     * What is to be different about what is withheld. Two operators who change one thing each do not undo each other.
     *
     * @param microphone whether its sound is withheld from now on, or null to leave it as it is
     * @param camera the same of its pictures
     */
    record MuteChange(Boolean microphone, Boolean camera) {
        /**
         * What is withheld afterwards.
         *
         * @param before what was
         * @return with the change
         */
        public Mute applyTo(Mute before) {
            return new Mute(
                    microphone == null ? before.microphone() : microphone, camera == null ? before.camera() : camera);
        }
    }

    /**
     * An order to withhold.
     *
     * @param session whose
     * @param change what is to be different
     */
    record MuteClient(SessionId session, MuteChange change) {}

    /**
     * Whose trails.
     *
     * @param text what the name or the address contains, in any case, or the whole number; empty for all
     * @param endedOnly whether only links that are over count
     * @param limit how many
     */
    record FindTrails(String text, boolean endedOnly, int limit) {}

    /**
     * Trails.
     *
     * @param trails at most {@value GatewayAdminApi#MAX_TRAILS}
     */
    record Trails(List<Trail> trails) {}

    /**
     * What one client has done since its link began.
     *
     * @param gateway where
     * @param way how it is or was connected
     * @param name the last name that it has tried to log in with, or empty
     * @param user its number, or null before a login
     * @param beganMs when the link began, in milliseconds since 1970
     * @param endedMs when it ended, 0 while it is there
     * @param endCode why it ended, a number of the error table
     * @param steps the newest of them, the oldest first
     */
    record Trail(
            NodeId gateway,
            Way way,
            String name,
            UserId user,
            long beganMs,
            long endedMs,
            int endCode,
            List<Step> steps) {}

    /**
     * A step.
     *
     * @param atMs when, in milliseconds since 1970
     * @param what the request's name, or {@code publish.connected} and the like for media connections
     * @param code 0, or what it was refused with
     * @param words more for people, or empty
     */
    record Step(long atMs, String what, int code, String words) {}

    /**
     * Words for everybody.
     *
     * @param text the words, 1 to 16384 characters
     */
    record TellAll(String text) {}

    /**
     * Who has been told.
     *
     * @param clients how many
     */
    record Told(int clients) {}
}
