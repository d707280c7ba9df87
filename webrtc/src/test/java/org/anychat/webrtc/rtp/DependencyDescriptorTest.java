package org.anychat.webrtc.rtp;

import static org.anychat.webrtc.rtp.DependencyDescriptor.DISCARDABLE;
import static org.anychat.webrtc.rtp.DependencyDescriptor.NOT_PRESENT;
import static org.anychat.webrtc.rtp.DependencyDescriptor.REQUIRED;
import static org.anychat.webrtc.rtp.DependencyDescriptor.SWITCH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.anychat.testsupport.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Vectors of our own, field by field after appendix A of the AV1 RTP specification. */
class DependencyDescriptorTest {
    private static final int ALL = -1;

    @RegisterExtension
    final SeededRandom seeded = new SeededRandom();

    private final DependencyDescriptor descriptor = new DependencyDescriptor();

    /** Start and end of a frame, its template and number, and the five flags of the extended fields. */
    private static BitWriter head(int templateId, int frameNumber, int structure, int active, int custom) {
        return new BitWriter()
                .put(1, 1, 0)
                .put(6, templateId)
                .put(16, frameNumber)
                .put(1, structure, active)
                .put(3, custom);
    }

    /** Two spatial layers, two temporal layers each; the upper spatial layer depends on the lower one in each picture. */
    private static BitWriter putL2T2(BitWriter bits) {
        bits.put(6, 60).put(5, 3);
        // Template 0 and 1 of S0T0, 2 of S0T1, 3 and 4 of S1T0, 5 of S1T1.
        bits.put(2, 0, 1, 2, 0, 1, 3);
        // S0T0, S0T1, S1T0, S1T1, of each template.
        bits.put(2, SWITCH, SWITCH, SWITCH, SWITCH);
        bits.put(2, SWITCH, SWITCH, REQUIRED, REQUIRED);
        bits.put(2, NOT_PRESENT, DISCARDABLE, NOT_PRESENT, REQUIRED);
        bits.put(2, NOT_PRESENT, NOT_PRESENT, SWITCH, SWITCH);
        bits.put(2, NOT_PRESENT, NOT_PRESENT, SWITCH, SWITCH);
        bits.put(2, NOT_PRESENT, NOT_PRESENT, NOT_PRESENT, DISCARDABLE);
        // Each: a set bit and the difference less one, then a clear bit.
        bits.put(1, 0);
        bits.put(1, 1).put(4, 3).put(1, 0);
        bits.put(1, 1).put(4, 1).put(1, 0);
        bits.put(1, 1).put(4, 0).put(1, 0);
        bits.put(1, 1).put(4, 3).put(1, 1).put(4, 0).put(1, 0);
        bits.put(1, 1).put(4, 1).put(1, 1).put(4, 0).put(1, 0);
        // Two chains, ns(5) of which 2 has two bits; the targets of S0 are protected by the first, ns(2).
        bits.put(2, 2).put(1, 0, 0, 1, 1);
        bits.put(4, 0, 0).put(4, 4, 3).put(4, 2, 1).put(4, 1, 1).put(4, 1, 1).put(4, 3, 2);
        // The sizes of S0 and S1, less one.
        return bits.put(1, 1).put(16, 319, 179, 639, 359);
    }

    private static byte[] keyFrame() {
        return putL2T2(head(60, 0xFFFE, 1, 0, 0)).bytes();
    }

    private DependencyStructure structure() {
        byte[] bytes = keyFrame();
        assertTrue(descriptor.read(bytes, 0, bytes.length, null));
        return descriptor.structure();
    }

