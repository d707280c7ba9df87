package org.anychat.gateway.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.anychat.contracts.GatewayAdminApi.Step;
import org.anychat.contracts.GatewayAdminApi.Trail;
import org.anychat.contracts.GatewayAdminApi.Way;
import org.anychat.contracts.GatewayApi.MediaState;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.UserId;
import org.anychat.gateway.link.ClientLink;
import org.anychat.protocol.ClientRequest;
import org.anychat.protocol.ErrorCode;
import org.anychat.protocol.RequestType;

/** What one client has done and what came of it, so that an operator can see why it is not where it wants to be. */
final class SessionTrail {
    private static final int MAX_STEPS = 48;
    private static final int MAX_WORDS = 200;
    /** What a client does on its way to others' media; the rest would push these steps out. */
    private static final Set<RequestType> TOLD = EnumSet.of(
            RequestType.CONNECT,
            RequestType.AUTHENTICATE,
            RequestType.LOGIN,
            RequestType.RESUME,
            RequestType.LOGOUT,
            RequestType.ENTER_ROOM,
            RequestType.ENTER_ROOM_EX,
            RequestType.LEAVE_ROOM,
            RequestType.PUBLISH,
            RequestType.UNPUBLISH,
            RequestType.SUBSCRIBE,
            RequestType.MEDIA_ANSWER,
            RequestType.VIDEO_CALL);

    private final NodeId node;
    private final LongSupplier nowMs;
    private final long beganMs;
    private final Deque<Step> steps = new ArrayDeque<>();
    private Way way;
    private String name = "";
    private UserId user;
    private long endedMs;
    private int endCode;

    /** Begins with a link; {@code nowMs} is the time of day in milliseconds since 1970. */
    SessionTrail(NodeId node, ClientLink link, LongSupplier nowMs) {
        this.node = node;
        this.nowMs = nowMs;
        this.beganMs = nowMs.getAsLong();
        way = way(link);
        add("link", 0, "");
    }

    static Way way(ClientLink link) {
        return new Way(link.address(), link.kind(), link.isSecure(), !link.isOpen());
    }

    /** A request has been answered. */
    void answered(ClientRequest request, int code, String words) {
        if (!TOLD.contains(request.type())) {
            return;
        }
        if (request instanceof ClientRequest.Login login) {
            name = login.name();
        }
        String said = code == 0 && request instanceof ClientRequest.EnterRoom enter ? "" + enter.roomId() : words;
        add(nameOf(request.type()), code, said);
    }

    private static String nameOf(RequestType type) {
        String[] parts = type.name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder name = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            name.append(parts[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(parts[i].substring(1));
        }
        return name.toString();
    }

    /** A media connection has changed. */
    void media(MediaState event) {
        String what = event.direction().name().toLowerCase(Locale.ROOT) + "."
                + event.state().name().toLowerCase(Locale.ROOT);
        add(what, event.code(), event.reason());
    }

    void muted(boolean microphone, boolean camera) {
        add("mute", 0, (microphone ? "microphone " : "") + (camera ? "camera" : ""));
    }

    void loggedIn(ClientLogin login) {
        name = login.name();
        user = login.user();
    }

    /** The client goes on on another link. */
    void back(ClientLink link) {
        way = way(link);
        endedMs = 0;
        add("back", 0, link.address());
    }

    /** The link is over. */
    void ended(int code) {
        endedMs = nowMs.getAsLong();
        endCode = code;
        add("end", code, ErrorCode.describe(code));
    }

    private void add(String what, int code, String words) {
        String all = words == null ? "" : words;
        String kept = all.substring(0, Math.min(all.length(), MAX_WORDS));
        Step last = steps.peekLast();
        if (last != null
                && last.what().equals(what)
                && last.code() == code
                && last.words().equals(kept)) {
            // The same again, as the answers to many offers in a row, would push out what was before.
            steps.removeLast();
        } else if (steps.size() == MAX_STEPS) {
            steps.removeFirst();
        }
        steps.add(new Step(nowMs.getAsLong(), what, code, kept));
    }

    boolean hasEnded() {
        return endedMs != 0;
    }

    /** When something of it happened last, for the order. */
    long latestMs() {
        return steps.getLast().atMs();
    }

    boolean matches(String lowerCase) {
        return lowerCase.isEmpty()
                || name.toLowerCase(Locale.ROOT).contains(lowerCase)
                || way.address().contains(lowerCase)
                || (user != null && user.toString().equals(lowerCase));
    }

    Trail shown() {
        return new Trail(node, way, name, user, beganMs, endedMs, endCode, List.copyOf(steps));
    }
}
