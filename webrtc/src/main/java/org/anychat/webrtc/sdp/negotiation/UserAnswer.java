package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.MediaSectionBuilder;
import org.anychat.webrtc.sdp.Msid;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.SetupRole;
import org.anychat.webrtc.sdp.Ssrc;
import org.anychat.webrtc.sdp.SsrcGroup;

/**
 * A user's answer to another user's offer, whose counterpart is {@link UserOffer}.
 *
 * @param description the answer: the first section of each kind as both ways as the offer allows, others inactive
 * @param agreement what is agreed by it
 */
public record UserAnswer(SessionDescription description, UserAgreement agreement) {
    /**
     * Answers an offer.
     *
     * @param offer the other's
     * @param local the user's half of the transport, with all candidates
     * @param cname of all sources
     * @param tracks at most one of each kind; their codecs are what may be sent and received, the first preferred
     * @return the answer
     * @throws SdpException where nothing of the offer can be accepted; the message says why
     */
    public static UserAnswer to(SessionDescription offer, LocalParameters local, String cname, List<ClientTrack> tracks)
            throws SdpException {
        Answerer answerer = new Answerer(offer, local, capabilities(tracks), new BothWays(offer, cname, tracks));
        answerer.answer(SetupRole.ACTIVE);
        return new UserAnswer(answerer.description(), new UserAgreement(answerer.remote(), answerer.media()));
    }

    private static MediaCapabilities capabilities(List<ClientTrack> tracks) {
        List<String> audio = new ArrayList<>();
        List<String> video = new ArrayList<>();
        for (ClientTrack track : tracks) {
            switch (track.kind()) {
                case AUDIO -> audio.addAll(track.codecs());
                case VIDEO -> video.addAll(track.codecs());
            }
        }
        return new MediaCapabilities(
                audio,
                video,
                UserOffer.EXTENSIONS,
                List.of("nack", "nack pli", "ccm fir", MediaCapabilities.TRANSPORT_CC));
    }

    /** Sends and receives in the first section of each kind. */
    private static final class BothWays implements Answerer.Part {
        private final SessionDescription offer;
        private final String cname;
        private final List<ClientTrack> tracks;

        BothWays(SessionDescription offer, String cname, List<ClientTrack> tracks) {
            this.offer = offer;
            this.cname = cname;
            this.tracks = List.copyOf(tracks);
        }

        @Override
        public Direction direction(MediaSection offered) {
            MediaSection first = offer.media().stream()
                    .filter(section -> section.kind() == offered.kind() && !section.isRejected())
                    .findFirst()
                    .orElse(null);
            return offered.equals(first) ? UserOffer.mirrored(offered.direction()) : Direction.INACTIVE;
        }

        @Override
        public void describe(NegotiatedMedia accepted, MediaSectionBuilder section) {
            if (!accepted.direction().sends()) {
                return;
            }
            for (ClientTrack track : tracks) {
                if (track.kind() == accepted.kind()) {
                    boolean rtx = accepted.codecs().stream().anyMatch(NegotiatedCodec::hasRtx);
                    describe(track, rtx ? track.rtxSsrc() : OptionalInt.empty(), section);
                }
            }
        }

        private void describe(ClientTrack track, OptionalInt rtxSsrc, MediaSectionBuilder section) {
            List<Ssrc> sources = new ArrayList<>(List.of(new Ssrc(track.ssrc(), cname)));
            List<SsrcGroup> pair = new ArrayList<>();
            rtxSsrc.ifPresent(rtx -> {
                sources.add(new Ssrc(rtx, cname));
                pair.add(new SsrcGroup("FID", List.of(track.ssrc(), rtx)));
            });
            section.msid(new Msid(track.streamId(), track.trackId()))
                    .ssrcs(sources)
                    .ssrcGroups(pair);
        }
    }
}
