package org.anychat.runtime.echo;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anychat.contracts.Addresses;
import org.anychat.contracts.GatewayApi;
import org.anychat.contracts.NodeId;
import org.anychat.contracts.RelayApi;
import org.anychat.contracts.RelayApi.Peer;
import org.anychat.contracts.RoomApi;
import org.anychat.contracts.RoomApi.RelayStatus;
import org.anychat.contracts.RoomId;
import org.anychat.contracts.SessionId;
import org.anychat.contracts.UserId;
import org.anychat.runtime.bus.Bus;
import org.anychat.runtime.bus.Registration;

/**
 * Opens echoes at relays, and is where relays answer. It has a bus address of its own, that of a gateway without users,
 * from its first echo on. Belongs to the context that calls it.
 */
public final class EchoLine {
    private static final int SESSION_BYTES = 12;
    private static final UserId SENDER = new UserId(1);
    private static final UserId VIEWER = new UserId(2);

    /** What a line's echoes are for: a process has one line for each, by whose name relays know its echoes. */
    public enum Purpose {
        /** Of visitors without a login. */
        CHECK,
        /** Of the server itself. */
        HEALTH;

        /**
         * The line of a process.
         *
         * @param process whose
         * @return its name as a gateway
         */
        public NodeId of(NodeId process) {
            return new NodeId(name().toLowerCase(Locale.ROOT) + '.' + process.value());
        }
    }

    private final Bus bus;
    private final NodeId self;
    private final SecureRandom random;
    private final Map<SessionId, EchoSession> bySession = new HashMap<>();
    private Future<Registration> served;

    /**
     * Makes a line without echoes.
     *
     * @param bus the bus of the process
     * @param self a name that nothing else on the bus has as a gateway
     * @param random a cryptographic source: whoever knows a session's id could end it
     */
    public EchoLine(Bus bus, NodeId self, SecureRandom random) {
        this.bus = bus;
        this.self = self;
        this.random = random;
    }

    /**
     * Whether somebody is a line of a process.
     *
     * @param gateway whom a relay answers
     * @param process which process
     * @return false for a gateway with users, and for lines of other processes
     */
    public static boolean isOf(NodeId gateway, NodeId process) {
        return Arrays.stream(Purpose.values())
                .anyMatch(purpose -> purpose.of(process).equals(gateway));
    }

    /**
     * The relays that are alive.
     *
     * @return what they say of themselves, by name; fails with {@code SERVICE_CLOSED} or {@code REQUEST_FAILED} where
     *     no room service answers
     */
    public Future<List<RelayStatus>> relays() {
        return bus.proxy(RoomApi.class, Addresses.ROOM)
                .relays(new RoomApi.ListRelays())
                .map(RoomApi.RelayList::relays);
    }

    /**
     * Opens an echo, which has no connections yet. Whoever opens it closes it.
     *
     * @param relay where
     * @param listener is told of it
     * @return the echo
     */
    public Future<EchoSession> open(NodeId relay, EchoListener listener) {
        if (served == null || served.failed()) {
            served = bus.serve(GatewayApi.class, Addresses.gateway(self), new Events());
        }
        return served.map(listening -> {
            // No room of the room service has such a number, and two echoes at a relay do not hear each other.
            RoomId room = new RoomId(-1 - random.nextInt(Integer.MAX_VALUE));
            EchoSession session = new EchoSession(
                    bus.proxy(RelayApi.class, Addresses.relay(relay)),
                    new Peer(room, newSession(), SENDER, self),
                    new Peer(room, newSession(), VIEWER, self),
                    listener,
                    this::forget);
            bySession.put(session.sender(), session);
            bySession.put(session.viewer(), session);
            return session;
        });
    }

    /**
     * How many echoes are open.
     *
     * @return 0 when all are closed
     */
    public int size() {
        return bySession.size() / 2;
    }

    /**
     * Closes all echoes and leaves the bus.
     *
     * @return done when relays cannot call any more
     */
    public Future<Void> close() {
        List.copyOf(bySession.values()).forEach(EchoSession::close);
        return served == null ? Future.succeededFuture() : served.compose(Registration::close);
    }

    private void forget(EchoSession session) {
        bySession.remove(session.sender());
        bySession.remove(session.viewer());
    }

    private SessionId newSession() {
        byte[] id = new byte[SESSION_BYTES];
        random.nextBytes(id);
        return new SessionId("echo-" + HexFormat.of().formatHex(id));
    }

    /** Brings what relays say to its echo. */
    private final class Events extends MediaOnlyGateway {
        @Override
        public void mediaOffer(MediaOffer event) {
            EchoSession session = bySession.get(event.session());
            if (session != null) {
                session.listener().onOffer(event.revision(), event.sdp());
            }
        }

        @Override
        public void videoPaused(VideoPaused event) {
            // The echo is small, and what comes back of it is counted anyway.
        }

        @Override
        public void mediaState(MediaState event) {
            EchoSession session = bySession.get(event.session());
            if (session != null) {
                session.listener().onState(event.direction(), event.state(), event.reason());
            }
        }
    }
}
