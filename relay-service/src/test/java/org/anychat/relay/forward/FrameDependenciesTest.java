package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** As Chromium sends VP8 where descriptors are agreed to: its own descriptor is empty, and layers are told here alone. */
    @Test
    void shouldReadVp8WhoseOwnDescriptorTellsNothing() {
        FrameDependencies ofVp8 = new FrameDependencies(VideoCodec.VP8);
        ofVp8.onPacket(
                firstOfAKeyFrame(new SvcFrames(seeded.random(), VideoCodec.VP8, 1, 3, false)), SvcFrames.EXTENSION_ID);
        assertTrue(ofVp8.isThere());
        assertNotNull(ofVp8.descriptor());
        assertNotNull(ofVp8.readAgain(packet, ofVp8.structure()));
    }

    /** Its picture ids have to be closed up where pictures are left out, which goes by its own descriptor. */
    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x20})
    void shouldLeaveVp8ToItsOwnDescriptorWhereThatNumbersOrTellsTheLayer(int extension) {
        FrameDependencies ofVp8 = new FrameDependencies(VideoCodec.VP8);
        firstOfAKeyFrame(new SvcFrames(seeded.random(), VideoCodec.VP8, 1, 3, false));
        int payload = packet.payloadOffset();
        packet.buffer()[payload] |= (byte) 0x80;
        packet.buffer()[payload + 1] = (byte) extension;
        ofVp8.onPacket(packet, SvcFrames.EXTENSION_ID);
        assertFalse(ofVp8.isThere());
        assertNull(ofVp8.descriptor());
    }
}
