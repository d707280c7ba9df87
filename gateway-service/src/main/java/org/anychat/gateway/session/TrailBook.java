package org.anychat.gateway.session;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.anychat.contracts.GatewayAdminApi;
import org.anychat.contracts.GatewayAdminApi.FindTrails;
import org.anychat.contracts.GatewayAdminApi.Trail;

/** The trails of this gateway's clients, and of as many as fit that are gone. */
final class TrailBook {
    /** About a kilobyte each. */
    private static final int MAX_ENDED = 2_000;

    private final Set<SessionTrail> open = new LinkedHashSet<>();
    private final Set<SessionTrail> ended = new LinkedHashSet<>();

    void began(SessionTrail trail) {
        open.add(trail);
    }

    /** The link is over; the session may come back. */
    void ended(SessionTrail trail, int code) {
        trail.ended(code);
        open.remove(trail);
        ended.add(trail);
        if (ended.size() > MAX_ENDED) {
            ended.remove(ended.iterator().next());
        }
    }

    /** A session goes on; the link that brought it back had a trail of its own, which tells nothing more. */
    void back(SessionTrail trail, SessionTrail arriving) {
        ended.remove(trail);
        open.remove(arriving);
        open.add(trail);
    }

    List<Trail> find(FindTrails request) {
        String text = request.text() == null ? "" : request.text().strip().toLowerCase(Locale.ROOT);
        int limit = Math.max(0, Math.min(request.limit(), GatewayAdminApi.MAX_TRAILS));
        Stream<SessionTrail> all = request.endedOnly() ? ended.stream() : Stream.concat(open.stream(), ended.stream());
        return all.filter(trail -> trail.matches(text))
                .sorted(Comparator.comparingLong(SessionTrail::latestMs).reversed())
                .limit(limit)
                .map(SessionTrail::shown)
                .toList();
    }
}
