package org.anychat.gateway.whip;

import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalInt;
import org.anychat.contracts.UserId;
import org.anychat.gateway.link.HttpLink;
import org.anychat.gateway.whip.Arrival.Arrived;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.ServerEvent;
import org.anychat.protocol.User;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.SessionDescription;

/**
 * Watches a user, by name or number, or whoever speaks. A user who comes back is watched again. Guests may bear any name:
 * none of them takes the place of a registered user who is there.
 */
final class WatchPart implements MediaPart {
    private final String target;
    private final OptionalInt number;
    private final WhipDoor.Watching watching;
    private OptionalInt watched = OptionalInt.empty();
    /** How often the watched user is in the room: one who comes anew may be there before its former self has left. */
    private int presences;

    private String offer;

    /** {@code target} is null for whoever speaks; one that is a number is no name. */
    WatchPart(String target, WhipDoor.Watching watching) {
        this.target = target;
        this.number = numberIn(target);
        this.watching = watching;
    }

    private static OptionalInt numberIn(String target) {
        try {
            return target == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(target));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
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
        if (target != null && watched.isEmpty()) {
            find(arrived.room().users());
        }
        if (target != null && watched.isEmpty()) {
            return Future.failedFuture(new Problem(
                    Problem.CONFLICT, ErrorCode.INVALID_USERID, "the user \"" + target + "\" is not in the room"));
        }
        String before = offer;
        // From now on, so that what is asked meanwhile does not undo it.
        offer = newOffer;
        return watching.watch(link, newOffer, watched)
                .recover(refusal -> Future.failedFuture(Problem.ofOffer(refusal)))
                .compose(answer -> Descriptions.whole(newOffer, answer, WatchPart::receives))
                .onFailure(refused -> offer = before);
    }

    private void find(List<User> users) {
        watched = users.stream()
                .filter(this::isTarget)
                .mapToInt(User::userId)
                .reduce((found, other) -> givesWay(found, other) ? other : found);
        presences = (int) users.stream()
                .filter(user -> watched.isPresent() && user.userId() == watched.getAsInt())
                .count();
    }

    private boolean isTarget(User user) {
        return number.isPresent()
                ? user.userId() == number.getAsInt()
                : user.name().equals(target);
    }

    /** Whether somebody who is there is not watched any more for another of the same name. */
    private static boolean givesWay(int present, int other) {
        return present == other || new UserId(present).isGuest();
    }

    /** The same user has another number by now where it is a guest. */
    @Override
    public Future<?> onUser(HttpLink link, User entered) {
        int user = entered.userId();
        if (watched.isEmpty() || !isTarget(entered) || (presences > 0 && !givesWay(watched.getAsInt(), user))) {
            return Future.succeededFuture();
        }
        presences = user == watched.getAsInt() ? presences + 1 : 1;
        watched = OptionalInt.of(user);
        return watching.watch(link, offer, watched);
    }

    @Override
    public void onUserGone(int user) {
        if (watched.isPresent() && watched.getAsInt() == user && presences > 0) {
            presences--;
        }
    }

    @Override
    public void onConnected(HttpLink link, String answer) {
        // Who watches shows nothing.
    }
}
