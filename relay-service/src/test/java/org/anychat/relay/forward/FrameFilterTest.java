package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.rtp.NetworkOrder;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is the same whichever way frames are chosen. */
class FrameFilterTest {
    private static final int PICTURES = 40;

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

    private final RtpPacket packet = new RtpPacket();
    private final List<Integer> pictureIds = new ArrayList<>();

    private void feed(byte[] bytes, boolean begins) {
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        dependencies.onPacket(packet, SvcFrames.EXTENSION_ID);
        if (begins) {
            rewriter.begin(0, packet.sequenceNumber(), packet.timestamp(), 0);
            filter.begin(packet, dependencies, 0, 0);
            pictures.begin(rewriter.current(), packet);
        }
        if (filter.leavesOut(packet, begins)) {
            return;
        }
        int before = rewriter.current();
        assertTrue(rewriter.rewrite(packet.sequenceNumber(), packet.timestamp(), 0));
        filter.follow(before);
        pictures.note(rewriter.segment(), packet);
        pictures.rewrite(rewriter.segment(), packet);
        int id = NetworkOrder.uint16(bytes, packet.payloadOffset() + 2) & 0x7FFF;
        if (pictureIds.isEmpty() || pictureIds.get(pictureIds.size() - 1) != id) {
            pictureIds.add(id);
        }
    }

    @Test
    void shouldCloseThePictureIdsOfVp8UpWhereDescriptorsChoose() {
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.VP8, 1, 3, false);
        frames.withPictureIds();
        for (int i = 0; i < PICTURES; i++) {
            List<byte[]> packets = frames.next(i == 0).get(0).packets();
            for (int k = 0; k < packets.size(); k++) {
                feed(packets.get(k), i == 0 && k == 0);
            }
        }
        assertEquals(IntStream.range(0, PICTURES / 4).boxed().toList(), pictureIds);
    }
}
