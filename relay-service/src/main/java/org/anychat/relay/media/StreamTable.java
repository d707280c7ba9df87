package org.anychat.relay.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.anychat.relay.feedback.IncomingStream;
import org.anychat.relay.forward.Publication;
import org.anychat.webrtc.rtp.HeaderExtensions;
import org.anychat.webrtc.rtp.RtpPacket;

/**
 * One publisher's SSRCs. Signalled ones are known from the start; others are learned from the MID and RID header
 * extensions (RFC 8852, RFC 9143 section 9.2), or from a payload type that only one track has. Bounded by the tracks: a
 * new SSRC takes the place of the one that its encoding had before, and only where that one has fallen silent.
 */
final class StreamTable {
    /** Sources that are remembered of tracks that are gone. */
    private static final int MAX_PAST = 64;

    private final List<IncomingTrack> tracks = new ArrayList<>();
    private final List<Publication> publications = new ArrayList<>();
    private final List<IncomingStream> streams = new ArrayList<>();
    private final List<Past> past = new ArrayList<>();
    private int[] ssrcs = {};
    private Binding[] bindings = {};
    private int gopFrames;

    /** What an SSRC is. */
    record Binding(IncomingTrack track, IncomingStream stream, boolean rtx) {
        boolean carries(IncomingTrack otherTrack, int encoding) {
            return track.equals(otherTrack) && stream.encoding().index() == encoding;
        }
    }

    /** What an SSRC was while its section had a track. */
    private record Past(int ssrc, int mediaSsrc, boolean rtx, int encoding, String mid, List<String> rids) {
        /** Holds nothing of the publication, whose buffers are large. */
        static Past of(int ssrc, Binding binding) {
            IncomingTrack track = binding.track();
            IncomingStream stream = binding.stream();
            int encoding = stream.encoding().index();
            return new Past(ssrc, stream.ssrc(), binding.rtx(), encoding, track.mid(), track.rids());
        }

        boolean isOf(IncomingTrack track) {
            return mid.equals(track.mid()) && rids.equals(track.rids());
        }
    }

    /** Sets how many frames there are to be from one key frame to the next, 0 for no matter. */
    void gop(int frames) {
        gopFrames = frames;
        streams.forEach(stream -> stream.gop(frames));
    }

    /** Takes a track in. */
    void add(IncomingTrack track, Publication publication) {
        tracks.add(track);
        publications.add(publication);
        int signalled = Math.min(track.sources().size(), publication.encodingCount());
        for (int i = 0; i < signalled; i++) {
            IncomingTrack.Source source = track.sources().get(i);
            Binding binding = bindMedia(track, i, source.ssrc());
            if (source.hasRtx()) {
                put(source.rtxSsrc(), new Binding(track, binding.stream(), true));
            }
        }
        List<Past> ofSection =
                past.stream().filter(source -> source.isOf(track)).toList();
        past.removeAll(ofSection);
        ofSection.forEach(source -> takeUp(source, track));
    }

    /**
     * A publisher says in its packets which layer they are only until it is told that they arrive, and not again because
     * the track is called otherwise now, or was away: so what was known goes on, where nothing else was signalled.
     */
    private void takeUp(Past source, IncomingTrack track) {
        boolean free = Arrays.stream(ssrcs).noneMatch(ssrc -> ssrc == source.ssrc());
        if (!free || source.encoding() >= publicationOf(track).encodingCount()) {
            return;
        }
        List<Binding> now = Arrays.stream(bindings)
                .filter(binding -> binding.carries(track, source.encoding()))
                .toList();
        if (!source.rtx() && now.isEmpty()) {
            bindMedia(track, source.encoding(), source.ssrc());
        } else if (source.rtx() && now.stream().anyMatch(media -> media.stream().ssrc() == source.mediaSsrc())) {
            learnRtx(track, source.encoding(), source.ssrc());
        }
    }

    /** Takes a track out, and its streams. */
    void remove(IncomingTrack track) {
        for (int i = 0; i < ssrcs.length; i++) {
            if (bindings[i].track().equals(track)) {
                past.add(Past.of(ssrcs[i], bindings[i]));
            }
        }
        int tooMany = Math.max(0, past.size() - MAX_PAST);
        past.subList(0, tooMany).clear();
        int index = tracks.indexOf(track);
        tracks.remove(index);
        publications.remove(index);
        keep(binding -> !binding.track().equals(track));
    }

    /** The tracks, in the order they were added. */
    List<IncomingTrack> tracks() {
        return tracks;
    }

    /** The id under which packets carry their transport-wide sequence number; in a bundle it is one for all tracks. */
    int transportSequenceNumberId() {
        return tracks.isEmpty()
                ? IncomingTrack.ABSENT
                : tracks.get(0).extensions().transportSequenceNumber();
    }

    /** What sends; for feedback. */
    List<IncomingStream> streams() {
        return streams;
    }

    /** Tells what a packet is, and learns its SSRC where that is new; null where nothing explains it. */
    Binding find(RtpPacket packet) {
        int ssrc = packet.ssrc();
        for (int i = 0; i < ssrcs.length; i++) {
            if (ssrcs[i] == ssrc) {
                return bindings[i];
            }
        }
        return learn(packet);
    }

