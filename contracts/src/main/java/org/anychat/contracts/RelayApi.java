package org.anychat.contracts;

import io.vertx.core.Future;

/**
 * A relay's media sessions. Served at {@link Addresses#relay}. A client has at most one connection that publishes (the
 * client offers) and one that receives (the relay offers, anew whenever what there is to receive has changed).
 */
public interface RelayApi {
    /**
     * Opens or renegotiates the connection on which a client publishes.
     *
     * @param request the client's offer
     * @return the relay's answer, with its candidates
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {ServiceError.BAD_PARAMETER, ServiceError.NO_RELAY})
    Future<Answer> publish(Publish request);

    /**
     * Opens the connection on which a client receives what others in its room publish. Offers follow as
     * {@link GatewayApi#mediaOffer}, the first one at once. Repeating it offers anew, with an ICE restart.
     *
     * @param request the client
     * @return done
     */
    @BusCall(fails = ServiceError.NO_RELAY)
    Future<Done> subscribe(Subscribe request);

    /**
     * The client's answer to an offer.
     *
     * @param request the answer
     * @return done, also where a newer offer is under way
     */
    @BusCall(fails = ServiceError.BAD_PARAMETER)
    Future<Done> answer(SubscriberAnswer request);

    /**
     * Says which of a user's media a client wants; without it a client gets everything.
     *
     * @param request the wish
     * @return done
     */
    @BusCall(fails = ServiceError.ROOM_NOT_IN)
    Future<Done> select(SelectMedia request);

    /**
     * Closes a client's media. Unknown sessions are fine.
     *
     * @param request the client, and what to close
     * @return done
     */
    @BusCall
    Future<Done> close(CloseMedia request);

    /** The two connections of a client. */
    enum Direction {
        /** From the client to the relay. */
        PUBLISH,
        /** From the relay to the client. */
        SUBSCRIBE
    }

    /**
     * Whose media, and where its events go.
     *
     * @param room the room
     * @param session the session
     * @param user the user
     * @param gateway the node that holds the client's link
     */
    record Peer(RoomId room, SessionId session, UserId user, NodeId gateway) {}

    /**
     * An offer to publish.
     *
     * @param peer who
     * @param sdp the offer, at most 65536 characters
     * @param settings what the publisher is to send, as far as the relay has a part in it
     */
    record Publish(Peer peer, String sdp, MediaSettings settings) {}

    /**
     * What the server's settings, or a client's own, ask of a publisher; the relay asks it for key frames, and says in its
     * answer what sound it would like to get.
     *
     * @param gopFrames frames from one key frame to the next; 0 leaves it to the publisher
     * @param audio the sound
     */
    record MediaSettings(int gopFrames, AudioSettings audio) {
        /** Leaves everything to the publisher. */
        public static final MediaSettings NONE = new MediaSettings(0, new AudioSettings(0, 0, 0));
    }

    /**
     * The sound that a publisher is to send.
     *
     * @param sampleRateHz samples per second; 0 leaves it to the publisher
     * @param channels 1 or 2; 0 leaves it to the publisher
     * @param bitrateBps at most; 0 leaves it to the publisher, which goes for quality
     */
    record AudioSettings(int sampleRateHz, int channels, int bitrateBps) {}

    /**
     * An answer.
     *
     * @param sdp the answer
     */
    record Answer(String sdp) {}

    /**
     * A wish to receive.
     *
     * @param peer who
     */
    record Subscribe(Peer peer) {}

    /**
     * A client's answer.
     *
     * @param session who
     * @param revision of the offer that it answers
     * @param sdp the answer
     */
    record SubscriberAnswer(SessionId session, int revision, String sdp) {}

    /**
     * A wish about one user's media.
     *
     * @param session who wishes
     * @param publisher whose media
     * @param video whether to send the video
     * @param audio whether to send the audio
     */
    record SelectMedia(SessionId session, UserId publisher, boolean video, boolean audio) {}

    /**
     * The end of media.
     *
     * @param session whose
     * @param direction which connection, or null for both
     */
    record CloseMedia(SessionId session, Direction direction) {}
}
