package org.anychat.relay.feedback;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.relay.forward.Encoding;
import org.anychat.relay.forward.Publication;
import org.anychat.relay.forward.PublicationFormat;
import org.anychat.relay.forward.PublisherClock;
import org.anychat.relay.forward.SendBufferLimits;
import org.anychat.testsupport.FakeClock;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;

class IncomingStreamTest {
    private final FakeClock clock = new FakeClock();
    private final PublicationFormat format =
            new PublicationFormat(VideoCodec.H264, 90_000, 1, PublicationFormat.NO_RED);
    private final Publication publication = new Publication(1, format, new PublisherClock(), SendBufferLimits.DEFAULT);
    private final Encoding encoding = publication.encoding(0);
    private final IncomingStream stream = new IncomingStream(publication, encoding, 0x1234, true);

    @Test
    void shouldAskForAKeyFrameOnceThereIsAPublisherThatHearsIt() {
        encoding.wantKeyFrame();
        assertFalse(stream.isKeyFrameDue(clock.nowNs()));

        clock.advanceMs(100);
        encoding.onPacket(0, 1000, clock.nowNs());
        assertTrue(stream.isKeyFrameDue(clock.nowNs()));
    }

    @Test
    void shouldNotAskForAKeyFrameThatTheStreamBeginsWith() {
        encoding.wantKeyFrame();
        assertFalse(stream.isKeyFrameDue(clock.nowNs()));

        encoding.onPacket(0, 1000, clock.nowNs());
        stream.onKeyFrame();
        assertTrue(encoding.hasReceived());
        assertFalse(stream.isKeyFrameDue(clock.nowNs()));
    }
}
