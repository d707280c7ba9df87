package org.anychat.webrtc.sdp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.anychat.webrtc.ice.IceCandidate;

/** A description: refused with a reason, or read, written and read again as the same. */
class SdpFuzzTest {
    @FuzzTest
    void shouldReadOrRefuse(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        SessionDescription description;
        try {
            description = SdpParser.parse(text);
        } catch (SdpException e) {
            assertTrue(e.getMessage().length() > 10);
            return;
        }
        String written = description.toSdp();
        SessionDescription again;
        try {
            again = SdpParser.parse(written);
        } catch (SdpException e) {
            throw new AssertionError("what we wrote we do not read\n" + written, e);
        }
        assertEquals(description, again);
        assertEquals(written, again.toSdp());
        description.media().forEach(section -> section.transport().candidates().forEach(SdpFuzzTest::checkCandidate));
    }

    private static void checkCandidate(String attribute) {
        IceCandidate.parse("candidate:" + attribute)
                .ifPresent(candidate -> assertEquals(
                        candidate, IceCandidate.parse(candidate.toAttribute()).orElseThrow()));
    }
}
