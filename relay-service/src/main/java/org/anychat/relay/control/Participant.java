package org.anychat.relay.control;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.Audience;
import org.anychat.contracts.RelayApi.Direction;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RelayApi.SelectMedia;
import org.anychat.contracts.UserId;
import org.anychat.relay.media.OutgoingTrack.Wish;
import org.anychat.webrtc.rtp.VideoCodec;
import org.anychat.webrtc.sdp.MediaKind;

/** A client with media: its connections, and what it wants of others. */
class Participant {
    private static final int MAX_SELECTIONS = 1024;

    private final RelayRoom room;
    private final Map<UserId, SelectMedia> selections = new HashMap<>();
    private final Signal signal;
    private Peer peer;
    private int videos;
    private Audience audience = Audience.EVERYBODY;
    private PublisherConnection publisher;
    private ViewerConnection viewing;
    private final CodecPreference videoCodecs = new CodecPreference();
    private final Set<VideoCodec> askedVideoCodecs = EnumSet.noneOf(VideoCodec.class);

    Participant(RelayRoom room, Peer peer, Signal signal) {
        this.room = room;
        this.peer = peer;
        this.signal = signal;
    }

    /** Whether it is another relay. */
    boolean isLink() {
        return false;
    }

    /** How it is told of its connections. */
    final Signal signal() {
        return signal;
    }

    final RelayRoom room() {
        return room;
    }

    final Peer peer() {
        return peer;
    }

    /** The same client, perhaps on another gateway by now. */
    void peer(Peer newPeer) {
        peer = newPeer;
        room.onAudienceChanged();
    }

    void moveTo(NodeId gateway) {
        peer = new Peer(peer.room(), peer.session(), peer.user(), gateway, peer.boundToGateway());
    }

    List<Direction> directions() {
        List<Direction> directions = new ArrayList<>();
        if (publisher != null) {
            directions.add(Direction.PUBLISH);
        }
        if (viewing != null) {
            directions.add(Direction.SUBSCRIBE);
        }
        return List.copyOf(directions);
    }

    PublisherConnection publisher() {
        return publisher;
    }

    void publisher(PublisherConnection connection) {
        publisher = connection;
    }

    /** The connection on which it receives, or null. */
    ViewerConnection viewing() {
        return viewing;
    }

    void viewing(ViewerConnection connection) {
        viewing = connection;
    }

    /** The same where the relay offers, or null. */
    SubscriberConnection subscriber() {
        return viewing instanceof SubscriberConnection subscriber ? subscriber : null;
    }

    /** The same where the client has offered, or null. */
    WatcherConnection watcher() {
        return viewing instanceof WatcherConnection watcher ? watcher : null;
    }

    /** Whether it was not asked for this codec yet, so that two codecs do not take turns; notes that it is now. */
    boolean askFor(VideoCodec codec) {
        videoCodecs.prefer(codec);
        return askedVideoCodecs.add(codec);
    }

    /** What its videos are to be sent in where it can: what it was asked for itself, then what others in the room were. */
    List<VideoCodec> videoCodecs() {
        return videoCodecs.before(room.videoCodecs());
    }

    /** What it was asked for may have been lost with its link. */
    void forgetAsked() {
        askedVideoCodecs.clear();
    }

    boolean hasMedia() {
        return publisher != null || viewing != null;
    }

    List<RoomTrack> tracks() {
        return publisher == null ? List.of() : publisher.tracks();
    }

    /** Who gets what this client publishes. */
    Audience audience() {
        return audience;
    }

    void audience(Audience newAudience) {
        audience = newAudience;
        room.onAudienceChanged();
    }

    /** What is sent to this client: what it wants, where the publisher lets it. */
    boolean gets(RoomTrack track) {
        return wants(track) && room.allows(track, peer.user());
    }

    /** How a track is sent to this client, if at all. */
    Wish wish(RoomTrack track) {
        if (!gets(track)) {
            return Wish.NOTHING;
        }
        SelectMedia said = selections.get(track.user());
        return said == null ? Wish.ALL : new Wish(false, said.first(), said.height());
    }

    /** How many videos it gets at once where the relay allows so many; 0 for all. */
    int videos(int allowed) {
        return videos == 0 || allowed == 0 ? Math.max(videos, allowed) : Math.min(videos, allowed);
    }

    /** Wants at most so many videos at once, 0 for as many as the relay allows. */
    void limitVideos(int most) {
        videos = most;
    }

    /** Notes a wish; false where it is the one before. */
    boolean select(SelectMedia wish) {
        if (wish.isEverything()) {
            return selections.remove(wish.publisher()) != null;
        }
        boolean room = selections.size() < MAX_SELECTIONS || selections.containsKey(wish.publisher());
        return room && !wish.equals(selections.put(wish.publisher(), wish));
    }

    /** Without a wish a client gets everything. */
    boolean wants(RoomTrack track) {
        SelectMedia wish = selections.get(track.user());
        return wish == null || (!wish.elsewhere() && (track.kind() == MediaKind.VIDEO ? wish.video() : wish.audio()));
    }

    /** Nothing comes by other ways any more, as far as anybody knows; whether anything did. */
    boolean selectNothingElsewhere() {
        List<SelectMedia> changed =
                selections.values().stream().filter(SelectMedia::elsewhere).toList();
        changed.forEach(wish -> select(wish.elsewhere(false)));
        return !changed.isEmpty();
    }
}
