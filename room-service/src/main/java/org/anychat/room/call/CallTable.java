package org.anychat.room.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.anychat.contracts.SessionId;

/** The calls by those who have to do with them, written down as they change. */
final class CallTable {
    private final CallJournal journal;
    private final Map<SessionId, Call> ringingByCaller = new HashMap<>();
    private final Map<SessionId, Call> ringingByCallee = new HashMap<>();
    private final Map<SessionId, Call> startedBySide = new HashMap<>();

    CallTable(CallJournal journal) {
        this.journal = journal;
    }

    void add(Call call) {
        index(call);
        journal.written(call);
    }

    /** The call goes on as another; the caller stays the same. */
    void replace(Call before, Call after) {
        unindex(before);
        add(after);
    }

    void remove(Call call) {
        unindex(call);
        journal.erased(call);
    }

    /** One that is written down and over. */
    void erase(Call call) {
        journal.erased(call);
    }

    /** Takes a call that is written down already; forgets one that cannot be beside those that are here. */
    boolean adopt(Call call) {
        boolean possible = call.room() == null
                ? ringingFrom(call.caller().session()) == null
                        && ringingAt(call.callee().session()) == null
                        && Stream.of(call.caller(), call.callee()).allMatch(side -> started(side.session()) == null)
                : Stream.of(call.caller(), call.callee())
                        .allMatch(side -> of(side.session()).isEmpty());
        if (possible) {
            index(call);
        } else {
            journal.erased(call);
        }
        return possible;
    }

    private void index(Call call) {
        if (call.room() == null) {
            ringingByCaller.put(call.caller().session(), call);
            ringingByCallee.put(call.callee().session(), call);
        } else {
            startedBySide.put(call.caller().session(), call);
            startedBySide.put(call.callee().session(), call);
        }
    }

    private void unindex(Call call) {
        if (call.room() == null) {
            ringingByCaller.remove(call.caller().session());
            ringingByCallee.remove(call.callee().session());
        } else {
            startedBySide.remove(call.caller().session());
            startedBySide.remove(call.callee().session());
        }
    }

    /** The call with which a session rings somebody, or null. */
    Call ringingFrom(SessionId caller) {
        return ringingByCaller.get(caller);
    }

    /** The call that rings at a session, or null. */
    Call ringingAt(SessionId callee) {
        return ringingByCallee.get(callee);
    }

    /** The call that a session is in, or null. */
    Call started(SessionId side) {
        return startedBySide.get(side);
    }

    /** All that a session has to do with. */
    List<Call> of(SessionId session) {
        return Stream.of(ringingFrom(session), ringingAt(session), started(session))
                .filter(Objects::nonNull)
                .toList();
    }

    List<Call> ringing() {
        return List.copyOf(ringingByCaller.values());
    }

    /** Calls that are on. */
    int countStarted() {
        return startedBySide.size() / 2;
    }

    /** Each once. */
    Stream<Call> all() {
        return Stream.concat(
                ringingByCaller.values().stream(),
                startedBySide.values().stream().distinct());
    }
}