    @Test
    void shouldReadTheStructureOfAKeyFrame() {
        byte[] bytes = keyFrame();
        byte[] behind = new byte[bytes.length + 7];
        System.arraycopy(bytes, 0, behind, 5, bytes.length);
        assertTrue(descriptor.read(behind, 5, bytes.length, null));

        assertTrue(descriptor.isStartOfFrame());
        assertFalse(descriptor.isEndOfFrame());
        assertEquals(0xFFFE, descriptor.frameNumber());
        assertTrue(descriptor.isStructureAttached());
        assertTrue(descriptor.hasActiveTargets());
        assertEquals(0b1111, descriptor.activeTargets());
        DependencyStructure structure = descriptor.structure();
        assertEquals(4, structure.decodeTargets());
        assertEquals(2, structure.spatialLayers());
        assertEquals(2, structure.chains());
        int[] spatial = {0, 0, 1, 1};
        for (int target = 0; target < 4; target++) {
            assertEquals(spatial[target], structure.spatialLayerOf(target));
            assertEquals(target & 1, structure.temporalLayerOf(target));
            assertEquals(spatial[target], structure.chainOf(target));
            assertEquals(SWITCH, descriptor.indication(target));
        }
        assertEquals(180, structure.heightOf(0));
        assertEquals(360, structure.heightOf(1));
        assertEquals(0, descriptor.referenceCount());
    }

    @Test
    void shouldReadWhatAPacketLeavesToItsTemplate() {
        DependencyStructure structure = structure();
        // End of frame alone; template 4, as ids count on beyond 63 from 0 again; number 3.
        byte[] bytes = new BitWriter().put(1, 0, 1).put(6, 0).put(16, 3).bytes();
        assertTrue(descriptor.read(bytes, 0, bytes.length, structure));
        assertSame(structure, descriptor.structure());
        assertFalse(descriptor.isStartOfFrame());
        assertTrue(descriptor.isEndOfFrame());
        assertFalse(descriptor.hasActiveTargets());
        assertEquals(1, descriptor.spatialLayer());
        assertEquals(0, descriptor.temporalLayer());
        assertEquals(NOT_PRESENT, descriptor.indication(1));
        assertEquals(SWITCH, descriptor.indication(2));
        assertEquals(2, descriptor.referenceCount());
        assertEquals(4, descriptor.reference(0));
        assertEquals(1, descriptor.reference(1));
        assertEquals(1, descriptor.chainDiff(0));
        assertEquals(1, descriptor.chainDiff(1));
    }

    @Test
    void shouldReadWhatAPacketSaysForItself() {
        DependencyStructure structure = structure();
        byte[] bytes = head(63, 9, 0, 1, 7)
                .put(4, 0b0011)
                .put(2, SWITCH, REQUIRED, DISCARDABLE, NOT_PRESENT)
                // Differences of 4, 8 and 12 bits, less one, each behind its size; then none.
                .put(2, 1)
                .put(4, 14)
                .put(2, 2)
                .put(8, 254)
                .put(2, 3)
                .put(12, 4095)
                .put(2, 0)
                .put(8, 7, 255)
                .bytes();
        assertTrue(descriptor.read(bytes, 0, bytes.length, structure));
        assertTrue(descriptor.hasActiveTargets());
        assertEquals(0b0011, descriptor.activeTargets());
        assertEquals(SWITCH, descriptor.indication(0));
        assertEquals(REQUIRED, descriptor.indication(1));
        assertEquals(DISCARDABLE, descriptor.indication(2));
        assertEquals(NOT_PRESENT, descriptor.indication(3));
        assertEquals(3, descriptor.referenceCount());
        assertEquals(15, descriptor.reference(0));
        assertEquals(255, descriptor.reference(1));
        assertEquals(4096, descriptor.reference(2));
        assertEquals(7, descriptor.chainDiff(0));
        assertEquals(255, descriptor.chainDiff(1));
    }

    @Test
    void shouldReadThirtyTwoDecodeTargets() {
        BitWriter bits = head(0, 1, 1, 1, 0).put(6, 0).put(5, 31).put(2, 3);
        for (int i = 0; i < 32; i++) {
            bits.put(2, i & 3);
        }
        // No reference; no chain, ns(33) of 0; no sizes; which targets are active.
        byte[] bytes =
                bits.put(1, 0).put(5, 0).put(1, 0).put(16, 0x8001, 0x7FFE).bytes();
        assertTrue(descriptor.read(bytes, 0, bytes.length, null));
        assertEquals(32, descriptor.structure().decodeTargets());
        assertEquals(0, descriptor.structure().chains());
        assertEquals(0x8001_7FFE, descriptor.activeTargets());
        assertEquals(REQUIRED, descriptor.indication(31));
        assertEquals(SWITCH, descriptor.indication(30));
    }

