package org.anychat.webrtc.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/** The values of the header extension of one packet after another, each behind its length. */
class DependencyDescriptorFuzzTest {
    private final DependencyDescriptor descriptor = new DependencyDescriptor();

    @FuzzTest
    void shouldReadWithinBounds(byte[] data) {
        DependencyStructure structure = null;
        int at = 0;
        while (at < data.length) {
            int length = Math.min(data[at] & 0xFF, data.length - at - 1);
            byte[] value = Arrays.copyOfRange(data, at + 1, at + 1 + length);
            if (descriptor.read(value, 0, length, structure)) {
                check();
                structure = descriptor.structure();
                checkSame(value, structure);
            }
            at += 1 + length;
        }
    }

    private void check() {
        DependencyStructure structure = descriptor.structure();
        assertTrue(structure.decodeTargets() <= DependencyStructure.MAX_DECODE_TARGETS);
        assertTrue(structure.spatialLayers() <= DependencyStructure.MAX_SPATIAL_LAYERS);
        assertTrue(descriptor.spatialLayer() < structure.spatialLayers());
        assertTrue(descriptor.temporalLayer() < DependencyStructure.MAX_TEMPORAL_LAYERS);
        for (int target = 0; target < structure.decodeTargets(); target++) {
            assertTrue(structure.contains(target, target));
            assertTrue(structure.chains() == 0 || structure.chainOf(target) < structure.chains());
            int found = structure.target(structure.spatialLayerOf(target), structure.temporalLayerOf(target), -1);
            assertEquals(structure.temporalLayerOf(target), structure.temporalLayerOf(found));
        }
        for (int i = 0; i < descriptor.referenceCount(); i++) {
            assertTrue(descriptor.reference(i) >= 1 && descriptor.reference(i) <= 4096);
        }
        for (int i = 0; i < structure.chains(); i++) {
            assertTrue(descriptor.chainDiff(i) >= 0 && descriptor.chainDiff(i) <= 255);
        }
    }

    /** Read again with its own structure, wherever it lies, a packet says the same. */
    private void checkSame(byte[] value, DependencyStructure structure) {
        int frameNumber = descriptor.frameNumber();
        int references = descriptor.referenceCount();
        int first = descriptor.indication(0);
        byte[] elsewhere = new byte[value.length + 3];
        System.arraycopy(value, 0, elsewhere, 3, value.length);
        assertTrue(descriptor.read(elsewhere, 3, value.length, structure));
        assertSame(structure, descriptor.structure());
        assertEquals(frameNumber, descriptor.frameNumber());
        assertEquals(references, descriptor.referenceCount());
        assertEquals(first, descriptor.indication(0));
    }
}
