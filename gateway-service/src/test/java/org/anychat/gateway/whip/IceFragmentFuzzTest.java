package org.anychat.gateway.whip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;

/** A fragment is a problem, or renews an offer's credentials and nothing else of it. */
class IceFragmentFuzzTest {
    private static final String OFFER = String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "a=mid:0",
            "a=ice-ufrag:abcd",
            "a=ice-pwd:thePasswordOfTheClient01234",
            "a=candidate:1 1 udp 1 192.0.2.1 9 typ host");

    @FuzzTest
    void shouldRenewCredentialsOrRefuse(byte[] data) throws SdpException {
        IceFragment fragment;
        try {
            fragment = IceFragment.parse(new String(data, StandardCharsets.UTF_8));
        } catch (Problem e) {
            return;
        }
        String restarted = fragment.restarted(OFFER);
        assertEquals(OFFER.lines().count() - 1, restarted.lines().count());
        assertTrue(SdpParser.parse(restarted)
                .media()
                .get(0)
                .transport()
                .candidates()
                .isEmpty());
        assertTrue(fragment.isOf(restarted));
    }
}
