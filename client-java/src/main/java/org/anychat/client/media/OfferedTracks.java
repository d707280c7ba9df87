package org.anychat.client.media;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.anychat.webrtc.sdp.SessionDescription;
import org.anychat.webrtc.sdp.negotiation.ClientOffer;
import org.anychat.webrtc.sdp.negotiation.ClientTrack;
import org.anychat.webrtc.sdp.negotiation.LocalParameters;
import org.anychat.webrtc.sdp.negotiation.RemoteAnswer;

/** The tracks of a connection that sends, one for each codec, pictures with retransmissions. */
final class OfferedTracks {
    private static final int CNAME_BYTES = 8;

    private final List<ClientTrack> tracks = new ArrayList<>();
    private final String cname;

    OfferedTracks(MediaResources resources, List<MediaCodec> codecs) {
        byte[] name = new byte[CNAME_BYTES];
        resources.random().nextBytes(name);
        this.cname = HexFormat.of().formatHex(name);
        codecs.forEach(codec -> tracks.add(track(resources, codec)));
    }

    private static ClientTrack track(MediaResources resources, MediaCodec codec) {
        OptionalInt rtxSsrc = codec.kind() == MediaKind.VIDEO
                ? OptionalInt.of(resources.random().nextInt())
                : OptionalInt.empty();
        return new ClientTrack(
                codec.sdpKind(),
                "anychat",
                codec.sdpKind().token(),
                List.of(codec.encodingName()),
                resources.random().nextInt(),
                rtxSsrc);
    }

    /** Of all tracks. */
    String cname() {
        return cname;
    }

    int ssrc(int index) {
        return tracks.get(index).ssrc();
    }

    SessionDescription offer(LocalParameters local, int version) {
        return new ClientOffer(local, cname, List.of()).of(tracks, version);
    }

    /** How a track is sent by what the other side has answered; empty where it does not take it. */
    Optional<TrackSender.SendParameters> taken(int index, RemoteAnswer.Section section) {
        ClientTrack track = tracks.get(index);
        int payloadType = ClientOffer.payloadType(track.codecs().get(0));
        if (!section.receives() || !section.payloadTypes().contains(payloadType)) {
            return Optional.empty();
        }
        boolean rtx = track.rtxSsrc().isPresent() && section.payloadTypes().contains(payloadType + 1);
        return Optional.of(new TrackSender.SendParameters(
                track.ssrc(), payloadType, track.rtxSsrc().orElse(0), rtx ? payloadType + 1 : -1));
    }
}
