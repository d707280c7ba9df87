package org.anychat.gateway.session;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Supplier;
import org.anychat.protocol.RequestType;

/**
 * Runs one client's requests in order, without letting a slow one hold up those that have nothing to do with it. Within
 * a lane requests run one after another; lanes run beside each other; the session lane runs alone.
 */
final class RequestOrder {
    enum Lane {
        /** Changes what other requests mean: runs when all before it are done, and before all after it. */
        SESSION,
        STATE,
        PRIVATE,
        TEXT,
        BUFFER,
        TRANSFER,
        CALL,
        FILTER,
        MEDIA,
        P2P,
        QUERY;

        static Lane of(RequestType type) {
            return switch (type) {
                case CONNECT, AUTHENTICATE, LOGIN, RESUME, LOGOUT, ENTER_ROOM, ENTER_ROOM_EX, LEAVE_ROOM -> SESSION;
                // Alone, so that no publication that still is for everybody overtakes it on the way to the relay.
                case CHANGE_CHAT_MODE -> SESSION;
                case SET_CAMERA, SET_MICROPHONE, SET_NICKNAME -> STATE;
                case PRIVATE_CHAT_REQUEST, PRIVATE_CHAT_ECHO, PRIVATE_CHAT_EXIT -> PRIVATE;
                case SEND_TEXT -> TEXT;
                case TRANS_BUFFER, TRANS_OFFER -> BUFFER;
                case TRANS_CHUNK, TRANS_ACK, TRANS_CANCEL, TRANS_INFO -> TRANSFER;
                case VIDEO_CALL -> CALL;
                case SDK_FILTER_DATA -> FILTER;
                case SELECT_MEDIA, LIMIT_VIDEOS, PUBLISH, UNPUBLISH, SUBSCRIBE, MEDIA_ANSWER -> MEDIA;
                case P2P_POLICY, P2P_CONNECT, P2P_NETWORK, P2P_SIGNAL, P2P_REPORT -> P2P;
                case ROOMS, ROOM_SNAPSHOT, HEARTBEAT, ROOM_USERS, REPORT_QUALITY -> QUERY;
                case QUERY_ROOM_STATE, QUERY_USER_STATE, USER_INFO_CONTROL -> QUERY;
            };
        }
    }

    /** {@code lasting} where somebody else than the link's client waits for it. */
    private record Task(Lane lane, Supplier<? extends Future<?>> work, boolean lasting) {}

    private final Deque<Task> waiting = new ArrayDeque<>();
    private final Set<Lane> running = EnumSet.noneOf(Lane.class);
    private boolean starting;

    /** Requests that run or wait. */
    int size() {
        return waiting.size() + running.size();
    }

    /** Runs work in its turn; the turn ends with its future, whatever that says. */
    void submit(Lane lane, Supplier<? extends Future<?>> work) {
        submit(new Task(lane, work, false));
    }

    /** Runs work alone that is no request of the link's client, and that the link's end does not drop. */
    void submitForOthers(Supplier<? extends Future<?>> work) {
        submit(new Task(Lane.SESSION, work, true));
    }

    private void submit(Task task) {
        waiting.add(task);
        startWhatMay();
    }

    /** The link is over: drops the client's requests that wait, and runs a piece of work when what runs is done. */
    void interrupt(Supplier<? extends Future<?>> next) {
        waiting.removeIf(task -> !task.lasting());
        waiting.addFirst(new Task(Lane.SESSION, next, false));
        startWhatMay();
    }

    private void startWhatMay() {
        // Work that is done at once would otherwise come back here in the middle of the loop.
        if (starting) {
            return;
        }
        starting = true;
        while (startOne()) {
            // Each start may make the next one possible.
        }
        starting = false;
    }

    private boolean startOne() {
        Set<Lane> blocked = EnumSet.copyOf(running);
        for (Iterator<Task> tasks = waiting.iterator(); tasks.hasNext(); ) {
            Task task = tasks.next();
            if (running.contains(Lane.SESSION)) {
                return false;
            }
            if (task.lane() == Lane.SESSION) {
                // It waits for all before it, those that wait for a lane included.
                return blocked.isEmpty() && run(tasks, task);
            }
            if (blocked.add(task.lane())) {
                return run(tasks, task);
            }
        }
        return false;
    }

    private boolean run(Iterator<Task> tasks, Task task) {
        tasks.remove();
        running.add(task.lane());
        task.work().get().onComplete(done -> {
            running.remove(task.lane());
            startWhatMay();
        });
        return true;
    }
}
