package org.anychat.relay.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
    private static final int NO_EXTENSION = -1;

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
        dependencies.onPacket(firstOfAKeyFrame(frames), SvcFrames.EXTENSION_ID, true);
        DependencyStructure structure = dependencies.structure();
        DependencyDescriptor again = dependencies.readAgain(packet, structure);
        assertNotNull(again);
        assertSame(structure, again.structure());
    }

    /** Each viewer reads again, and whenever a packet is sent again: a publisher must not make them all parse. */
    @Test
    void shouldParseNoStructureAgain() {
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.AV1, 2, 3, false);
        dependencies.onPacket(firstOfAKeyFrame(frames), SvcFrames.EXTENSION_ID, true);
        DependencyStructure structure = dependencies.structure();
        frames.changeStructure();
        dependencies.onPacket(firstOfAKeyFrame(frames), SvcFrames.EXTENSION_ID, true);
        assertNotSame(structure, dependencies.structure());
        assertNull(dependencies.readAgain(packet, structure));
        assertNotNull(dependencies.readAgain(packet, dependencies.structure()));
    }

    /** The encoder was changed, or the way it is told of. */
    @Test
    void shouldForgetTheStructureAtAKeyFrameWithoutDescriptors() {
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.AV1, 1, 3, false);
        byte[] late = frames.next(true).get(0).packets().get(0);
        dependencies.onPacket(firstOfAKeyFrame(frames), SvcFrames.EXTENSION_ID, true);
        assertTrue(dependencies.isThere());
        wrap(frames.next(false).get(0).packets().get(0));
        dependencies.onPacket(packet, NO_EXTENSION, false);
        assertTrue(dependencies.isThere(), "not a key frame");
        wrap(late);
        dependencies.onPacket(packet, NO_EXTENSION, true);
        assertTrue(dependencies.isThere(), "a key frame of before");

        firstOfAKeyFrame(frames);
        dependencies.onPacket(packet, NO_EXTENSION, true);
        assertFalse(dependencies.isThere());
        assertNull(dependencies.structure());
        assertEquals(-1, dependencies.activeTargets());

        wrap(late);
        dependencies.onPacket(packet, SvcFrames.EXTENSION_ID, true);
        assertFalse(dependencies.isThere(), "it came late");
        dependencies.onPacket(firstOfAKeyFrame(frames), SvcFrames.EXTENSION_ID, true);
        assertTrue(dependencies.isThere(), "descriptors have come again");
    }

    /** However long there were none. */
    @Test
    void shouldTakeAStructureLongAfterTheOneBeforeWasForgotten() {
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.AV1, 1, 3, false);
        dependencies.onPacket(firstOfAKeyFrame(frames), SvcFrames.EXTENSION_ID, true);
        firstOfAKeyFrame(frames);
        int number = packet.sequenceNumber();
        dependencies.onPacket(packet, NO_EXTENSION, true);
        for (int i = 0; i < 40_000; i++) {
            packet.sequenceNumber(++number & 0xFFFF);
            dependencies.onPacket(packet, NO_EXTENSION, false);
        }
        firstOfAKeyFrame(frames);
        packet.sequenceNumber(++number & 0xFFFF);
        dependencies.onPacket(packet, SvcFrames.EXTENSION_ID, true);
        assertTrue(dependencies.isThere());
    }

    /** What is sent again under its own number has to be the same. */
    @ParameterizedTest
    @ValueSource(ints = {NO_EXTENSION, SvcFrames.EXTENSION_ID + 1})
    void shouldReadAgainWhatCameBeforeAnotherIdWasAgreedTo(int otherId) {
        SvcFrames frames = new SvcFrames(seeded.random(), VideoCodec.AV1, 1, 3, false);
        dependencies.onPacket(firstOfAKeyFrame(frames), SvcFrames.EXTENSION_ID, true);
        DependencyStructure structure = dependencies.structure();
        byte[] next = frames.next(false).get(0).packets().get(0);
        wrap(next);
        dependencies.onPacket(packet, otherId, false);
        assertNotNull(dependencies.readAgain(packet, structure));
    }

    private void wrap(byte... bytes) {
        assertTrue(packet.wrap(bytes, 0, bytes.length));
    }

    /** As Chromium sends VP8 where descriptors are agreed to: its own descriptor is empty, and layers are told here alone. */
    @Test
    void shouldReadVp8WhoseOwnDescriptorTellsNothing() {
        FrameDependencies ofVp8 = new FrameDependencies(VideoCodec.VP8);
        RtpPacket first = firstOfAKeyFrame(new SvcFrames(seeded.random(), VideoCodec.VP8, 1, 3, false));
        ofVp8.onPacket(first, SvcFrames.EXTENSION_ID, true);
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
        ofVp8.onPacket(packet, SvcFrames.EXTENSION_ID, true);
        assertFalse(ofVp8.isThere());
        assertNull(ofVp8.descriptor());
    }
}
