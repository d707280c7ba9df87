package org.anychat.gateway.whip;

import io.vertx.core.Future;
import java.util.OptionalInt;
import org.anychat.gateway.link.HttpLink;
import org.anychat.gateway.whip.Arrival.Arrived;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.SessionDescription;

/** Watches a user, by name or number, or whoever speaks. A user who comes back is watched again. */
final class WatchPart implements MediaPart {
    private final String target;
    private final WhipDoor.Watching watching;
    private String offer;

    /** {@code target} is null for whoever speaks. */
    WatchPart(String target, WhipDoor.Watching watching) {
        this.target = target;
        this.watching = watching;
    }

    @Override
    public void check(SessionDescription offered) throws Problem {
        if (offered.media().stream().noneMatch(WatchPart::receives)) {
            throw new Problem(
                    Problem.NOT_ACCEPTABLE, ErrorCode.FUNCOPTERROR, "the offer receives no audio and no video");
        }
    }

    private static boolean receives(MediaSection section) {
        return section.kind() != null
                && !section.isRejected()
                && section.direction().receives();
    }

    @Override
    public ServerEvent.Direction direction() {
        return ServerEvent.Direction.SUBSCRIBE;
    }

    @Override
    public Future<String> negotiate(HttpLink link, Arrived arrived, String newOffer) {
        OptionalInt publisher = arrived.room().users().stream()
                .filter(this::isTarget)
                .mapToInt(User::userId)
                .findFirst();
        if (target != null && publisher.isEmpty()) {
            return Future.failedFuture(new Problem(
                    Problem.CONFLICT, ErrorCode.INVALID_USERID, "the user \"" + target + "\" is not in the room"));
        }
        return watching.watch(link, newOffer, publisher)
                .recover(refusal -> Future.failedFuture(Problem.ofOffer(refusal)))
                .compose(answer -> Descriptions.whole(newOffer, answer, WatchPart::receives))
                .onSuccess(answer -> offer = newOffer);
    }

    private boolean isTarget(User user) {
        return target != null
                && (user.name().equals(target)
                        || Integer.toString(user.userId()).equals(target));
    }

    /** The same user has another number by now where it is a guest. */
    @Override
    public void onUser(HttpLink link, User entered) {
        if (offer != null && isTarget(entered)) {
            watching.watch(link, offer, OptionalInt.of(entered.userId()));
        }
    }

    @Override
    public void onConnected(HttpLink link, String answer) {
        // Who watches shows nothing.
    }
}
