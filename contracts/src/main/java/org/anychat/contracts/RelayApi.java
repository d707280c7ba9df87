package org.anychat.contracts;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A relay's media sessions. Served at {@link Addresses#relay}. A client has at most one connection that publishes (the
 * client offers) and one that receives (the relay offers, anew whenever what there is to receive has changed).
 */
public interface RelayApi extends LinkApi {
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
     * Opens the connection on which a client receives, by an offer of its own (WHEP), or restarts its ICE. There is no other
     * offer: what its sections carry changes behind them.
     *
     * @param request the client's offer, and what it watches
     * @return the relay's answer, with its candidates
     */
    @BusCall(
            deadlineMs = 5_000,
            fails = {ServiceError.BAD_PARAMETER, ServiceError.NO_RELAY})
    Future<Answer> watch(Watch request);

    /**
     * Says which of a user's media a client wants; without it a client gets everything.
     *
     * @param request the wish
     * @return done
     */
    @BusCall(fails = ServiceError.ROOM_NOT_IN)
    Future<Done> select(SelectMedia request);

    /**
     * Says how many videos a client wants at once at most; without it as many as the relay allows.
     *
     * @param request the wish
     * @return done
     */
    @BusCall(fails = ServiceError.ROOM_NOT_IN)
    Future<Done> limitVideos(LimitVideos request);

    /**
     * Says who gets what a client publishes, its later publications included. The relay sends it to nobody else,
     * whatever they select. Unknown sessions are fine: a publication brings its audience along.
     *
     * @param request whose, and who
     * @return done; nobody else gets anything that comes in from now on
     */
    @BusCall
    Future<Done> setAudience(SetAudience request);

    /**
     * Reads what has been counted of a client's media in the last second.
     *
     * @param request whose
     * @return what the client publishes, nothing where it does not
     */
    @BusCall(fails = ServiceError.NO_RELAY)
    Future<MediaStatistics> statistics(ReadStatistics request);

    /**
     * A client is back after its link was lost, perhaps at another gateway: events of its media go there, and an offer
     * without an answer is repeated. The media itself has not noticed.
     *
     * @param request who, and where
     * @return which connections there still are
     */
    @BusCall
    Future<HeldMedia> reattach(Reattach request);

    /**
     * Closes a client's media. Unknown sessions are fine.
     *
     * @param request the client, and what to close
     * @return done
     */
    @BusCall
    Future<Done> close(CloseMedia request);

    /**
     * A gateway has a client's TCP connection that carries media (ICE-TCP), and asks for leave to bring it: it connects to
     * one of the relay's addresses, shows the ticket, and passes on what comes on either side.
     *
     * @param request whose connection it is, and for which session by its name
     * @return where to, and with which ticket
     */
    @BusCall(fails = {ServiceError.BAD_PARAMETER, ServiceError.NO_RELAY})
    Future<StreamWay> admitStream(AdmitStream request);

    /**
     * Gives the relay no more rooms; at the deadline it closes what it still has. The room service calls this and moves the
     * rooms; a later call sets another deadline.
     *
     * @param request the deadline
     * @return done
     */
    @BusCall
    Future<Done> startDrain(StartDrain request);

    /**
     * Opens the relay again.
     *
     * @param request nothing
     * @return done
     */
    @BusCall
    Future<Done> stopDrain(StopDrain request);

    /**
     * Says which relays carry a room together with this one. They link to each other as their viewers need it; with fewer
     * than two there are no links.
     *
     * @param request the room's relays
     * @return the epoch that the relay goes by now: higher than the request's where that is out of date
     */
    @BusCall
    Future<SpanEpoch> span(RoomSpan request);

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
     * @param boundToGateway whether the session ends with that node: its client has no way to take it up elsewhere
     */
    record Peer(RoomId room, SessionId session, UserId user, NodeId gateway, boolean boundToGateway) {
        /**
         * A client that can take its session up at another gateway.
         *
         * @param room the room
         * @param session the session
         * @param user the user
         * @param gateway the node that holds the client's link
         */
        public Peer(RoomId room, SessionId session, UserId user, NodeId gateway) {
            this(room, session, user, gateway, false);
        }
    }

    /**
     * An offer to publish.
     *
     * @param peer who
     * @param sdp the offer, at most 65536 characters
     * @param audience who gets it
     * @param settings what the publisher is to send, as far as the relay has a part in it
     */
    record Publish(Peer peer, String sdp, Audience audience, MediaSettings settings) {
        /**
         * An offer to publish for everybody in the room, with settings of the publisher's choice.
         *
         * @param peer who
         * @param sdp the offer
         */
        public Publish(Peer peer, String sdp) {
            this(peer, sdp, Audience.EVERYBODY, MediaSettings.NONE);
        }
    }

    /**
     * Who gets what a client publishes.
     *
     * @param everybody whether all in the room do
     * @param users who does otherwise
     * @param mute what nobody gets
     */
    record Audience(boolean everybody, List<UserId> users, GatewayAdminApi.Mute mute) {
        /** All in the room. */
        public static final Audience EVERYBODY = new Audience(true, List.of());

        /**
         * An audience that gets everything.
         *
         * @param everybody whether all in the room do
         * @param users who does otherwise
         */
        public Audience(boolean everybody, List<UserId> users) {
            this(everybody, users, GatewayAdminApi.Mute.NONE);
        }

        /**
         * What comes from a process that knows of no muting mutes nothing.
         *
         * @param everybody whether all in the room do
         * @param users who does otherwise
         * @param mute what nobody gets, null for nothing of the kind
         */
        public Audience {
            mute = mute == null ? GatewayAdminApi.Mute.NONE : mute;
        }

