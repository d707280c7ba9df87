package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the same whichever way frames are chosen. */
class FrameFilterTest {
    private static final int PICTURES = 40;
    /** Frames until the pattern of temporal layers begins anew. */
    private static final int ROUND = 4;

    private static final int LONG_IDS = 15;
    private static final int NOT_SENT = -1;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final SequenceRewriter rewriter = new SequenceRewriter(90_000, 1, SequenceRewriter.SEGMENTS_WITH_GAPS);
    private final Vp8PictureRewriter pictures = new Vp8PictureRewriter(rewriter.capacity());
    private final FrameFilter filter = FrameFilter.of(
            new Publication(
                    1,
                    new PublicationFormat(VideoCodec.VP8, 90_000, 1),
                    new PublisherClock(),
                    SendBufferLimits.DEFAULT),
            rewriter,
            pictures);
    /** Heeded, as those of VP8 with picture ids are not otherwise. */
    private final FrameDependencies dependencies = new FrameDependencies(VideoCodec.AV1);

    private final FrameDependencies ofVp8 = new FrameDependencies(VideoCodec.VP8);
    private final RtpPacket packet = new RtpPacket();
    private final List<Integer> pictureIds = new ArrayList<>();

    private int frame;
    private int sequenceNumber;

    /** A packet of the next frame; whether it goes out. The viewer begins with the first one, and gets the lowest layer. */
    private boolean feed(FrameDependencies source, byte[] bytes, boolean isStart) {
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        packet.sequenceNumber(sequenceNumber++);
        packet.timestamp(frame * SvcFrames.TICKS);
        source.onPacket(packet, SvcFrames.EXTENSION_ID, isStart);
        if (!rewriter.started()) {
            rewriter.begin(0, packet.sequenceNumber(), packet.timestamp(), 0);
            filter.begin(packet, source, 0, 0);
            pictures.begin(rewriter.current(), packet);
        }
        if (filter.leavesOut(packet, isStart)) {
            return false;
        }
        int before = rewriter.current();
        assertTrue(rewriter.rewrite(packet.sequenceNumber(), packet.timestamp(), 0));
        filter.follow(before);
        pictures.note(rewriter.segment(), packet);
        pictures.rewrite(rewriter.segment(), packet);
        return true;
    }

    /** Whether the next frame goes out. */
    private boolean feed(FrameDependencies source, List<byte[]> packets, boolean keyFrame) {
        frame++;
        int sent = 0;
        for (int i = 0; i < packets.size(); i++) {
            sent += feed(source, packets.get(i), keyFrame && i == 0) ? 1 : 0;
        }
        assertTrue(sent == 0 || sent == packets.size(), "a part of a frame");
        return sent > 0;
    }

    private int pictureId(byte... bytes) {
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        return NetworkOrder.uint16(bytes, packet.payloadOffset() + 2) & 0x7FFF;
    }

    @Test
    void shouldCloseThePictureIdsOfVp8UpWhereDescriptorsChoose() {
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.VP8, 1, 3, false);
        frames.withPictureIds();
        for (int i = 0; i < PICTURES; i++) {
            List<byte[]> packets = frames.next(i == 0).get(0).packets();
            if (feed(dependencies, packets, i == 0)) {
                pictureIds.add(pictureId(packets.get(0)));
            }
        }
        assertEquals(IntStream.range(0, PICTURES / 4).boxed().toList(), pictureIds);
    }

    /** Another encoder begins, whose packets have descriptors where those before had none, or the other way round. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGoOnByWhatTheNextKeyFrameTellsOfLayers(boolean descriptorsFirst) {
        SvcFrames told = new SvcFrames(seeded.random(), VideoCodec.VP8, 1, 3, false);
        TemporalFrames untold = new TemporalFrames(seeded.random(), VideoCodec.VP8, LONG_IDS);
        List<Integer> layers = new ArrayList<>();
        for (int i = 0; i < 4 * ROUND; i++) {
            boolean keyFrame = i % (2 * ROUND) == 0;
            if (descriptorsFirst == i < 2 * ROUND) {
                SvcFrames.Frame next = told.next(keyFrame).get(0);
                layers.add(feed(ofVp8, next.packets(), keyFrame) ? next.temporalLayer() : NOT_SENT);
            } else {
                TemporalFrames.Frame next = untold.next(keyFrame);
                boolean sent = feed(ofVp8, next.packets(), keyFrame);
                layers.add(sent ? next.temporalLayer() : NOT_SENT);
                if (sent) {
                    pictureIds.add(pictureId(next.packets().get(0)));
                }
            }
        }
        List<Integer> lowestOfARound = List.of(0, NOT_SENT, NOT_SENT, NOT_SENT);
        assertEquals(
                Stream.generate(() -> lowestOfARound)
                        .limit(4)
                        .flatMap(List::stream)
                        .toList(),
                layers);
        assertEquals((pictureIds.get(0) + 1) & 0x7FFF, pictureIds.get(1));
    }
}
