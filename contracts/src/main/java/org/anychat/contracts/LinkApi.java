package org.anychat.contracts;

import io.vertx.core.Future;
import java.util.List;
import org.anychat.contracts.RelayApi.Audience;

/**
 * What relays say to each other where several carry one room. A link is one WebRTC connection from the relay that has the
 * publishers (the source, which offers) to the one that has viewers. A relay takes part only in links between relays that
 * the room service has named in {@link RelayApi#span}, and refuses with {@code BAD_PARAMETER} what belongs to an older
 * span; with {@code NO_RELAY} what belongs to one that it has not heard of yet. Streams that came over a link are never
 * offered over another.
 */
public interface LinkApi {
    /**
     * Opens a link, or opens it anew; offers follow.
     *
     * @param request from which relay to which
     * @return done
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.NO_RELAY})
    Future<Done> openLink(OpenLink request);

    /**
     * Offers what the source's clients publish; again whenever that has changed.
     *
     * @param request the offer
     * @return done; the answer follows
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.NO_RELAY})
    Future<Done> linkOffer(LinkOffer request);

    /**
     * Answers an offer.
     *
     * @param request the answer
     * @return done, also where a newer offer is under way
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.NO_RELAY})
    Future<Done> linkAnswer(LinkAnswer request);

    /**
     * Says which of the offered tracks somebody watches; the others are not sent.
     *
     * @param request the tracks
     * @return done
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.NO_RELAY})
    Future<Done> linkWanted(LinkWanted request);

    /**
     * Says who gets what a client of the source publishes.
     *
     * @param request whose, and who
     * @return done; nobody else gets anything that comes in from now on
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.NO_RELAY})
    Future<Done> linkAudience(LinkAudience request);

    /**
     * Closes a link that nobody needs any more.
     *
     * @param request which one
     * @return done
     */
    @BusCall
    Future<Done> closeLink(CloseLink request);

    /**
     * A link's way.
     *
     * @param room whose media
     * @param epoch of the span that it belongs to
     * @param source the relay that has the publishers
     * @param viewer the relay that has viewers
     */
    record Route(RoomId room, long epoch, NodeId source, NodeId viewer) {}

    /**
     * A wish for a link.
     *
     * @param route which one
     */
    record OpenLink(Route route) {}

    /**
     * An offer.
     *
     * @param route of the link
     * @param revision rises with each offer
     * @param sdp the offer
     * @param audiences of those publishers whose media is not for everybody
     */
    record LinkOffer(Route route, int revision, String sdp, List<UserAudience> audiences) {}

    /**
     * Who gets what a user publishes.
     *
     * @param user whose
     * @param audience who
     */
    record UserAudience(UserId user, Audience audience) {}

    /**
     * An answer.
     *
     * @param route of the link
     * @param revision of the offer
     * @param sdp the answer
     */
    record LinkAnswer(Route route, int revision, String sdp) {}

    /**
     * What somebody watches.
     *
     * @param route of the link
     * @param tracks ids of tracks as in the offer's msid
     * @param certain those of them that do not give way to louder ones, since somebody there does not hear everybody
     */
    record LinkWanted(Route route, List<String> tracks, List<String> certain) {
        /**
         * Takes a relay that knows nothing of louder ones for one where nothing gives way.
         *
         * @param route of the link
         * @param tracks ids of tracks
         * @param certain ids of tracks, or null for all
         */
        public LinkWanted {
            certain = certain == null ? tracks : certain;
        }
    }

    /**
     * A change of who gets a user's media.
     *
     * @param route of the link
     * @param audience whose, and who
     */
    record LinkAudience(Route route, UserAudience audience) {}

    /**
     * The end of a link.
     *
     * @param route which one
     */
    record CloseLink(Route route) {}
}
