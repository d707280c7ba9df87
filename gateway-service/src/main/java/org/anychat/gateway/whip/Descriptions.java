package org.anychat.gateway.whip;

import io.vertx.core.Future;
import java.util.function.Predicate;
import org.anychat.protocol.ErrorCode;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SdpParser;
import org.anychat.webrtc.sdp.SessionDescription;

/** What the gateway has to know of offers and answers. */
final class Descriptions {
    private Descriptions() {}

    static SessionDescription parse(String offer) throws Problem {
        try {
            return SdpParser.parse(offer);
        } catch (SdpException e) {
            throw new Problem(Problem.BAD_REQUEST, ErrorCode.FUNCOPTERROR, "the offer: " + e.getMessage());
        }
    }

    /**
     * The answer, unless it refuses what the offer wants: a session that carries half of it would mislead people (RFC 9725
     * section 4.4.3).
     */
    static Future<String> whole(String offer, String answer, Predicate<MediaSection> isWanted) {
        try {
            SessionDescription offered = SdpParser.parse(offer);
            SessionDescription answered = SdpParser.parse(answer);
            for (int index = 0; index < offered.media().size(); index++) {
                MediaSection section = offered.media().get(index);
                if (isWanted.test(section) && answered.media().get(index).isRejected()) {
                    return Future.failedFuture(new Problem(
                            Problem.NOT_ACCEPTABLE,
                            ErrorCode.UNSUPPORTCODEC,
                            "section " + (index + 1) + " (" + section.media() + ") has no codec that is supported"));
                }
            }
            return Future.succeededFuture(answer);
        } catch (SdpException | IndexOutOfBoundsException e) {
            return Future.failedFuture(e);
        }
    }

    /** Whether a relay's answer takes media of a kind. */
    static boolean receives(String answer, MediaKind kind) {
        try {
            return SdpParser.parse(answer).media().stream()
                    .anyMatch(section -> section.kind() == kind
                            && !section.isRejected()
                            && section.direction().receives());
        } catch (SdpException e) {
            return false;
        }
    }
}
