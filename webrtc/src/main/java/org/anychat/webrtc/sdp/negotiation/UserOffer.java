package org.anychat.webrtc.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.anychat.webrtc.sdp.Codec;
import org.anychat.webrtc.sdp.Direction;
import org.anychat.webrtc.sdp.MediaSection;
import org.anychat.webrtc.sdp.SdpException;
import org.anychat.webrtc.sdp.SessionDescription;

/**
 * A user's offer to another user: both ways from the beginning, with all sources named although nothing may be open, so that
 * opening, closing and changing what is sent needs no further description.
 *
 * @param description what is offered, each section sendrecv
 */
public record UserOffer(SessionDescription description) {
    /** Header extensions that are offered. Packets that are sent need not carry them. */
    static final List<String> EXTENSIONS = List.of(RtpExtensions.TRANSPORT_SEQUENCE_NUMBER);

    private static final List<String> FEEDBACK = List.of(MediaCapabilities.TRANSPORT_CC);

    /**
     * Offers tracks.
     *
     * @param local the user's half of the transport, with all candidates
     * @param cname of all sources
     * @param tracks at most one of each kind; their codecs are what may be sent and received, the first preferred
     * @return the offer
     */
    public static UserOffer of(LocalParameters local, String cname, List<ClientTrack> tracks) {
        return new UserOffer(new ClientOffer(local, cname, EXTENSIONS, Direction.SENDRECV, FEEDBACK).of(tracks, 1));
    }

    /**
     * Reads the other's answer.
     *
     * @param answer to this offer
     * @return what is agreed
     * @throws SdpException where the sections are not those of the offer, or the transport is incomplete
     */
    public UserAgreement agreed(SessionDescription answer) throws SdpException {
        RemoteAnswer remote = RemoteAnswer.of(description, answer);
        List<NegotiatedMedia> media = new ArrayList<>();
        for (int index = 0; index < description.media().size(); index++) {
            MediaSection answered = answer.media().get(index);
            RemoteAnswer.Section section = remote.sections().get(index);
            if (!section.payloadTypes().isEmpty()) {
                media.add(agreed(description.media().get(index), answered, section));
            }
        }
        return new UserAgreement(remote.remote(), media);
    }

    private static NegotiatedMedia agreed(MediaSection offered, MediaSection answered, RemoteAnswer.Section section) {
        return new NegotiatedMedia(
                offered.mid(),
                offered.kind(),
                mirrored(answered.direction()),
                answered.msid() == null ? "-" : answered.msid().streamId(),
                answered.msid() == null ? "" : answered.msid().trackId(),
                codecs(offered, answered, section),
                offered.extMaps().stream()
                        .filter(extension -> section.extensionIds().contains(extension.id()))
                        .toList(),
                EncodingChoice.of(answered));
    }

    /** In the answerer's order, which is what it would like to get. */
    private static List<NegotiatedCodec> codecs(
            MediaSection offered, MediaSection answered, RemoteAnswer.Section section) {
        List<NegotiatedCodec> codecs = new ArrayList<>();
        for (int payloadType : section.payloadTypes()) {
            Codec codec = offered.codec(payloadType);
            if (codec.associatedPayloadType() < 0) {
                Codec told = answered.codec(payloadType);
                codecs.add(new NegotiatedCodec(
                        codec.withFeedback(told.feedback()),
                        rtxOf(offered, section, payloadType).orElse(NegotiatedCodec.NO_RTX)));
            }
        }
        return codecs;
    }

    private static OptionalInt rtxOf(MediaSection offered, RemoteAnswer.Section section, int payloadType) {
        return section.payloadTypes().stream()
                .filter(other -> offered.codec(other).associatedPayloadType() == payloadType)
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /** From this side what the other says from its own. */
    static Direction mirrored(Direction direction) {
        return switch (direction) {
            case SENDONLY -> Direction.RECVONLY;
            case RECVONLY -> Direction.SENDONLY;
            case SENDRECV, INACTIVE -> direction;
        };
    }
}
