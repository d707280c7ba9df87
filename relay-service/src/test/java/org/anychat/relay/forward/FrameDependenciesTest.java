package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.anychat.testsupport.SeededRandom;
import org.anychat.webrtc.rtp.DependencyDescriptor;
import org.anychat.webrtc.rtp.DependencyStructure;
import org.anychat.webrtc.rtp.RtpPacket;
import org.anychat.webrtc.rtp.VideoCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FrameDependenciesTest {
    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final FrameDependencies dependencies = new FrameDependencies(VideoCodec.AV1);
    private final RtpPacket packet = new RtpPacket();

    private RtpPacket firstOfAKeyFrame(SvcFrames frames) {
        byte[] bytes = frames.next(true).get(0).packets().get(0);
        assertTrue(packet.wrap(bytes, 0, bytes.length));
        return packet;
    }

    @Test
    void shouldReadAgainByTheStructureThatThePacketBrought() {
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.AV1, 2, 3, false);
        dependencies.onPacket(firstOfAKeyFrame(frames), SvcFrames.EXTENSION_ID);
        DependencyStructure structure = dependencies.structure();
        DependencyDescriptor again = dependencies.readAgain(packet, structure);
        assertNotNull(again);
        assertSame(structure, again.structure());
    }

    /** Each viewer reads again, and whenever a packet is sent again: a publisher must not make them all parse. */
    @Test
    void shouldParseNoStructureAgain() {
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.AV1, 2, 3, false);
        dependencies.onPacket(firstOfAKeyFrame(frames), SvcFrames.EXTENSION_ID);
        DependencyStructure structure = dependencies.structure();
        frames.changeStructure();
        dependencies.onPacket(firstOfAKeyFrame(frames), SvcFrames.EXTENSION_ID);
        assertNotSame(structure, dependencies.structure());
        assertNull(dependencies.readAgain(packet, structure));
        assertNotNull(dependencies.readAgain(packet, dependencies.structure()));
    }
}
