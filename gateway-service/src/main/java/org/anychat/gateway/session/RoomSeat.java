package org.anychat.gateway.session;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.anychat.contracts.GatewayAdminApi.ReceivedVideo;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi.LimitVideos;
import org.anychat.contracts.RelayApi.SelectMedia;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.UserId;

/** A client's place in a room. */
final class RoomSeat {
    private static final int MAX_SELECTIONS = 1024;

    private final ClientSession session;
    private final RoomView view;
    /** Whom the client is in a private chat with. */
    private final Set<UserId> partners = new LinkedHashSet<>();

    /** Whose media the client does not want all of. */
    private final Map<UserId, SelectMedia> selections = new LinkedHashMap<>();

    private final DirectSeat direct = new DirectSeat();
    private LimitVideos videos;
    private long knownVersion;
    private NodeId relay;
    private NodeId former;
    private List<ReceivedVideo> received;

    /** The client knows the room as of {@code knownVersion}, from the reply to its entry. */
    RoomSeat(ClientSession session, RoomView view, long knownVersion, NodeId relay) {
        this.session = session;
        this.view = view;
        this.knownVersion = knownVersion;
        this.relay = relay;
    }

    ClientSession session() {
        return session;
    }

    RoomView view() {
        return view;
    }

    RoomId room() {
        return view.room();
    }

    /** Whom the client is in a private chat with; kept up to date by whoever hears of it. */
    Set<UserId> partners() {
        return partners;
    }

    /** Who carries the client's media, or null. */
    NodeId relay() {
        return relay;
    }

    void relay(NodeId newRelay) {
        relay = newRelay;
    }

    /** The relay that the client is changing over from, or null. */
    NodeId former() {
        return former;
    }

    void former(NodeId relayBefore) {
        former = relayBefore;
    }

    /** What the client has to do with direct connections. */
    DirectSeat direct() {
        return direct;
    }

    /** What the relay is to send the client of others, for the next relay. */
    List<SelectMedia> selections() {
        return Stream.concat(selections.keySet().stream(), direct.direct().stream())
                .distinct()
                .map(this::wish)
                .toList();
    }

    /** What the relay is to send the client of a user. */
    SelectMedia wish(UserId user) {
        return toRelay(selection(user));
    }

    /** What the client wants, and whether it comes without the relay. */
    SelectMedia toRelay(SelectMedia wish) {
        return wish.elsewhere(direct.receivesDirectly(wish.publisher()));
    }

    /** What the client has said that it wants of a user; all of it where it has said nothing. */
    SelectMedia selection(UserId user) {
        SelectMedia said = selections.get(user);
        return said == null ? new SelectMedia(session.login().session(), user, true, true) : said;
    }

    void select(SelectMedia wish) {
        if (wish.isEverything()) {
            selections.remove(wish.publisher());
        } else if (selections.size() < MAX_SELECTIONS) {
            selections.put(wish.publisher(), wish);
        }
    }

    /** How many videos the client wants at once, for the next relay; null where it has not said so. */
    LimitVideos videos() {
        return videos;
    }

    void videos(LimitVideos wish) {
        videos = wish;
    }

    /** How well the client sees others, by its own account; null where it has not said so. */
    List<ReceivedVideo> received() {
        return received;
    }

    void received(List<ReceivedVideo> said) {
        received = said;
    }

    /** Whether the client does not know the room at a version yet. */
    boolean isNews(long version) {
        return version > knownVersion;
    }

    /** Tells of a change unless the client knows it already. */
    void tell(long version, SharedMessage message) {
        if (isNews(version)) {
            session.send(message);
        }
    }

    /** The client knows the room at a version, from a reply. */
    void know(long version) {
        knownVersion = version;
    }

    /** From now on every change is news that is at least as new as {@code version}. */
    void forgetFrom(long version) {
        knownVersion = Math.min(knownVersion, version - 1);
    }
}