    @Test
    void shouldKnowAStructureAgain() {
        DependencyStructure structure = structure();
        byte[] repeated = putL2T2(head(60, 100, 1, 1, 0)).put(4, 0b0111).bytes();
        assertTrue(descriptor.read(repeated, 0, repeated.length, structure));
        assertSame(structure, descriptor.structure());
        assertEquals(0b0111, descriptor.activeTargets(), "what follows is read");

        repeated[repeated.length - 8] ^= 1;
        assertTrue(descriptor.read(repeated, 0, repeated.length, structure));
        assertNotSame(structure, descriptor.structure());
    }

    @Test
    void shouldFindDecodeTargets() {
        DependencyStructure structure = structure();
        assertEquals(3, structure.target(1, 7, ALL));
        assertEquals(2, structure.target(1, 0, ALL));
        assertEquals(2, structure.target(1, 7, 0b0111), "the best that is active");
        assertEquals(DependencyStructure.NONE, structure.target(2, 7, ALL));
        assertTrue(structure.contains(3, 0));
        assertTrue(structure.contains(1, 0));
        assertTrue(structure.contains(3, 1));
        assertFalse(structure.contains(0, 1));
        assertFalse(structure.contains(2, 1), "S0T1 is not of S1T0");
    }

    @Test
    void shouldRefuseATemplateThatIsNotOfTheStructure() {
        DependencyStructure structure = structure();
        byte[] bytes = new BitWriter().put(2, 3).put(6, 2).put(16, 3).bytes();
        assertFalse(descriptor.read(bytes, 0, bytes.length, structure));
        assertFalse(descriptor.read(bytes, 0, bytes.length, null), "no structure has come");
    }

    @Test
    void shouldRefuseWhatIsCut() {
        byte[] whole = keyFrame();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertFalse(descriptor.read(cut, 0, length, null), "of " + length + " bytes");
        }
        DependencyStructure structure = structure();
        byte[] custom = head(63, 9, 0, 0, 7)
                .put(2, 1, 1, 1, 1)
                .put(2, 3)
                .put(12, 1)
                .put(2, 0)
                .put(8, 1, 1)
                .bytes();
        assertTrue(descriptor.read(custom, 0, custom.length, structure));
        for (int length = 0; length < custom.length; length++) {
            boolean mandatoryAlone = length == 3;
            assertEquals(mandatoryAlone, descriptor.read(custom, 0, length, structure), "of " + length + " bytes");
        }
    }

    @Test
    void shouldRefuseWhatIsBeyondItsBounds() {
        byte[] layers = head(0, 0, 1, 0, 0)
                .put(6, 0)
                .put(5, 0)
                .put(2, 2, 2, 2, 2, 3)
                .put(16, 0, 0)
                .bytes();
        assertFalse(descriptor.read(layers, 0, layers.length, null), "five spatial layers");
        byte[] temporal = head(0, 0, 1, 0, 0)
                .put(6, 0)
                .put(5, 0)
                .put(2, 1, 1, 1, 1, 1, 1, 1, 1, 3)
                .put(16, 0, 0, 0)
                .bytes();
        assertFalse(descriptor.read(temporal, 0, temporal.length, null), "nine temporal layers");
        BitWriter references = head(0, 0, 1, 0, 0).put(6, 0).put(5, 0).put(2, 3).put(2, SWITCH);
        for (int i = 0; i <= DependencyStructure.MAX_REFERENCES; i++) {
            references.put(1, 1).put(4, 0);
        }
        byte[] many = references.put(16, 0).bytes();
        assertFalse(descriptor.read(many, 0, many.length, null), "seventeen references");
        byte[] templates = head(0, 0, 1, 0, 0).put(6, 0).put(5, 0).bytes();
        byte[] endless = Arrays.copyOf(templates, 255);
        assertFalse(descriptor.read(endless, 0, endless.length, null), "more than 64 templates");
    }

    @Test
    void shouldNeverReadBeyondWhatIsGiven() {
        Random random = seeded.random();
        byte[] whole = keyFrame();
        DependencyStructure structure = structure();
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            for (int j = 0; j <= random.nextInt(4); j++) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] exact = Arrays.copyOf(changed, 1 + random.nextInt(changed.length));
            descriptor.read(exact, 0, exact.length, random.nextBoolean() ? structure : null);
        }
    }
}
