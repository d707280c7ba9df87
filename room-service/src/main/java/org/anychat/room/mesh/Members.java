package org.anychat.room.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;

/** The members of a room by session and by user. */
final class Members {
    private final Map<SessionId, Member> bySession = new HashMap<>();
    private final Map<UserId, Member> byUser = new HashMap<>();

    /**
     * What is new.
     *
     * @param gone who is in the room no longer
     * @param users who has come, gone or changed
     */
    record Changes(List<Member> gone, Set<UserId> users) {}

    Members(List<Member> members) {
        update(members);
    }

    /** The room has these members now. */
    Changes update(List<Member> members) {
        Set<UserId> users = new LinkedHashSet<>();
        List<Member> others = new ArrayList<>();
        for (Member member : members) {
            Member known = bySession.put(member.session(), member);
            if (!member.equals(known)) {
                others.add(member);
                users.add(member.user());
            }
        }
        List<Member> gone = bySession.size() > members.size() ? removeAllBut(members) : List.of();
        gone.forEach(member -> {
            byUser.remove(member.user());
            users.add(member.user());
        });
        others.forEach(member -> byUser.put(member.user(), member));
        return new Changes(gone, users);
    }

    private List<Member> removeAllBut(List<Member> members) {
        Set<SessionId> here = members.stream().map(Member::session).collect(Collectors.toSet());
        List<Member> gone = bySession.values().stream()
                .filter(member -> !here.contains(member.session()))
                .toList();
        gone.forEach(member -> bySession.remove(member.session()));
        return gone;
    }

    boolean has(SessionId session) {
        return bySession.containsKey(session);
    }

    boolean has(UserId user) {
        return byUser.containsKey(user);
    }

    Optional<Member> find(SessionId session) {
        return Optional.ofNullable(bySession.get(session));
    }

    /** Of one who is here. */
    Member get(SessionId session) {
        return find(session).orElseThrow();
    }

    /** Of one who is here. */
    Member get(UserId user) {
        return Optional.ofNullable(byUser.get(user)).orElseThrow();
    }
}