        /**
         * Whether the publication is as without any word about its audience.
         *
         * @return true where all in the room get all of it
         */
        public boolean unlimited() {
            return everybody && mute.equals(GatewayAdminApi.Mute.NONE);
        }

        /**
         * Whether one kind of media goes to anybody.
         *
         * @param video whether it is video, else audio
         * @return false where it is muted
         */
        public boolean allows(boolean video) {
            return video ? !mute.camera() : !mute.microphone();
        }

        /**
         * Whether a user belongs to it.
         *
         * @param user the user
         * @return true where the user gets the media
         */
        public boolean includes(UserId user) {
            return everybody || users.contains(user);
        }
    }

    /**
     * A change of who gets a client's media.
     *
     * @param session whose
     * @param audience who gets it from now on
     */
    record SetAudience(SessionId session, Audience audience) {}

    /**
     * A question for what has been counted.
     *
     * @param session whose
     */
    record ReadStatistics(SessionId session) {}

    /**
     * What a client publishes, as the relay sees it.
     *
     * @param tracks one entry per track
     */
    record MediaStatistics(List<TrackStatistics> tracks) {}

    /**
     * One track in the last whole second.
     *
     * @param video whether it is video
     * @param codec the codec's name as in SDP
     * @param bitrateBps RTP payload that came in, retransmissions not counted
     * @param expected packets that should have come
     * @param lost packets of these that did not come in their own stream
     * @param lostForGood packets that no retransmission has brought either
     * @param volume of audio, the loudest moment by the sender's word (RFC 6464), 0 to 100; -1 where it says none
     * @param pictureSize of video, the width in the low 16 bits and the height in the high 16; 0 while unknown
     */
    record TrackStatistics(
            boolean video,
            String codec,
            long bitrateBps,
            long expected,
            long lost,
            long lostForGood,
            int volume,
            int pictureSize) {}

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
     * An offer to receive.
     *
     * @param peer who
     * @param sdp the offer, at most 65536 characters
     * @param publisher whose media, or null for those who speak: as many as the offer has sections of a kind
     */
    record Watch(Peer peer, String sdp, UserId publisher) {}

    /**
     * A client's answer.
     *
     * @param session who
     * @param revision of the offer that it answers
     * @param sdp the answer
     */
    record SubscriberAnswer(SessionId session, int revision, String sdp) {}

    /**
     * A wish to bring a client's connection.
     *
     * @param ufrag the relay's part of the user name in the client's first check
     * @param address the client's IP address
     * @param port the client's port
     */
    record AdmitStream(String ufrag, String address, int port) {}

    /**
     * Where a client's connection is to be brought.
     *
     * @param addresses IP addresses of the relay, the best first
     * @param port its TCP port
     * @param ticket good once, and for some seconds
     */
    record StreamWay(List<String> addresses, int port, Buffer ticket) {}

    /**
     * A wish about one user's media.
     *
     * @param session who wishes
     * @param publisher whose media
     * @param video whether to send the video
     * @param audio whether to send the audio
     * @param first whether the video comes before others where there is not room for all
     * @param height the shorter side at which the video is shown, in pixels; 0 for any
     * @param elsewhere whether all of it comes by another way for now, so that nothing of it is sent, until it is said
     *     anew or the client is back at another gateway
     */
    record SelectMedia(
            SessionId session,
            UserId publisher,
            boolean video,
            boolean audio,
            boolean first,
            int height,
            boolean elsewhere) {
        /**
         * A wish without a say in how.
         *
         * @param session who wishes
         * @param publisher whose media
         * @param video whether to send the video
         * @param audio whether to send the audio
         */
        public SelectMedia(SessionId session, UserId publisher, boolean video, boolean audio) {
            this(session, publisher, video, audio, false, 0, false);
        }

        /**
         * The same wish, by another way or by none but the relay's.
         *
         * @param now whether it comes by another way
         * @return the wish
         */
        public SelectMedia elsewhere(boolean now) {
            return new SelectMedia(session, publisher, video, audio, first, height, now);
        }

        /**
         * Whether it is as without any wish.
         *
         * @return whether everything is to be sent
         */
        public boolean isEverything() {
            return video && audio && !first && height == 0 && !elsewhere;
        }
    }

    /**
     * A wish about all videos.
     *
     * @param session who wishes
     * @param videos how many at once, at most; 0 for as many as the relay allows
     */
    record LimitVideos(SessionId session, int videos) {}

    /**
     * The end of media.
     *
     * @param session whose
     * @param direction which connection, or null for both
     * @param gateway the node that says so, heard only while the client is its own; or null for whoever
     */
    record CloseMedia(SessionId session, Direction direction, NodeId gateway) {
        /**
         * The end of media, whichever gateway has the client.
         *
         * @param session whose
         * @param direction which connection, or null for both
         */
        public CloseMedia(SessionId session, Direction direction) {
            this(session, direction, null);
        }
    }

    /**
     * A client that is back.
     *
     * @param session who
     * @param gateway the node that holds its link from now on
     */
    record Reattach(SessionId session, NodeId gateway) {}

    /**
     * A client's connections.
     *
     * @param directions those that are there
     */
    record HeldMedia(List<Direction> directions) {}

    /**
     * An order to take no more rooms.
     *
     * @param deadlineMs when to close what is left, in milliseconds from now, above 0
     */
    record StartDrain(long deadlineMs) {}

    /** The end of such an order. */
    record StopDrain() {}

    /**
     * The relays of a room.
     *
     * @param room the room
     * @param epoch rises with each change
     * @param relays all of them, this one included while it carries the room, at most 64
     */
    record RoomSpan(RoomId room, long epoch, List<NodeId> relays) {}

    /**
     * What a relay goes by.
     *
     * @param epoch of the newest span that it has heard of
     */
    record SpanEpoch(long epoch) {}
}
