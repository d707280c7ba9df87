package org.anychat.room.bus;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.AuthApi;
import org.anychat.contracts.AuthApi.Locate;
import org.anychat.contracts.Done;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.AnnounceMembers;
import org.anychat.contracts.RoomApi.LeaveRoom;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.Membership;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.contracts.SessionId;
import org.anychat.room.domain.Room;
import org.anychat.room.store.RoomStore;
import org.anychat.runtime.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members for whom no gateway speaks: theirs is gone, or has said nothing of them since this service began. Their
 * departure may have got lost. Those whose login is still there auth watches over; those whose login is over leave. Runs
 * on the service's context.
 */
final class AbandonedMembers {
    private static final Logger log = LoggerFactory.getLogger(AbandonedMembers.class);
    /** CONNECT_ABORT of the error table. */
    private static final int LINK_BROKEN = 101;
    /** So long gateways have for telling a service that has started anew what they hold. */
    private static final long ANNOUNCED_WITHIN_NS = TimeUnit.SECONDS.toNanos(30);
    /** A bound for what a successor in a large house asks auth at once. */
    private static final int MAX_ASKING = 256;

    private final RoomStore store;
    private final Bus bus;
    private final AuthApi auth;
    private final LongSupplier nowNs;
    private final long patienceNs;
    private final Function<LeaveRoom, Future<Done>> leaving;
    private final Map<SessionId, Doubt> doubts = new HashMap<>();
    private final Set<SessionId> asking = new HashSet<>();

    /** A member at a gateway that does not speak for it. */
    private record Doubt(NodeId gateway, long askAtNs) {
        boolean isAbout(Member member) {
            return member != null && member.gateway().equals(gateway);
        }

        Doubt notBefore(long ns) {
            return askAtNs - ns < 0 ? new Doubt(gateway, ns) : this;
        }
    }

    /** Waits as long as a session is kept, and as gateways have for their announcements, before it asks. */
    AbandonedMembers(
            RoomStore store,
            Bus bus,
            LongSupplier nowNs,
            long sessionKeepMs,
            Function<LeaveRoom, Future<Done>> leaving) {
        this.store = store;
        this.bus = bus;
        this.auth = bus.proxy(AuthApi.class, Addresses.AUTH);
        this.nowNs = nowNs;
        this.patienceNs = TimeUnit.MILLISECONDS.toNanos(sessionKeepMs) + ANNOUNCED_WITHIN_NS;
        this.leaving = leaving;
    }

    /** Nobody has spoken yet for the members that the instance of the service before has written down. */
    void adopt() {
        members().onSuccess(members -> members.values().forEach(this::doubt));
    }

    /** A gateway has named all of its members: it speaks for those, and for no others. */
    void onAnnounced(AnnounceMembers request) {
        NodeId gateway = request.gateway();
        Set<SessionId> named =
                request.memberships().stream().map(AbandonedMembers::session).collect(Collectors.toSet());
        doubts.entrySet()
                .removeIf(doubt -> doubt.getValue().gateway().equals(gateway) && named.contains(doubt.getKey()));
        members()
                .onSuccess(members -> members.values().stream()
                        .filter(member -> member.gateway().equals(gateway) && !named.contains(member.session()))
                        .forEach(this::doubt));
    }

    private static SessionId session(Membership membership) {
        return membership.member().session();
    }

    /** Auth has started, and may not know of all logins before gateways have told it of theirs. */
    void onAuthStarted() {
        long told = nowNs.getAsLong() + ANNOUNCED_WITHIN_NS;
        doubts.replaceAll((session, doubt) -> doubt.notBefore(told));
    }

    /** Looks which gateways are gone, and asks about those who have been in doubt for long; to be called every few seconds. */
    void check() {
        members().onSuccess(members -> {
            follow(members);
            ask(members);
        });
    }

    private Future<Map<SessionId, Member>> members() {
        return store.rooms().map(AbandonedMembers::bySession);
    }

    private static Map<SessionId, Member> bySession(List<Room> rooms) {
        Map<SessionId, Member> members = new HashMap<>();
        rooms.forEach(room -> room.members().forEach(member -> members.put(member.session(), member)));
        return members;
    }

    /** Whoever has left, or goes on at another gateway, is in no doubt any more; unless that is gone, too. */
    private void follow(Map<SessionId, Member> members) {
        doubts.entrySet().removeIf(doubt -> !doubt.getValue().isAbout(members.get(doubt.getKey())));
        members.values().stream().filter(member -> isGone(member.gateway())).forEach(this::doubt);
    }

    private boolean isGone(NodeId gateway) {
        List<NodeId> present = bus.members();
        return !present.isEmpty() && !present.contains(gateway);
    }

    private void doubt(Member member) {
        doubts.putIfAbsent(member.session(), new Doubt(member.gateway(), nowNs.getAsLong() + patienceNs));
    }

    private void ask(Map<SessionId, Member> members) {
        long now = nowNs.getAsLong();
        List<Member> due = doubts.entrySet().stream()
                .filter(doubt -> doubt.getValue().askAtNs() - now <= 0 && !asking.contains(doubt.getKey()))
                .limit(MAX_ASKING - asking.size())
                .map(doubt -> members.get(doubt.getKey()))
                .toList();
        due.forEach(this::ask);
    }

    private void ask(Member member) {
        asking.add(member.session());
        auth.locate(new Locate(member.user()))
                .map(located -> located.session().equals(member.session()))
                .recover(failure -> isUnknown(failure) ? Future.succeededFuture(false) : Future.failedFuture(failure))
                .compose(there -> settle(member, there))
                .onFailure(failure -> log.debug("User {} is asked about again later", member.user(), failure))
                .onComplete(done -> asking.remove(member.session()));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof ServiceException refusal && refusal.error() == ServiceError.INVALID_USER_ID;
    }

    /** While auth was asked the member's gateway may have spoken, or auth may have begun anew. */
    private Future<Done> settle(Member member, boolean there) {
        Doubt doubt = doubts.get(member.session());
        if (doubt == null || !doubt.isAbout(member) || doubt.askAtNs() - nowNs.getAsLong() > 0) {
            return Future.succeededFuture(Done.DONE);
        }
        doubts.remove(member.session());
        if (there) {
            // Where its gateway is gone it comes into doubt again, lest auth's word of its end gets lost.
            return Future.succeededFuture(Done.DONE);
        }
        log.info(
                "User {} is in its room no more: its login is over, and gateway {} does not speak for it",
                member.user(),
                member.gateway());
        return leaving.apply(new LeaveRoom(member.session(), LINK_BROKEN, member.gateway(), member.moves(), true));
    }
}
