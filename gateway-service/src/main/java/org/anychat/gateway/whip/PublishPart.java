package org.anychat.gateway.whip;

import io.vertx.core.Future;
import org.anychat.gateway.link.HttpLink;
import org.anychat.gateway.whip.Arrival.Arrived;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;
import org.anychat.webrtc.sdp.MediaKind;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.SessionDescription;

/** Publishes what the client offers to send, as {@code publish} of the protocol does. */
final class PublishPart implements MediaPart {
    private static final int OPEN = 2;

    @Override
    public void check(SessionDescription offered) throws Problem {
        if (offered.media().stream().noneMatch(PublishPart::sends)) {
            throw new Problem(Problem.NOT_ACCEPTABLE, ErrorCode.FUNCOPTERROR, "the offer sends no audio and no video");
        }
    }

    private static boolean sends(MediaSection section) {
        return section.kind() != null
                && !section.isRejected()
                && section.direction().sends();
    }

    @Override
    public ServerEvent.Direction direction() {
        return ServerEvent.Direction.PUBLISH;
    }

    @Override
    public Future<String> negotiate(HttpLink link, Arrived arrived, String offer) {
        return link.ask(id -> new ClientRequest.Publish(id, offer, null))
                .recover(refusal -> Future.failedFuture(Problem.ofOffer(refusal)))
                .map(published -> ((ReplyBody.Published) published).sdp())
                .compose(answer -> Descriptions.whole(offer, answer, PublishPart::sends));
    }

    /** Others see camera and microphone open. */
    @Override
    public void onConnected(HttpLink link, String answer) {
        if (Descriptions.receives(answer, MediaKind.VIDEO)) {
            link.ask(id -> new ClientRequest.SetCamera(id, OPEN));
        }
        if (Descriptions.receives(answer, MediaKind.AUDIO)) {
            link.ask(id -> new ClientRequest.SetMicrophone(id, OPEN));
        }
    }
}
