package org.anychat.room.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.room.direct.RouteReason;
import org.anychat.room.routing.MediaStream;
import org.anychat.room.routing.StreamId;

/** Which edges may be, and which streams there are for trees. */
final class EdgeRules {
    private static final long VIDEO_BPS = 1_000_000;
    private static final long AUDIO_BPS = 64_000;

    private final Members members;
    private final Map<SessionId, Participant> participants;

    /** Looks at what both hold at each question. */
    EdgeRules(Members members, Map<SessionId, Participant> participants) {
        this.members = members;
        this.participants = participants;
    }

    /** Whose publisher alone has left is over, but the two may have others with each other. */
    RouteReason left(Edge edge) {
        boolean isHere = members.has(edge.parent.session()) && members.has(edge.child.session());
        if (!isHere) {
            return RouteReason.LEFT;
        }
        return members.has(edge.publisher) ? null : RouteReason.UNASKED;
    }

    /** Why an edge of those who are here may not be, or null. What has no grace comes first. */
    RouteReason forbidden(Edge edge) {
        List<Member> those = List.of(
                members.get(edge.publisher), members.get(edge.parent.session()), members.get(edge.child.session()));
        if (those.stream().anyMatch(member -> isWithheld(member.session()))) {
            return RouteReason.WITHHELD;
        }
        if (those.stream().anyMatch(EdgeRules::isPrivate)) {
            return RouteReason.PRIVATE;
        }
        if (those.stream().anyMatch(member -> !participants.containsKey(member.session()))) {
            return RouteReason.CLIENT;
        }
        if (!those.stream()
                .allMatch(member -> participants.get(member.session()).isIn())) {
            return RouteReason.NEVER;
        }
        if (participants.get(edge.child.session()).declined().contains(edge.publisher)) {
            return RouteReason.DECLINED;
        }
        return bitrate(those.get(0)) == 0 ? RouteReason.UNASKED : null;
    }

    private boolean isWithheld(SessionId session) {
        Participant participant = participants.get(session);
        return participant != null && participant.withheld();
    }

    static boolean isPrivate(Member member) {
        return member.state().chatMode() == UserState.PRIVATE_CHAT;
    }

    private boolean takesPart(Member member) {
        Participant participant = participants.get(member.session());
        return participant != null && participant.isIn() && !participant.withheld() && !isPrivate(member);
    }

    /** What a copy of all that a member has open takes, at the usual bitrates. */
    static long bitrate(Member member) {
        return (member.state().camera() == UserState.OPEN ? VIDEO_BPS : 0)
                + (member.state().microphone() == UserState.OPEN ? AUDIO_BPS : 0);
    }

    /** What each participant that has something open sends, for all others that want it. */
    List<MediaStream> streams(List<Member> inRoom) {
        List<Member> those = inRoom.stream().filter(this::takesPart).toList();
        List<MediaStream> streams = new ArrayList<>();
        for (Member publisher : those) {
            if (bitrate(publisher) > 0) {
                Set<UserId> viewers = those.stream()
                        .filter(viewer -> !viewer.user().equals(publisher.user()))
                        .filter(viewer ->
                                !participants.get(viewer.session()).declined().contains(publisher.user()))
                        .map(Member::user)
                        .collect(Collectors.toSet());
                streams.add(new MediaStream(new StreamId(publisher.user(), 0), bitrate(publisher), viewers));
            }
        }
        return streams;
    }
}
