package org.anychat.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.anychat.contracts.GatewayApi.Change;
import org.anychat.contracts.GatewayApi.MemberEntered;
import org.anychat.contracts.GatewayApi.MemberLeft;
import org.anychat.contracts.GatewayApi.RoomChanged;
import org.anychat.contracts.GatewayApi.StateChanged;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RoomApi.Entered;
import org.anychat.contracts.RoomApi.Member;
import org.anychat.contracts.RoomApi.RoomSnapshot;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.gateway.GatewayCounter;
import org.anychat.gateway.GatewayCounters;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.User;
import org.junit.jupiter.api.Test;

class RoomViewTest {
    private static final RoomId ROOM = new RoomId(1);
    private static final NodeId RELAY = new NodeId("relay-1");

    private final List<String> told = new ArrayList<>();
    private final List<Promise<RoomSnapshot>> reads = new ArrayList<>();
    private final GatewayCounters counters = new GatewayCounters();
    private final RoomView view = new RoomView(
            new Entered(snapshot(10, member(1), member(2)), RELAY),
            new RoomView.Surroundings() {
                @Override
                public Future<RoomSnapshot> snapshot(RoomId room) {
                    Promise<RoomSnapshot> read = Promise.promise();
                    reads.add(read);
                    return read.future();
                }

                @Override
                public void onExpelled(RoomSeat seat) {
                    told.add("expelled");
                }

                @Override
                public void onRelayChanged(RoomSeat seat, NodeId before, NodeId after, int graceMs) {
                    told.add("relay " + before + " to " + after);
                }
            },
            counters);

    private static Member member(int user) {
        return member(user, 0);
    }

    private static Member member(int user, int camera) {
        return new Member(
                new SessionId("s" + user),
                new NodeId("gateway-1"),
                new UserId(user),
                0,
                new UserState("user " + user, camera, 0, 0));
    }

    private static RoomSnapshot snapshot(long version, Member... members) {
        return new RoomSnapshot(ROOM, "Room", version, List.of(members));
    }

    private void change(long version, Change change) {
        view.onChanged(new RoomChanged(ROOM, version, change));
    }

    private List<Integer> users() {
        return view.describe(true).users().stream().map(User::userId).toList();
    }

    @Test
    void shouldFollowChanges() {
        change(11, new MemberEntered(member(3)));
        change(12, new MemberLeft(new UserId(1), new SessionId("s1"), 0));
        change(13, new StateChanged(new UserId(2), member(2, 2).state()));

        assertEquals(13, view.version());
        assertEquals(List.of(2, 3), users());
        assertEquals(2, view.describe(true).users().get(0).camera());
    }

    @Test
    void shouldIgnoreWhatItKnows() {
        change(10, new MemberLeft(new UserId(1), new SessionId("s1"), 0));

        assertEquals(List.of(1, 2), users());
        assertEquals(1, counters.value(GatewayCounter.STALE_ROOM_CHANGE));
    }

    @Test
    void shouldReadTheRoomWhereAChangeIsMissing() {
        change(12, new MemberEntered(member(4)));
        assertEquals(10, view.version());

        reads.get(0).complete(snapshot(12, member(1), member(2), member(3), member(4)));

        assertEquals(12, view.version());
        assertEquals(List.of(1, 2, 3, 4), users());
    }

    @Test
    void shouldApplyWhatCameDuringTheReading() {
        change(12, new MemberEntered(member(4)));
        change(13, new MemberEntered(member(5)));

        reads.get(0).complete(snapshot(12, member(1), member(2), member(3), member(4)));

        assertEquals(13, view.version());
        assertEquals(List.of(1, 2, 3, 4, 5), users());
        assertEquals(1, reads.size());
    }

    @Test
    void shouldGoOnWithoutWhatCannotBeRead() {
        change(12, new MemberEntered(member(4)));

        reads.get(0).fail("the service is away");
        change(13, new MemberEntered(member(5)));

        assertEquals(List.of(1, 2, 4, 5), users());
        assertEquals(1, counters.value(GatewayCounter.RESYNC_FAILED));
    }

    @Test
    void shouldTakeALowerVersionOfAServiceThatStartedAnew() {
        view.holdChanges();
        view.read(true);
        change(3, new MemberEntered(member(9)));

        reads.get(0).complete(snapshot(2, member(1)));

        assertEquals(3, view.version());
        assertEquals(List.of(1, 9), users());
    }

    @Test
    void shouldFollowAServiceWhoseNumbersAreLowerThanThoseOfTheOneThatYielded() {
        view.holdChanges();
        change(11, new MemberEntered(member(9)));
        view.read(true);

        reads.get(0).complete(snapshot(7, member(1), member(2)));
        change(8, new MemberEntered(member(3)));

        assertEquals(8, view.version());
        assertEquals(List.of(1, 2, 3), users());
    }

    @Test
    void shouldDescribeTheNewerOfReplyAndView() {
        change(11, new MemberEntered(member(3)));

        ReplyBody.Room older = view.describe(new Entered(snapshot(10, member(1), member(2)), RELAY));
        ReplyBody.Room newer = view.describe(new Entered(snapshot(12, member(7)), RELAY));

        assertEquals(11, older.version());
        assertEquals(12, newer.version());
        assertEquals(7, newer.users().get(0).userId());
    }
}