    /** The stream of a media SSRC, or null. */
    IncomingStream stream(int ssrc) {
        for (int i = 0; i < ssrcs.length; i++) {
            if (ssrcs[i] == ssrc && !bindings[i].rtx()) {
                return bindings[i].stream();
            }
        }
        return null;
    }

    private Binding learn(RtpPacket packet) {
        IncomingTrack track = trackOf(packet);
        if (track == null) {
            return null;
        }
        boolean rtx = packet.payloadType() == track.rtxPayloadType();
        int encoding = encodingOf(track, rtx, packet.extensions());
        if (encoding < 0) {
            return null;
        }
        if (rtx) {
            return learnRtx(track, encoding, packet.ssrc());
        }
        // Another SSRC in mid-stream would send viewers other packets under numbers that they have had.
        return publicationOf(track).encoding(encoding).hasReceived() ? null : bindMedia(track, encoding, packet.ssrc());
    }

    /** By MID; a payload type alone counts where no other track has it. */
    private IncomingTrack trackOf(RtpPacket packet) {
        IncomingTrack candidate = null;
        int candidates = 0;
        for (IncomingTrack track : tracks) {
            if (!hasPayloadType(track, packet.payloadType())) {
                continue;
            }
            if (isValue(packet.extensions(), track.extensions().mid(), track.mid())) {
                return track;
            }
            candidate = track;
            candidates++;
        }
        return candidates == 1 ? candidate : null;
    }

    private static boolean hasPayloadType(IncomingTrack track, int payloadType) {
        return payloadType == track.payloadType()
                || payloadType == track.rtxPayloadType()
                || payloadType == track.format().redPayloadType();
    }

    private static int encodingOf(IncomingTrack track, boolean rtx, HeaderExtensions extensions) {
        if (track.rids().isEmpty()) {
            return 0;
        }
        int id = rtx ? track.extensions().repairedRid() : track.extensions().rid();
        for (int i = 0; i < track.rids().size(); i++) {
            if (isValue(extensions, id, track.rids().get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isValue(HeaderExtensions extensions, int id, String expected) {
        if (id == IncomingTrack.ABSENT || extensions.lengthOf(id) != expected.length()) {
            return false;
        }
        boolean[] equal = new boolean[1];
        extensions.forEach((elementId, buffer, offset, length) -> {
            if (elementId == id) {
                equal[0] = isText(buffer, offset, length, expected);
            }
        });
        return equal[0];
    }

    private static boolean isText(byte[] buffer, int offset, int length, String expected) {
        for (int i = 0; i < length; i++) {
            if (buffer[offset + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private Publication publicationOf(IncomingTrack track) {
        return publications.get(tracks.indexOf(track));
    }

    private Binding bindMedia(IncomingTrack track, int encoding, int ssrc) {
        keep(binding -> !binding.carries(track, encoding));
        Publication publication = publicationOf(track);
        IncomingStream stream = new IncomingStream(publication, publication.encoding(encoding), ssrc, track.nack());
        stream.gop(gopFrames);
        streams.add(stream);
        Binding binding = new Binding(track, stream, false);
        put(ssrc, binding);
        return binding;
    }

    /** The retransmissions of an encoding whose own SSRC is known and has none yet. */
    private Binding learnRtx(IncomingTrack track, int encoding, int ssrc) {
        Binding media = null;
        for (Binding binding : bindings) {
            if (binding.carries(track, encoding)) {
                if (binding.rtx()) {
                    return null;
                }
                media = binding;
            }
        }
        if (media == null) {
            return null;
        }
        Binding rtx = new Binding(track, media.stream(), true);
        put(ssrc, rtx);
        return rtx;
    }

    private void put(int ssrc, Binding binding) {
        int count = 0;
        int[] newSsrcs = new int[ssrcs.length + 1];
        Binding[] newBindings = new Binding[ssrcs.length + 1];
        for (int i = 0; i < ssrcs.length; i++) {
            if (ssrcs[i] != ssrc) {
                newSsrcs[count] = ssrcs[i];
                newBindings[count++] = bindings[i];
            }
        }
        newSsrcs[count] = ssrc;
        newBindings[count++] = binding;
        ssrcs = Arrays.copyOf(newSsrcs, count);
        bindings = Arrays.copyOf(newBindings, count);
        dropUnboundStreams();
    }

    private void keep(Predicate<Binding> condition) {
        int count = 0;
        for (int i = 0; i < ssrcs.length; i++) {
            if (condition.test(bindings[i])) {
                ssrcs[count] = ssrcs[i];
                bindings[count++] = bindings[i];
            }
        }
        ssrcs = Arrays.copyOf(ssrcs, count);
        bindings = Arrays.copyOf(bindings, count);
        dropUnboundStreams();
    }

    private void dropUnboundStreams() {
        streams.removeIf(stream -> Arrays.stream(bindings).noneMatch(binding -> binding.stream() == stream));
    }
}
