package org.anychat.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anychat.contracts.GatewayApi.State;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.Reattach;
import org.anychat.webrtc.sdp.negotiation.ClientOffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is transcoded: who publishes sends what all who watch decode, as far as it can. */
class CodecAgreementIT {
    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(1);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** An m-line with these, by preference, each with its retransmissions. */
    private static String line(String... codecs) {
        return Stream.of(codecs)
                .map(ClientOffer::payloadType)
                .map(payloadType -> payloadType + " " + (payloadType + 1))
                .collect(Collectors.joining(" ", "m=video 9 UDP/TLS/RTP/SAVPF ", "\r\n"));
    }

    private long asked(TestPublisher publisher) {
        return world.states(publisher.peer.session()).stream()
                .filter(state -> state.state() == State.RENEGOTIATE)
                .count();
    }

    @Test
    void shouldGoOverToWhatAllViewersDecode() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("H264", "VP8");
        assertTrue(publisher.answer().contains(line("H264", "VP8")), publisher::answer);
        TestViewer all = world.viewer(world.peer(1)).subscribe();
        TestViewer limited = world.viewer(world.peer(1)).decoding("VP8", "VP9").subscribe();
        world.awaitState(publisher.peer, Direction.PUBLISH, State.RENEGOTIATE);

        publisher.offer("H264", "VP8");
        assertTrue(publisher.answer().contains(line("VP8", "H264")), publisher::answer);
        all.answerNext();
        limited.answerNext();
        publisher.sending("VP8").sendVideo(true, 1);

        for (TestViewer viewer : List.of(all, limited)) {
            viewer.awaitNumber(viewer.ssrc(publisher.videoTrack()), number -> number == 1);
        }
        assertEquals(1, asked(publisher));
    }

    @Test
    void shouldAnswerWhoComesLaterWithIt() {
        TestPublisher first = world.publisher(world.peer(1)).publish("H264", "VP8");
        world.viewer(world.peer(1)).decoding("VP8").subscribe();
        world.awaitState(first.peer, Direction.PUBLISH, State.RENEGOTIATE);

        TestPublisher second = world.publisher(world.peer(1)).publish("H264", "VP8");

        assertTrue(second.answer().contains(line("VP8", "H264")), second::answer);
        assertEquals(0, asked(second));
    }

    @Test
    void shouldAgreeWithEachPublisherOnACodecThatItHas() {
        TestPublisher first = world.publisher(world.peer(1)).publish("H264", "VP8");
        TestPublisher second = world.publisher(world.peer(1)).publish("H264", "VP9");
        TestViewer viewer = world.viewer(world.peer(1)).decoding("VP8", "VP9").subscribe();
        world.awaitState(first.peer, Direction.PUBLISH, State.RENEGOTIATE);
        world.awaitState(second.peer, Direction.PUBLISH, State.RENEGOTIATE);

        first.offer("H264", "VP8");
        viewer.answerNext();
        second.offer("H264", "VP9");
        viewer.answerNext();

        assertTrue(first.answer().contains(line("VP8", "H264")), first::answer);
        assertTrue(second.answer().contains(line("VP9", "H264")), second::answer);
        first.sending("VP8").sendVideo(true, 1);
        viewer.awaitNumber(viewer.ssrc(first.videoTrack()), number -> number == 1);
        assertEquals(1, asked(first));
        assertEquals(1, asked(second));
    }

    @Test
    void shouldNotRefuseWhoHasNoneOfTheCodecsOfTheRoom() {
        TestPublisher first = world.publisher(world.peer(1)).publish("H264", "VP8");
        world.viewer(world.peer(1)).decoding("VP8").subscribe();
        world.awaitState(first.peer, Direction.PUBLISH, State.RENEGOTIATE);

        TestPublisher single = world.publisher(world.peer(1)).publish("H264");

        assertTrue(single.answer().contains(line("H264")), single::answer);
        assertEquals(0, asked(single));
    }

    @Test
    void shouldAskAgainWhereTheQuestionMayHaveBeenLostWithTheLink() {
        TestPublisher publisher = world.publisher(world.peer(1)).publish("H264", "VP8");
        world.viewer(world.peer(1)).decoding("VP8").subscribe();
        world.awaitState(publisher.peer, Direction.PUBLISH, State.RENEGOTIATE);

        TestWorld.await(world.relay.reattach(new Reattach(publisher.peer.session(), publisher.peer.gateway())));

        world.awaitState(publisher.peer, Direction.PUBLISH, State.RENEGOTIATE, 2);
    }

    @Test
    void shouldNotAskWhereNoCodecIsCommon() {
        TestPublisher single = world.publisher(world.peer(1)).publish("H264");
        TestPublisher several = world.publisher(world.peer(2)).publish("H264", "VP8");
        world.viewer(world.peer(1)).decoding("VP8").subscribe();
        world.viewer(world.peer(2)).decoding("H264").subscribe();
        world.viewer(world.peer(2)).decoding("VP8").subscribe();

        // What the relay says reaches the gateway in its order, and viewers are connected after their answers.
        assertEquals(0, asked(single));
        assertEquals(0, asked(several));
    }
}
