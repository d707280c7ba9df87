package org.anychat.webrtc.sdp.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;

/** A description as an offer and as an answer in every role: refused with a reason, or answered with what can be read. */
class NegotiationFuzzTest {
    private static final SubscriberOffer VIEWER = viewer();
    private static final SubscriberOffer.Offer OFFER = VIEWER.offer();

    private static SubscriberOffer viewer() {
        SubscriberOffer offer =
                new SubscriberOffer(Negotiations.RELAY, MediaCapabilities.relay(), "relay", new Random(1));
        try {
            offer.addTrack(Negotiations.track(0, "a"));
            offer.addTrack(Negotiations.track(1, "a"));
        } catch (SdpException e) {
            throw new IllegalStateException(e);
        }
        return offer;
    }

    @FuzzTest
    void shouldAnswerOrRefuse(byte[] data) {
        SessionDescription description;
        try {
            description = SdpParser.parse(new String(data, StandardCharsets.UTF_8));
        } catch (SdpException e) {
            return;
        }
        attempt(() -> PublisherAnswer.to(description, Negotiations.RELAY, MediaCapabilities.relay())
                .description());
        attempt(() -> ClientAnswer.to(description, Negotiations.CLIENT, MediaCapabilities.relay())
                .description());
        attempt(() -> watched(description));
        attempt(() -> {
            RemoteAnswer.of(OFFER.description(), description);
            return OFFER.description();
        });
    }

    private static SessionDescription watched(SessionDescription offer) throws SdpException {
        AtomicInteger ssrcs = new AtomicInteger();
        ViewerAnswer answer = ViewerAnswer.to(
                offer, Negotiations.RELAY, MediaCapabilities.relay(), "relay", List.of(), ssrcs::incrementAndGet);
        for (ViewerAnswer.Seat seat : answer.seats()) {
            seat.carry(Negotiations.track(1, "a"));
        }
        return answer.description();
    }

    private interface Negotiation {
        SessionDescription result() throws SdpException;
    }

    private static void attempt(Negotiation negotiation) {
        SessionDescription result;
        try {
            result = negotiation.result();
        } catch (SdpException e) {
            assertTrue(e.getMessage().length() > 10);
            return;
        }
        try {
            assertEquals(result, SdpParser.parse(result.toSdp()));
        } catch (SdpException e) {
            throw new AssertionError("what we answered nobody can read\n" + result.toSdp(), e);
        }
    }
}
