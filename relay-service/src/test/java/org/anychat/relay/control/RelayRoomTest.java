package org.anychat.relay.control;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.anychat.contracts.GatewayAdminApi.Mute;
import org.anychat.contracts.LinkApi.UserAudience;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Audience;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.media.IncomingTrack;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.negotiation.PublishedTrack;
import org.junit.jupiter.api.Test;

/** Who may get whose media, however it came to be limited. */
class RelayRoomTest {
    private static final UserId ANN = new UserId(1);
    private static final UserId BEN = new UserId(2);
    private static final UserId CAT = new UserId(3);
    private static final Audience BEN_ALONE = new Audience(false, List.of(BEN));
    private static final NodeId NODE = new NodeId("relay-2");

    private final RelayRoom room = new RelayRoom(new RoomId(1), null);
    private final RoomTrack picture = new RoomTrack(
            ANN,
            new PublishedTrack(MediaKind.VIDEO, "stream", "track", List.of(), List.of()),
            new IncomingTrack(
                    1,
                    new PublicationFormat(VideoCodec.VP8, 90_000, 1),
                    "0",
                    96,
                    IncomingTrack.ABSENT,
                    true,
                    List.of(),
                    List.of(),
                    null));

    private Participant enter(String session) {
        Participant participant = new Participant(room, new Peer(room.id(), new SessionId(session), ANN, NODE), null);
        room.add(participant);
        return participant;
    }

    @Test
    void shouldGoByTheSmallestAudienceOfAUsersSessions() {
        enter("first");
        assertTrue(room.allows(picture, CAT));

        Participant second = enter("second");
        second.audience(BEN_ALONE);
        assertTrue(room.allows(picture, BEN));
        assertFalse(room.allows(picture, CAT));

        room.remove(second);
        assertTrue(room.allows(picture, CAT));
    }

    @Test
    void shouldGoByWhatIsMuted() {
        Participant publisher = enter("first");
        assertTrue(room.allows(picture, CAT));

        publisher.audience(new Audience(true, List.of(), new Mute(false, true)));
        assertFalse(room.allows(picture, CAT));

        publisher.audience(new Audience(true, List.of(), new Mute(true, false)));
        assertTrue(room.allows(picture, CAT));
    }

    @Test
    void shouldGoByTheAudiencesThatLinksTell() {
        IncomingLink link = new IncomingLink(room, NODE, 1, null);
        room.add(link);
        assertTrue(room.allows(picture, CAT));

        link.audience(new UserAudience(ANN, BEN_ALONE));
        assertFalse(room.allows(picture, CAT));
        link.audience(new UserAudience(ANN, Audience.EVERYBODY));
        assertTrue(room.allows(picture, CAT));

        link.audiences(List.of(new UserAudience(ANN, BEN_ALONE)));
        assertFalse(room.allows(picture, CAT));
        room.remove(link);
        assertTrue(room.allows(picture, CAT));
    }
}
