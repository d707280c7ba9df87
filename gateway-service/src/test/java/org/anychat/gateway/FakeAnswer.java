package org.anychat.gateway;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.anychat.contracts.RelayApi.Answer;
import org.anychat.contracts.ServiceError;
import org.anychat.contracts.ServiceException;
import org.anychat.webrtc.sdp.Fingerprint;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.MediaCapabilities;
import org.anychat.webrtc.sdp.negotiation.PublisherAnswer;
import org.anychat.webrtc.sdp.negotiation.ViewerAnswer;

/** What a relay says to an offer, without a relay behind it. */
final class FakeAnswer {
    private FakeAnswer() {}

    /** {@code ufrag} and password tell the answers apart. */
    static Future<Answer> to(String offer, int number) {
        try {
            return answer(PublisherAnswer.to(SdpParser.parse(offer), local(number), MediaCapabilities.relay())
                    .description());
        } catch (SdpException e) {
            return Future.failedFuture(new ServiceException(ServiceError.BAD_PARAMETER, e.getMessage()));
        }
    }

    /** The same to an offer to receive. */
    static Future<Answer> toViewer(String offer, int number) {
        try {
            AtomicInteger ssrcs = new AtomicInteger();
            return answer(ViewerAnswer.to(
                            SdpParser.parse(offer),
                            local(number),
                            MediaCapabilities.relay(),
                            "relay",
                            List.of(),
                            ssrcs::incrementAndGet)
                    .description());
        } catch (SdpException e) {
            return Future.failedFuture(new ServiceException(ServiceError.BAD_PARAMETER, e.getMessage()));
        }
    }

    private static Future<Answer> answer(SessionDescription description) {
        return Future.succeededFuture(new Answer(description.toSdp()));
    }

    private static LocalParameters local(int number) {
        return new LocalParameters(
                1,
                true,
                "relay" + number,
                "passwordOfTheRelayNumber" + number,
                new Fingerprint("sha-256", "00:".repeat(31) + "00"),
                List.of("1 1 udp 2130706431 198.51.100.1 8907 typ host"));
    }
}
