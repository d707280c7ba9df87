package org.anychat.gateway.session;

import java.util.List;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.UserId;
import org.anychat.contracts.UserState;
import org.anychat.gateway.media.MediaCandidates;
import org.anychat.protocol.ClientConfig;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.OwnSettings;
import org.anychat.protocol.ReplyBody;
import org.anychat.protocol.ServerEvent;

/** Media between {@code protocol} and {@code contracts}. */
final class MediaTranslation {
    private static final OwnSettings NOTHING_OWN = new OwnSettings(null, null, null, null);

    private MediaTranslation() {}

    static RelayApi.Peer peer(ClientSession session, NodeId node) {
        ClientLogin login = session.login();
        return new RelayApi.Peer(
                session.seat().room(),
                login.session(),
                login.user(),
                node,
                !session.link().canComeBack());
    }

    /** Who gets what a client publishes: in private mode its partners alone, and nobody what is muted. */
    static RelayApi.Audience audience(ClientSession session, UserState state) {
        boolean inPrivate = state.chatMode() == UserState.PRIVATE_CHAT;
        return new RelayApi.Audience(
                !inPrivate, inPrivate ? List.copyOf(session.seat().partners()) : List.of(), session.mute());
    }

    /** The server's settings, where the client does not say otherwise. */
    static RelayApi.MediaSettings settings(ClientConfig server, OwnSettings own) {
        OwnSettings wish = own == null ? NOTHING_OWN : own;
        ClientConfig.Audio audio = server.audio();
        return new RelayApi.MediaSettings(
                orElse(wish.gop(), server.video().gop()),
                new RelayApi.AudioSettings(
                        orElse(wish.audioSampleRate(), audio.sampleRate()),
                        orElse(wish.audioChannels(), audio.channels()),
                        orElse(wish.audioBitrate(), audio.bitrate())));
    }

    private static int orElse(Integer own, int servers) {
        return own == null ? servers : own;
    }

    static ReplyBody published(RelayApi.Answer answer, MediaCandidates own) {
        return new ReplyBody.Published(own.addedTo(answer.sdp()));
    }

    static RelayApi.SubscriberAnswer answer(ClientSession session, ClientRequest.MediaAnswer request) {
        return new RelayApi.SubscriberAnswer(session.login().session(), request.revision(), request.sdp());
    }

    static RelayApi.SelectMedia select(ClientSession session, ClientRequest.SelectMedia request) {
        return new RelayApi.SelectMedia(
                session.login().session(),
                new UserId(request.userId()),
                request.video(),
                request.audio(),
                request.first(),
                request.height(),
                false);
    }

    static List<GatewayAdminApi.ReceivedVideo> received(ClientRequest.ReportQuality report) {
        return report.received().stream()
                .map(video -> new GatewayAdminApi.ReceivedVideo(
                        new UserId(video.userId()), video.freezes(), video.frozenMs()))
                .toList();
    }

    static ServerEvent offer(GatewayApi.MediaOffer offer, MediaCandidates own) {
        return new ServerEvent.MediaOffer(offer.revision(), own.addedTo(offer.sdp()));
    }

    static ServerEvent state(GatewayApi.MediaState state) {
        return new ServerEvent.MediaState(
                direction(state.direction()), state(state.state()), state.code(), state.reason());
    }

    static ServerEvent paused(GatewayApi.VideoPaused paused) {
        ServerEvent.PauseReason reason =
                switch (paused.reason()) {
                    case NETWORK -> ServerEvent.PauseReason.NETWORK;
                    case LIMIT -> ServerEvent.PauseReason.LIMIT;
                };
        return new ServerEvent.VideoPaused(paused.publisher().value(), paused.paused(), reason);
    }

    static ServerEvent closed(RelayApi.Direction direction, String reason) {
        return new ServerEvent.MediaState(direction(direction), ServerEvent.State.CLOSED, 0, reason);
    }

    private static ServerEvent.Direction direction(RelayApi.Direction direction) {
        return switch (direction) {
            case PUBLISH -> ServerEvent.Direction.PUBLISH;
            case SUBSCRIBE -> ServerEvent.Direction.SUBSCRIBE;
        };
    }

    private static ServerEvent.State state(GatewayApi.State state) {
        return switch (state) {
            case CONNECTED -> ServerEvent.State.CONNECTED;
            case INTERRUPTED -> ServerEvent.State.INTERRUPTED;
            case CLOSED -> ServerEvent.State.CLOSED;
            case RENEGOTIATE -> ServerEvent.State.RENEGOTIATE;
        };
    }
}
